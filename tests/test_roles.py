"""Who may do what: every cell of the matrix, asked of the door itself."""

import datetime as dt
from contextlib import contextmanager

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.db import transaction
from django.test import TestCase

from jurisdictions import editorial
from jurisdictions.choices import Alone, ChangeKind
from jurisdictions.editorial import Entry, NotAllowed
from jurisdictions.models import Event, Position
from jurisdictions.roles import MATRIX, Role, Scope, may, roles_of

from .cases import EditorCase
from .factories import NOTE, make_jurisdiction, make_source, make_user, unsaved

# What a row has been through before the step.
BEFORE = {
    "edit": (),
    "submit": (),
    "approve": ("submit",),
    "ask_changes": ("submit",),
    "publish": ("submit", "approve"),
    "withdraw": ("submit", "approve", "publish"),
    "schedule": ("submit", "approve"),
    "break_glass": ("submit",),
    "second_read": ("submit", "approve", "publish"),
    "undo": ("submit", "approve", "publish", "republish"),
    "undo_batch": ("submit", "approve", "publish"),
}
# Far ahead of any clock.
AT = dt.datetime(2999, 1, 1, tzinfo=dt.UTC)
STEPS = {
    "edit": lambda row, by: editorial.edit(row, by=by, changes={"remark": "New."}),
    "submit": lambda row, by: editorial.submit(row, by=by),
    "approve": lambda row, by: editorial.approve(row, by=by),
    "ask_changes": lambda row, by: editorial.ask_changes(row, by=by, note=NOTE),
    "publish": lambda row, by: editorial.publish(row, by=by),
    "withdraw": lambda row, by: editorial.withdraw(row, by=by, note=NOTE),
    "schedule": lambda row, by: editorial.schedule(row, by=by, at=AT),
    "break_glass": lambda row, by: editorial.break_glass(row, by=by, note=NOTE),
    "second_read": lambda row, by: editorial.read(row, by=by),
    "undo": lambda row, by: editorial.undo_publication(row, by=by, note=NOTE),
    "undo_batch": lambda row, by: editorial.undo_batch([row], by=by, note=NOTE),
}
# Doors to many rows; what is behind them is tested with the importers.
BATCHES = (
    ("import_batch", lambda by: editorial.submit_batch([], by=by, note=NOTE)),
    ("import_batch", lambda by: editorial.undo_batch([], by=by, note=NOTE)),
    ("publish_batch", lambda by: editorial.places_loaded(0, by=by, note=NOTE)),
)


