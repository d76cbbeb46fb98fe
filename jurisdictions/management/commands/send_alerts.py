from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from jurisdictions import mail


class Command(BaseCommand):
    help = (
        "Send readers the alerts that are due, each change once; exit 1 when a letter"
        " could not be sent. Safe to run as often as wanted, and twice at once."
    )

    def handle(self, **options):
        sent = mail.send_due(timezone.now())
        # Numbers alone: what is printed here ends in a log.
        self.stdout.write(f"Sent {sent.letters}, nothing to tell in {sent.silent}.")
        if sent.failed:
            raise CommandError(f"{sent.failed} could not be sent.")
