"""The characters whose rights are tested, and a case whose tests may commit."""

import uuid

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.test import TestCase, TransactionTestCase

from jurisdictions import editorial, guards
from jurisdictions.choices import Alone
from jurisdictions.editorial import Entry
from jurisdictions.models import (
    REVISION_MODELS,
    AwardAction,
    Criterion,
    Edition,
    Event,
    Jurisdiction,
    Ledger,
    Listing,
    Position,
    Source,
)
from jurisdictions.roles import Role

from .factories import (
    NOTE,
    OF_A_PLACE,
    make_award,
    make_jurisdiction,
    make_list,
    make_source,
    make_user,
    someone,
    unsaved,
)


class EditorCase(TestCase):
    """One person of each role, two publishers, and a superuser without a role."""

    @classmethod
    def setUpTestData(cls):
        cls.contributor = make_user(Role.CONTRIBUTOR, username="carla")
        cls.editor = make_user(Role.EDITOR, username="edith")
        cls.publisher = make_user(Role.PUBLISHER, username="paul")
        cls.second_publisher = make_user(Role.PUBLISHER, username="paula")
        cls.superuser = make_user(username="root", is_superuser=True, is_staff=True)


class DeskCase(EditorCase):
    """A jurisdiction and a source, and positions as far as a test wants them."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.place, cls.source = make_jurisdiction(), make_source()

    def position(self, **fields):
        shared = {"jurisdiction": self.place, "source": self.source}
        return unsaved(Position, **(shared | fields))

    def drafted(self, by=None, **fields):
        by = by or self.contributor
        return editorial.draft(self.position(**fields), by=by, note=NOTE)

    def submitted(self, **fields):
        row = self.drafted(**fields)
        return editorial.submit(row, by=row.author)

    def approved(self, **fields):
        return editorial.approve(self.submitted(**fields), by=self.editor)

    def published(self, **fields):
        return editorial.publish(self.approved(**fields), by=self.publisher)

    def refuses(self, error, step, *args, match=None, **kwargs):
        """The step fails by name, writes no event and moves no edition."""
        before = Event.objects.count(), Edition.objects.count()
        with pytest.raises(error, match=match), transaction.atomic():
            step(*args, **kwargs)
        assert (Event.objects.count(), Edition.objects.count()) == before


class EveryModelCase(TestCase):
    """A live row and a draft of every model, linked to one source and one place."""

    @classmethod
    def setUpTestData(cls):
        cls.publisher = someone(Role.PUBLISHER)
        cls.source, cls.place = make_source(), make_jurisdiction()
        shared = {"source": cls.source}
        own = {
            AwardAction: {"award": make_award(jurisdiction=cls.place, **shared)},
            Listing: {"list": make_list(**shared)},
        }
        own[Criterion] = own[Listing]
        cls.live, cls.drafts, entries = {}, {}, []
        for model in REVISION_MODELS:
            fields = {} if model is Source else shared | own.get(model, {})
            fields |= {"jurisdiction": cls.place} if model in OF_A_PLACE else {}
            linked = {Source: cls.source, Jurisdiction: cls.place, **cls.live}
            links = {
                link.name: [linked[link.related_model]]
                for link in model._meta.many_to_many
            }
            live, draft = unsaved(model, **fields), unsaved(model, **fields)
            cls.live[model], cls.drafts[model] = live, draft
            entries += [Entry(live, links), Entry(draft, links, is_draft=True)]
        editorial.publish_batch(
            entries, by=cls.publisher, note=NOTE, alone=Alone.FIRST_LOAD
        )
        for row in cls.live.values():
            row.refresh_from_db()


class RawCase(TransactionTestCase):
    """Tests that commit; the tables are emptied after each, guards taken off for it."""

    def _fixture_teardown(self):
        with connection.schema_editor() as editor:
            guards.remove(apps, editor)
        super()._fixture_teardown()
        Ledger.objects.create(pk=1, record_id=uuid.uuid4())
        Group.objects.bulk_create(Group(name=role) for role in Role)
        with connection.schema_editor() as editor:
            guards.install(apps, editor)
