from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from jurisdictions.exports.package import build
from jurisdictions.exports.shelf import package
from jurisdictions.models import Edition


class Command(BaseCommand):
    help = "Package the whole record of an edition as a zip, once and for all."

    def add_arguments(self, parser):
        place = Path(settings.EDITIONS_DIR)
        parser.add_argument("out", nargs="?", type=Path, default=place, metavar="OUT")
        parser.add_argument("--edition", type=int, help="Default: the newest one.")

    def handle(self, *, out, edition, **options):
        found = self.edition(edition)
        target = out / str(found.number)
        try:
            out.mkdir(parents=True, exist_ok=True)
            with TemporaryDirectory(dir=out, prefix=".part-") as name:
                made = self.keep(build(found, Path(name)), Path(name), target)
        except OSError as error:
            raise CommandError(f"{out} cannot be written: {error.strerror}.") from error
        self.stdout.write(
            f"{target / made.name}: {made.rows:,} rows, {made.size:,} bytes,"
            f" SHA-256 {made.sha256}"
        )

    def edition(self, number):
        rows = Edition.objects.filter(number=number) if number else Edition.objects
        found = rows.last()
        if not found:
            wanted = f"edition {number}" if number else "any edition"
            raise CommandError(f"This record has not published {wanted}.")
        return found

    def keep(self, made, folder, target):
        """Put a new package in its place; one that is there is never replaced."""
        there = package(target)
        if there and there.sha256 != made.sha256:
            raise CommandError(
                f"{target} holds this edition with other bytes, SHA-256"
                f" {there.sha256}; now it would be {made.sha256}. What was published"
                " stays. Give another folder to look at the difference."
            )
        if there:
            self.stdout.write("Already published; built again with the same bytes.")
        else:
            folder.chmod(0o755)
            folder.rename(target)
        return made
