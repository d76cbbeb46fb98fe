import signal
import threading

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from jurisdictions import editorial

EVERY = 20


class Command(BaseCommand):
    help = f"Publish what is due, every {EVERY} seconds, until SIGTERM or Ctrl+C."

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.stopped = threading.Event()
        # Tests have their own.
        self.wait, self.close = self.stopped.wait, close_old_connections
        self.told = {}

    def handle(self, **options):
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: self.stopped.set())
        stop = False
        while not stop:
            self.look()
            stop = self.wait(EVERY)

    def look(self):
        """One look at the clock; a database that is away is asked again later."""
        self.close()
        try:
            fired = editorial.publish_due(timezone.now())
        except DatabaseError as error:
            self.stderr.write(f"The database did not answer: {error}")
            return
        for row in fired.published:
            self.stdout.write(f"Published {row}")
        reasons = {str(row): reason for row, reason in fired.failed}
        for row, reason in reasons.items():
            # Once, and not every 20 seconds.
            if self.told.get(row) != reason:
                self.stderr.write(f"Not published: {row}: {reason}")
        self.told = reasons
