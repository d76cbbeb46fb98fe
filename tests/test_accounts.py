"""Rights: given by superusers to others, written down, and told to publishers."""

from unittest.mock import patch

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.checks import run_checks

from jurisdictions import editorial
from jurisdictions.doors import factors
from jurisdictions.editorial import NotAllowed, NotReady, accounts
from jurisdictions.editorial.accounts import Rights, rights_of
from jurisdictions.models import Event
from jurisdictions.roles import Role

from .desk_case import DeskCase
from .factories import NOTE, make_user
from .signing_in import device_of

EDITOR = Rights((Role.EDITOR,))


class RightsCase(DeskCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        User.objects.filter(pk=cls.publisher.pk).update(email="paul@desk.example")
        cls.nobody = make_user(username="nora")

    def change(self, user, rights, by=None, note=NOTE, **more):
        by = by or self.superuser
        with self.captureOnCommitCallbacks(execute=True):
            accounts.change_rights(user, rights, by=by, note=note, **more)
        user.refresh_from_db()

    def refused(self, error, *args, match=None, **kwargs):
        before = Event.objects.count()
        with pytest.raises(error, match=match):
            self.change(*args, **kwargs)
        assert Event.objects.count() == before
        assert not mail.outbox


class ChangeRightsTests(RightsCase):
    def test_a_change_is_written_down_and_told_to_publishers(self):
        self.change(self.nobody, EDITOR)
        assert rights_of(self.nobody) == EDITOR
        assert self.nobody.is_staff
        event = Event.objects.latest("number")
        assert (event.verb, event.kind) == ("role_changed", "account")
        assert (event.claim, event.actor) == (str(self.nobody.pk), self.superuser)
        assert event.note == NOTE
        assert event.detail["before"]["roles"] == []
        assert event.detail["after"]["roles"] == ["editor"]
        [letter] = mail.outbox
        assert letter.to == ["paul@desk.example"]
        for part in ("root", "nora", "no rights", "After: editor", NOTE):
            assert part in letter.body
        assert not [*editorial.damaged_events()]

    def test_only_superusers_and_never_of_themselves(self):
        for by in (self.contributor, self.editor, self.publisher, self.nobody):
            self.refused(NotAllowed, self.nobody, EDITOR, by=by)
        self.refused(NotAllowed, self.superuser, EDITOR)

    def test_a_reason_and_a_difference_are_needed(self):
        self.refused(NotReady, self.nobody, EDITOR, note="short", match="Say why")
        self.refused(NotReady, self.editor, rights_of(self.editor), match="already")
        self.refused(NotReady, self.nobody, Rights(("chief",)), match="no such role")

    def test_there_are_at_most_two_superusers(self):
        self.change(self.nobody, Rights(is_superuser=True))
        assert self.nobody.is_staff
        third = Rights((Role.EDITOR,), is_superuser=True)
        mail.outbox.clear()
        self.refused(NotReady, self.editor, third, match="2 superusers already")

    def test_who_is_switched_off_is_out_at_once(self):
        browser = self.browser(self.editor)
        self.change(self.editor, Rights((Role.EDITOR,), is_active=False))
        assert browser.get("/admin/").status_code == 302
        self.change(self.editor, EDITOR)
        assert browser.get("/admin/").status_code == 302

    def test_a_lost_factor_is_taken_away_and_the_old_sessions_with_it(self):
        browser = self.browser(self.editor)
        factors.new_codes(self.editor)
        self.change(self.editor, rights_of(self.editor), new_factor=True)
        assert not factors.has_factor(self.editor)
        assert not factors.codes_left(self.editor)
        assert browser.get("/admin/").status_code == 302
        assert "second factor was taken away" in mail.outbox[0].body

    def test_a_mail_server_that_is_down_undoes_nothing(self):
        with patch("jurisdictions.editorial.accounts.send_mail", side_effect=OSError):
            self.change(self.nobody, EDITOR)
        assert rights_of(self.nobody) == EDITOR


class RightsFormTests(RightsCase):
    def address(self, user):
        return f"/admin/auth/user/{user.pk}/rights/"

    def send(self, user, by=None, **fields):
        data = {"is_active": "on", "note": NOTE} | fields
        return self.post(by or self.superuser, self.address(user), data)

    def test_a_superuser_gives_a_role(self):
        response = self.send(self.nobody, roles=["editor"])
        self.assert_says(response, "Their sessions have ended")
        self.nobody.refresh_from_db()
        assert rights_of(self.nobody) == EDITOR

    def test_a_refusal_keeps_what_was_typed(self):
        page = self.send(self.nobody, roles=["editor"], note="Too short")
        self.assertContains(page, "at least 10 characters")
        self.assertContains(page, "Too short")
        assert page.context["form"]["roles"].value() == ["editor"]

    def test_nobody_else_and_nobody_for_themselves(self):
        for by in (self.contributor, self.editor, self.publisher):
            assert self.send(self.nobody, by=by, roles=["editor"]).status_code == 403
        own = self.send(self.superuser, roles=["publisher"])
        assert own.status_code == 403
        assert not self.superuser.groups.exists()

    def test_the_form_of_an_account_changes_no_right(self):
        data = {"username": "nora", "is_superuser": "on", "is_staff": "on"}
        data |= {"groups": [self.editor.groups.get().pk]}
        where = f"/admin/auth/user/{self.nobody.pk}/change/"
        assert self.post(self.superuser, where, data).redirect_chain
        self.nobody.refresh_from_db()
        assert rights_of(self.nobody) == Rights()

    def test_a_new_account_is_written_down(self):
        data = {"username": "nils", "usable_password": "true"}
        data |= dict.fromkeys(("password1", "password2"), "a-long-enough-phrase")
        self.post(self.superuser, "/admin/auth/user/add/", data)
        event = Event.objects.latest("number")
        assert event.detail["account"] == "nils"
        assert event.note == "A new account."

    def test_who_has_a_factor_sees_how_many_codes_are_left(self):
        device_of(self.editor)
        page = self.post(self.editor, "/admin/account/", {"do": "codes"})
        assert len(page.context["codes"]) == 10
        page = self.get(self.editor, "/admin/account/")
        self.assertContains(page, "10 of your recovery codes are left")


class SuperuserCheckTests(DeskCase):
    def told(self):
        found = run_checks(tags=["database"], databases=["default"])
        return {each.id for each in found}

    def test_many_superusers_or_one_named_admin_are_told(self):
        assert not self.told()
        make_user(username="Admin", is_superuser=True)
        assert self.told() == {"jurisdictions.W002"}
        make_user(username="third", is_superuser=True)
        assert self.told() == {"jurisdictions.W001", "jurisdictions.W002"}
