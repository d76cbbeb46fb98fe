from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from jurisdictions.exports.record import KINDS, write


class Command(BaseCommand):
    help = "Write what is live of one kind as CSV; `load` reads it and changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("kind", choices=[*KINDS], metavar="KIND")
        parser.add_argument("--out", type=Path, required=True, metavar="FILE")

    def handle(self, *, kind, out, **options):
        part = out.with_name(f"{out.name}.part")
        try:
            with part.open("w", encoding="utf-8", newline="") as file:
                count = write(kind, file)
            part.replace(out)
        except OSError as error:
            raise CommandError(f"{out} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{out}: {count:,} rows.")