@contextmanager
def undone():
    """What is inside leaves no trace."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class MatrixTests(EditorCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.place, cls.source = make_jurisdiction(), make_source()
        cls.reader = make_user(username="rita")
        cls.characters = {
            Role.CONTRIBUTOR: cls.contributor,
            Role.EDITOR: cls.editor,
            Role.PUBLISHER: cls.publisher,
            "superuser": cls.superuser,
            "reader": cls.reader,
        }
        cls.helpers = {
            "submit": cls.second_publisher,
            "approve": make_user(Role.EDITOR, username="emil"),
            "publish": make_user(Role.PUBLISHER, username="pia"),
        }

    def position(self):
        return unsaved(Position, jurisdiction=self.place, source=self.source)

    def row_of(self, author, action):
        row = editorial.draft(self.position(), by=author, note=NOTE)
        for step in BEFORE[action]:
            if step == "republish":
                row = self.republished(row, author)
            else:
                STEPS[step](row, self.helpers[step])
        return row

    def republished(self, live, author):
        """The next revision of a live row, so that there is something to undo."""
        row = self.revised(live, author)
        for step in ("submit", "approve", "publish"):
            STEPS[step](row, self.helpers[step])
        return row

    def revised(self, live, author):
        kind, changes = ChangeKind.UPDATE, {"remark": f"New of {author}."}
        return editorial.revise(
            live, by=author, note=NOTE, change_kind=kind, changes=changes
        )

    def allowed(self, step, *args):
        """Whether the door lets it through; a refusal writes nothing."""
        before = Event.objects.count()
        try:
            step(*args)
        except NotAllowed:
            assert Event.objects.count() == before
            return False
        return True

    def cells(self):
        """(action, character, user, whose row, whether the matrix lets them)."""
        for action in BEFORE:
            for role, user in self.characters.items():
                scope = MATRIX[action].get(role)
                yield (
                    action,
                    role,
                    user,
                    Scope.OTHERS,
                    scope in (Scope.ANY, Scope.OTHERS),
                )
                if role in [*Role]:
                    yield action, role, user, Scope.OWN, scope in (Scope.ANY, Scope.OWN)

    def test_every_step_on_a_record_follows_the_matrix(self):
        for action, role, user, whose, expected in self.cells():
            with self.subTest(action=action, role=role, whose=whose), undone():
                author = user if whose == Scope.OWN else self.second_publisher
                row = self.row_of(author, action)
                assert self.allowed(STEPS[action], row, user) == expected
                assert may(user, action, author) == expected

    def test_drafting_follows_the_matrix(self):
        for role, user in self.characters.items():
            with self.subTest(role=role), undone():
                found = self.allowed(
                    lambda by: editorial.draft(self.position(), by=by, note=NOTE), user
                )
                assert found == (role in MATRIX["draft"])

    def test_a_batch_follows_the_matrix(self):
        def publish(by):
            entries = [Entry(self.position())]
            alone = Alone.FIRST_LOAD
            editorial.publish_batch(entries, by=by, note=NOTE, alone=alone)

        for role, user in self.characters.items():
            with self.subTest(role=role), undone():
                assert self.allowed(publish, user) == (role in MATRIX["publish_batch"])

    def test_every_other_door_to_a_batch_follows_the_matrix(self):
        for action, door in BATCHES:
            for role, user in self.characters.items():
                with self.subTest(action=action, role=role), undone():
                    assert self.allowed(door, user) == (role in MATRIX[action])

    def test_steps_that_share_the_right_of_another_ask_for_it(self):
        author = self.second_publisher
        scheduled = self.row_of(author, "schedule")
        STEPS["schedule"](scheduled, self.publisher)
        live = self.row_of(author, "withdraw")
        overtaken = self.revised(live, author)
        self.republished(live, self.editor)
        shared = (
            ("schedule", lambda by: editorial.unschedule(scheduled, by=by)),
            ("edit", lambda by: editorial.rebase(overtaken, by=by, kept={"remark"})),
            ("edit", lambda by: editorial.discard(overtaken, by=by, note=NOTE)),
        )
        for action, step in shared:
            for role, user in self.characters.items():
                with self.subTest(action=action, role=role), undone():
                    assert self.allowed(step, user) == may(user, action, author)

    def test_no_action_of_the_matrix_is_left_out(self):
        here = {*STEPS, *dict(BATCHES), "draft", "read_draft", "change_rights"}
        assert {*MATRIX} <= here


class RoleTests(TestCase):
    def test_a_superuser_has_no_editorial_right(self):
        root = make_user(is_superuser=True, is_staff=True)
        assert {action for action in MATRIX if may(root, action)} == {
            "read_draft",
            "change_rights",
        }

    def test_nobody_anonymous_may_do_anything(self):
        assert not any(may(AnonymousUser(), action) for action in MATRIX)

    def test_a_role_is_a_group_of_its_name(self):
        user = make_user()
        user.groups.add(Group.objects.create(name="chief"))
        assert roles_of(user) == set()
        user.groups.add(Group.objects.get(name="editor"))
        assert roles_of(user) == {Role.EDITOR}

    def test_a_role_that_is_taken_away_is_gone_at_once(self):
        user = make_user(Role.EDITOR)
        assert may(user, "approve")
        user.groups.clear()
        assert not may(user, "approve")

    def test_two_roles_add_up(self):
        user = make_user(Role.CONTRIBUTOR)
        other = make_user()
        assert not may(user, "edit", other)
        user.groups.add(Group.objects.get(name="editor"))
        assert may(user, "edit", other)

    def test_drafts_are_read_by_their_author_and_by_editors(self):
        author, other = make_user(Role.CONTRIBUTOR), make_user(Role.CONTRIBUTOR)
        editor = make_user(Role.EDITOR)
        readers = [
            may(user, "read_draft", author)
            for user in (author, editor, other, make_user())
        ]
        assert readers == [True, True, False, False]

    def test_an_unknown_action_is_an_error_and_no_right(self):
        with pytest.raises(KeyError):
            may(make_user(Role.PUBLISHER), "erase")
