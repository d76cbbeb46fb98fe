import time
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from jurisdictions.choices import ChangeKind, Confidence
from jurisdictions.editorial import Refused
from jurisdictions.importers.asking import Asked
from jurisdictions.importers.base import Rejected, printable
from jurisdictions.importers.batches import Order, apply
from jurisdictions.importers.compare import Change, Held
from jurisdictions.importers.formats import FORMATS
from jurisdictions.importers.tables import Options, Unreadable
from jurisdictions.importers.textfiles import DELIMITERS, ENCODINGS

SHOWN = 20
KINDS = (ChangeKind.UPDATE, ChangeKind.CORRECTION, ChangeKind.MINOR)
SAID = (
    *("list", "source", "on", "fiscal_year", "vintage"),
    *("remove_missing_on", "missing_that_stay"),
)


class Command(BaseCommand):
    help = (
        "Read a file, check it, show what it would change, and apply it where --apply"
        " says so. An editor's rows wait for review; a publisher's are published."
    )

    def add_arguments(self, parser):
        parser.add_argument("format", choices=[*FORMATS], metavar="FORMAT")
        parser.add_argument("file", type=Path)
        act = parser.add_mutually_exclusive_group()
        act.add_argument("--preview", action="store_true", help="the default")
        act.add_argument("--apply", action="store_true")
        parser.add_argument("--by", metavar="USERNAME", help="who applies it")
        parser.add_argument("--note", default="", help="why")
        parser.add_argument("--confirm", type=int, metavar="N", help="changes, if > 20")
        parser.add_argument(
            "--skip-invalid", action="store_true", help="leave them out"
        )
        self.add_reading(parser)
        self.add_said(parser)
        names = "; ".join(f"{each.name}: {each.label}" for each in FORMATS.values())
        parser.epilog = f"Formats. {names}."

    def add_reading(self, parser):
        parser.add_argument("--encoding", default="", help=", ".join(ENCODINGS))
        signs = ", ".join(DELIMITERS.values())
        parser.add_argument("--delimiter", default="", help=signs)
        parser.add_argument("--sheet", default="", help="of a workbook with several")
        parser.add_argument(
            "--column",
            action="append",
            default=[],
            metavar="OURS=THEIRS",
            help="what the file calls a column; =THEIRS leaves one out",
        )

    def add_said(self, parser):
        parser.add_argument("--list", default="", help="slug of the list, for lines")
        parser.add_argument("--source", default="", help="slug, where rows name none")
        parser.add_argument("--on", default="", help="day, where rows have none")
        parser.add_argument("--fiscal-year", default="", help="of allocations")
        parser.add_argument("--vintage", default="", help="year of a gazetteer")
        parser.add_argument(
            "--remove-missing-on",
            default="",
            metavar="DAY",
            help="end the list's lines that the file lacks, by --source",
        )
        parser.add_argument(
            "--missing-that-stay",
            default="",
            metavar="NUMBERS",
            help="lines of the list that stay all the same, like 3,7",
        )
        parser.add_argument(
            "--confidence", choices=Confidence.values, default=Confidence.HIGH
        )
        parser.add_argument("--kind", choices=KINDS, default=ChangeKind.UPDATE)

    def handle(self, **options):
        self.started = time.monotonic()
        order = self.order(options)
        if options["apply"]:
            self.apply(order)
        else:
            self.preview(order)

    def order(self, options):
        by = get_user_model().objects.filter(username=options["by"]).first()
        if options["apply"] and (by is None or not by.is_active):
            raise CommandError("--by names an account that may sign in.")
        columns = {}
        for pair in options["column"]:
            ours, equals, theirs = pair.partition("=")
            if not (equals and theirs):
                raise CommandError(f"--column is OURS=THEIRS, not {pair!r}.")
            columns[theirs] = ours
        reading = (options[name] for name in ("encoding", "delimiter", "sheet"))
        asked = Asked(
            options=Options(*reading, columns),
            confidence=options["confidence"],
            change_kind=options["kind"],
            **{name: options[name] for name in SAID},
        )
        return Order(
            *(options["file"], options["format"], asked, by, options["note"]),
            confirm=options["confirm"],
            skip_invalid=options["skip_invalid"],
        )

    def preview(self, order):
        made = order.plan()
        self.tell(made)
        if made.diff.invalid:
            raise CommandError(
                f"Errors: {len(made.diff.invalid)}. Nothing was written."
            )
        if made.size == 0:
            self.say("Nothing to do.")
        else:
            confirm = f" --confirm {made.size}" if made.size > SHOWN else ""
            self.say(f"Changes: {made.size:,}. --apply --by ... --note ...{confirm}")

    def apply(self, order):
        try:
            done = apply(order, progress=self.progress)
        except Rejected as error:
            self.list_all(error.errors)
            raise CommandError(str(error)) from error
        except (Refused, Unreadable) as error:
            raise CommandError(printable(str(error))) from error
        self.tell(done.plan)
        self.say(done.message)
        if done.published:
            self.say(f"Published {done.published:,} rows.")

    # What is told

    def tell(self, made):
        """How it was read, what is wrong, and what would change."""
        table, diff = made.table, made.diff
        if table.sha256:
            parts = [f"{table.file}: {len(table.rows):,} rows, {table.size:,} bytes"]
            if table.sheet:
                parts.append(f"sheet {table.sheet}")
            else:
                parts.append(ENCODINGS[table.encoding])
                parts.append(DELIMITERS.get(table.delimiter, "lines of text"))
            self.say(printable(", ".join(parts)))
        for each in table.samples:
            self.say(f"  not ASCII, line {each['row']}: {printable(each['text'])}")
        self.list_all(diff.invalid)
        for change in diff.held:
            self.say(f"  conflict, {self.told(change)}: {change.reason}")
        for change in diff.changed[:SHOWN]:
            self.say(f"  changed, {self.told(change)}")
        for notice in made.notices[:SHOWN]:
            self.say(f"  {printable(notice)}")
        for missing in diff.missing[:SHOWN]:
            self.say(f"  not in the file, and stays: {printable(missing)}")
        self.say(f"Difference: {self.sums(made)}")

    def sums(self, made):
        found = [str(made.diff)]
        if made.gazetteer:
            found = [str(made.gazetteer), f"{len(made.diff.missing):,} missing"]
        if made.places:
            found.append(f"{len(made.places):,} new jurisdictions")
        drafts = sum(entry.is_draft for entry in made.entries)
        if drafts:
            found.append(f"{drafts:,} of them left to a person as drafts")
        return ", ".join(filter(None, found)).replace("held", "in conflict")

    def told(self, change: Change | Held):
        fields = "; ".join(
            f"{name}: {before!r} -> {after!r}"
            for name, (before, after) in change.fields.items()
        )
        return printable(f"line {change.each.line.number}: {fields}")

    def list_all(self, errors):
        for error in errors:
            self.stderr.write(f"  {error}")

    def progress(self, model, count):
        if count:
            self.say(f"  {model._meta.verbose_name_plural}: {count:,}")

    def say(self, text):
        self.stdout.write(f"[{time.monotonic() - self.started:5.1f} s] {text}")
