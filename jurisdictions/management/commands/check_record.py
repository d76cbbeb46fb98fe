from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from jurisdictions.editorial import damaged_events
from jurisdictions.guards import missing
from jurisdictions.models import REVISION_MODELS
from jurisdictions.models.digests import damaged_publications
from jurisdictions.models.documents import damaged_documents
from jurisdictions.models.recomputing import damaged_standings


class Command(BaseCommand):
    help = "Recompute the record from its rows; exit 1 when anything differs."

    def handle(self, **options):
        found = [f"the guard {name} is missing" for name in missing(connection)]
        found += damaged_events()
        found += damaged_publications(REVISION_MODELS)
        found += damaged_standings()
        found += damaged_documents()
        for sentence in found:
            self.stderr.write(sentence)
        if found:
            raise CommandError(f"The record is damaged: {len(found)} findings.")
        self.stdout.write("The record agrees with itself.")
