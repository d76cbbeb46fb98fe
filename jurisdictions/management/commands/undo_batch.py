from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from jurisdictions.editorial import Refused
from jurisdictions.importers import batches
from jurisdictions.models import ImportBatch


class Command(BaseCommand):
    help = (
        "Take back what a batch wrote and nobody touched since: new facts are"
        " withdrawn, changed ones say again what they said before."
    )

    def add_arguments(self, parser):
        parser.add_argument("batch", type=int, metavar="ID")
        parser.add_argument("--by", required=True, metavar="USERNAME")
        parser.add_argument("--note", required=True, help="why")

    def handle(self, *, batch, by, note, **options):
        found = ImportBatch.objects.filter(pk=batch).first()
        user = get_user_model().objects.filter(username=by, is_active=True).first()
        if found is None:
            raise CommandError(f"There is no batch {batch}.")
        if user is None:
            raise CommandError("--by names an account that may sign in.")
        try:
            done = batches.undo(found, by=user, note=note)
        except Refused as error:
            raise CommandError(str(error)) from error
        for row, why in done.conflicts:
            kind = row._meta.verbose_name
            self.stdout.write(f"  conflict, stays: {kind} {row.claim}: {why}")
        self.stdout.write(
            f"{found}: {len(done.reversed):,} taken back,"
            f" {len(done.discarded):,} drafts discarded,"
            f" {len(done.conflicts):,} in conflict."
        )
