"""The characters whose rights are tested, and a case whose tests may commit."""

import uuid

from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection
from django.test import TestCase, TransactionTestCase

from jurisdictions import guards
from jurisdictions.models import Ledger
from jurisdictions.roles import Role

from .factories import make_user


class EditorCase(TestCase):
    """One person of each role, two publishers, and a superuser without a role."""

    @classmethod
    def setUpTestData(cls):
        cls.contributor = make_user(Role.CONTRIBUTOR, username="carla")
        cls.editor = make_user(Role.EDITOR, username="edith")
        cls.publisher = make_user(Role.PUBLISHER, username="paul")
        cls.second_publisher = make_user(Role.PUBLISHER, username="paula")
        cls.superuser = make_user(username="root", is_superuser=True, is_staff=True)


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
