"""A publication that is looked at and never happens."""

from contextlib import contextmanager

from django.contrib.auth import get_user_model
from django.db import transaction

from jurisdictions.models import Ledger

from .publishing import OVERTAKEN, put_out
from .rules import NotReady, allow


@contextmanager
def rehearse(row, *, by):
    """Inside, the draft is live, exactly as if a second person had read it; outside,
    nothing of that is left. Yields the row as readers would have it.
    """
    allow(by, "read_draft", row)
    with transaction.atomic():
        moment = Ledger.objects.lock().next_moment()
        shown = type(row).objects.get(pk=row.pk)
        if shown.published_at:
            raise NotReady("It is on the site already.")
        second = get_user_model().objects.exclude(pk=shown.author_id).first()
        type(row).objects.release([row.pk], reviewer=second)
        shown.refresh_from_db()
        if not put_out(shown, by, "preview", moment):
            raise NotReady(OVERTAKEN)
        yield shown
        transaction.set_rollback(True)
