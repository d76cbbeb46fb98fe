from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from jurisdictions import editorial


class Command(BaseCommand):
    help = (
        "Publish what was scheduled until now; exit 1 when something could not be."
        " Safe to run twice at once, and again after a crash."
    )

    def handle(self, **options):
        fired = editorial.publish_due(timezone.now())
        for row in fired.published:
            self.stdout.write(f"Published {row}")
        for row, reason in fired.failed:
            self.stderr.write(f"Not published: {row}: {reason}")
        if fired.failed:
            raise CommandError(f"{len(fired.failed)} could not be published.")
        if not fired.published:
            self.stdout.write("Nothing is due.")
