"""A publication that is looked at and never happens."""

from contextlib import contextmanager

from django.contrib.auth import get_user_model
from django.db import transaction

from jurisdictions.models import Ledger

from .publishing import OVERTAKEN, put_out
from .rules import NotReady, allow, unpublished


@contextmanager
def rehearse(row, *, by):
    """Inside, the draft is live, exactly as if a second person had read it; outside,
    nothing of that is left. Yields the row as readers would have it.
    """
    allow(by, "read_draft", row)
    with transaction.atomic():
        Ledger.objects.lock()
        shown = type(row).objects.get(pk=row.pk)
        if shown.published_at:
            raise NotReady("It is on the site already.")
        put_out_read(shown, by)
        yield shown
        transaction.set_rollback(True)


def put_out_read(row, by):
    """Publish it with a second reader's name, and before it the new it cites."""
    for cited in unpublished(row):
        put_out_read(cited, by)
    second = get_user_model().objects.exclude(pk=row.author_id).first()
    if second is None:
        raise NotReady("It needs a second reader, and this site has one account.")
    type(row).objects.release([row.pk], reviewer=second)
    row.refresh_from_db()
    if not put_out(row, by, "preview", Ledger.objects.lock().next_moment()):
        raise NotReady(OVERTAKEN)
