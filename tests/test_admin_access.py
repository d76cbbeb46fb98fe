"""Who sees and does what on the desk, by character; and what nobody does."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jurisdictions.choices import MatchHow, ReviewState
from jurisdictions.models import (
    REVISION_MODELS,
    Edition,
    Event,
    Finding,
    Jurisdiction,
    Ledger,
    Listing,
    Place,
    Source,
)

from .desk_case import DeskCase, add_address, address
from .factories import (
    NOTE,
    make_draft,
    make_finding,
    make_listing,
    make_place,
    make_user,
)
from .signing_in import sign_in

READ_ONLY = (Edition, Event, Jurisdiction, Ledger, Place)


def list_address(model):
    return reverse(f"admin:jurisdictions_{model._meta.model_name}_changelist")


class CharacterTests(DeskCase):
    def status(self, user, where, method="get"):
        browser = self.browser(user) if user else Client()
        return getattr(browser, method)(where).status_code

    def steps(self, user, row):
        return [each.name for each in self.get(user, address(row)).context["steps"]]

    def test_anonymous_is_sent_to_sign_in(self):
        row = make_finding()
        step = address(row, "step", "withdraw")
        for where in (list_address(Finding), add_address(Finding), address(row), step):
            for method in ("get", "post"):
                response = getattr(Client(), method)(where)
                assert response.url == f"/admin/login/?next={where}"

    def test_staff_without_a_role_sees_nothing(self):
        nobody = make_user(is_staff=True)
        for model in (*REVISION_MODELS, *READ_ONLY):
            assert self.status(nobody, list_address(model)) == 403
        assert self.status(nobody, add_address(Finding), "post") == 403
        assert self.status(nobody, reverse("admin:jurisdictions_source_pick")) == 403

    def test_a_contributor_sees_their_own_drafts_only(self):
        own, other = (make_draft(Finding, by=by) for by in (self.contributor, None))
        self.assertContains(self.get(self.contributor, address(own)), "Save draft")
        assert self.status(self.contributor, address(other)) == 302
        listed = self.get(self.contributor, list_address(Finding)).context["cl"]
        assert [*listed.result_list] == [own]
        assert self.status(self.contributor, list_address(Event)) == 403

    def test_each_character_is_offered_their_own_steps(self):
        row = self.add(self.contributor, Finding)
        assert self.steps(self.contributor, row) == ["discard"]
        assert self.steps(self.editor, row) == ["approve", "ask_changes", "discard"]
        self.step(self.editor, row, "approve")
        assert self.steps(self.editor, row) == ["discard"]
        assert self.steps(self.publisher, row) == ["publish", "schedule", "discard"]
        self.step(self.publisher, row, "publish")
        assert self.steps(self.editor, row) == ["read"]
        assert self.steps(self.publisher, row) == ["read", "withdraw"]
        assert self.steps(self.superuser, row) == []

    def test_a_step_beyond_the_role_changes_nothing(self):
        row = self.add(self.contributor, Finding)
        for user in (self.contributor, self.superuser):
            response = self.step(user, row, "approve")
            self.assert_says(response, "may not approve this")
        self.step(self.editor, row, "approve")
        self.assert_says(self.step(self.editor, row, "publish"), "may not publish")
        assert row.state == ReviewState.APPROVED

    def test_a_superuser_without_a_role_reads_and_does_not_write(self):
        live, draft = make_finding(), make_draft(Finding)
        for row in (live, draft):
            page = self.get(self.superuser, address(row))
            self.assertNotContains(page, "Save draft")
            assert self.status(self.superuser, address(row), "post") == 403
        assert self.status(self.superuser, add_address(Finding)) == 403
        assert self.status(self.superuser, add_address(Finding), "post") == 403

    def test_a_role_that_is_taken_away_ends_at_once(self):
        browser = self.browser(self.editor)
        assert browser.get(add_address(Finding)).status_code == 200
        self.editor.groups.clear()
        assert browser.get(add_address(Finding)).url.startswith("/admin/login/")

    def test_nobody_deletes(self):
        row, place = make_finding(), make_place("9900000")
        for user in (self.publisher, self.superuser):
            for each in (row, place, self.editor):
                label, name = each._meta.app_label, each._meta.model_name
                where = reverse(f"admin:{label}_{name}_delete", args=[each.pk])
                assert self.status(user, where) == 403
                assert self.status(user, where, "post") == 403

    def test_places_editions_and_the_trail_are_read_only_for_everybody(self):
        make_finding()
        make_place("9900000")
        for user in (self.publisher, self.superuser):
            for model in READ_ONLY:
                row = model.objects.first()
                assert self.status(user, list_address(model)) == 200
                assert self.status(user, address(row)) == 200
                assert self.status(user, address(row), "post") == 403
                assert self.status(user, add_address(model)) == 403

    def test_nothing_is_saved_or_deleted_by_the_admin_itself(self):
        for model in READ_ONLY:
            desk = admin.site.get_model_admin(model)
            with pytest.raises(PermissionDenied):
                desk.save_model(None, model(), None, False)
        desk = admin.site.get_model_admin(Finding)
        with pytest.raises(PermissionDenied):
            desk.delete_model(None, Finding())
        with pytest.raises(PermissionDenied):
            desk.delete_queryset(None, Finding.objects.all())


class AccountTests(DeskCase):
    def account(self, user):
        return reverse("admin:auth_user_change", args=[user.pk])

    def test_only_superusers_see_accounts(self):
        for where in (self.account(self.editor), "/admin/auth/group/"):
            assert self.get(self.publisher, where).status_code == 403
            assert self.get(self.superuser, where).status_code == 200

    def test_rights_are_not_among_what_the_form_of_an_account_changes(self):
        for user in (self.editor, self.superuser):
            page = self.get(self.superuser, self.account(user))
            fields = {*page.context["adminform"].form.fields}
            assert not {"groups", "is_staff", "is_superuser", "is_active"} & fields

    def test_a_superuser_makes_an_account_with_a_long_password(self):
        for word, made in (("short-one", False), ("a-long-enough-phrase", True)):
            data = {"username": "nora", "usable_password": "true"}
            data |= {"password1": word, "password2": word}
            self.post(self.superuser, "/admin/auth/user/add/", data)
            assert User.objects.filter(username="nora").exists() == made

    def test_roles_themselves_are_fixed(self):
        group = self.editor.groups.get()
        where = reverse("admin:auth_group_change", args=[group.pk])
        assert self.browser(self.superuser).post(where, {}).status_code == 403


class ReadingTests(DeskCase):
    def test_reading_writes_nothing(self):
        row, draft = make_finding(), make_draft(Finding)
        pages = [list_address(Finding), add_address(Finding)]
        pages += [address(each) for each in (row, draft)]
        pages += [address(row, "history"), address(row, "step", "withdraw")]
        browser = self.browser(self.publisher)
        with CaptureQueriesContext(connection) as asked:
            for where in pages:
                browser.get(where)
        words = {query["sql"].split()[0] for query in asked}
        assert not words & {"INSERT", "UPDATE", "DELETE"}

    def test_a_step_is_taken_by_post_alone(self):
        row = make_finding()
        where = address(row, "step", "withdraw")
        assert self.get(self.publisher, where).status_code == 405
        strict = Client(enforce_csrf_checks=True)
        sign_in(strict, self.publisher)
        assert strict.post(where, {"note": NOTE}).status_code == 403
        assert (
            self.post(self.publisher, address(row, "step", "leap"), {}).status_code
            == 404
        )
        row.refresh_from_db()
        assert row.is_live

    def test_no_page_of_the_desk_is_stored(self):
        row = make_finding()
        pages = ["/admin/", list_address(Finding), add_address(Finding), address(row)]
        pages += [address(row, "history"), list_address(Event), "/admin/auth/user/"]
        for where in pages:
            response = self.get(self.superuser, where)
            assert "no-store" in response.headers["Cache-Control"]

    def test_every_page_says_whose_desk_it_is(self):
        for where in ("/admin/login/", "/admin/"):
            page = self.get(self.editor, where, next="/")
            if page.status_code == 200:
                self.assertContains(page, "Under Review: the editors’ desk")

    def test_every_list_and_form_opens(self):
        for model in REVISION_MODELS:
            assert self.status_of(list_address(model)) == 200
            assert self.status_of(add_address(model)) == 200

    def status_of(self, where):
        return self.get(self.editor, where).status_code


class ListTests(DeskCase):
    def listed(self, **asked):
        response = self.get(self.editor, list_address(Finding), **asked)
        return [*response.context["cl"].result_list]

    def test_the_list_holds_what_is_live_and_what_is_open(self):
        live, gone = make_finding(), make_finding()
        draft, dropped = make_draft(Finding), make_draft(Finding)
        self.step(self.publisher, gone, "withdraw", note=NOTE)
        self.step(self.publisher, dropped, "discard", note=NOTE)
        assert self.listed() == [draft, live]
        assert self.listed(state="live") == [live]
        assert self.listed(state="draft") == [draft]
        assert self.listed(state="discarded") == [dropped]
        assert self.listed(state="superseded") == [gone]
        assert [row.claim for row in self.listed(state="withdrawn")] == [gone.claim]

    def test_a_search_finds_the_name_of_a_place_and_the_summary(self):
        by_name = make_finding(jurisdiction=self.place)
        by_text = make_finding(summary="A letter about detainers")
        make_finding()
        assert by_name in self.listed(q="alder falls")
        assert self.listed(q="detainers") == [by_text]

    def test_filters_narrow_the_list(self):
        own = make_draft(Finding, by=self.editor, confidence="low")
        make_finding()
        assert self.listed(author="me") == self.listed(confidence="low") == [own]
        assert own not in self.listed(published_alone="first_load")

    def test_lines_that_nobody_decided_are_found_by_their_match(self):
        make_listing()
        waiting = [
            make_listing(match=MatchHow.AMBIGUOUS, jurisdiction=None),
            make_draft(Listing, match=MatchHow.AMBIGUOUS, jurisdiction=None),
        ]
        page = self.get(self.editor, list_address(Listing), match="ambiguous")
        assert {*page.context["cl"].result_list} == {*waiting}

    def test_a_list_costs_the_same_however_long_it_is(self):
        make_finding()
        browser = self.browser(self.editor)
        browser.get(list_address(Finding))
        with CaptureQueriesContext(connection) as few:
            browser.get(list_address(Finding))
        for _ in range(9):
            make_finding()
        with self.assertNumQueries(len(few)):
            browser.get(list_address(Finding))

    def test_the_picker_tells_live_sources_apart(self):
        draft = make_draft(Source)
        asked = {"app_label": "jurisdictions", "model_name": "finding"}
        where = reverse("admin:jurisdictions_source_pick")
        asked |= {"field_name": "source", "term": "clerk"}
        found = self.get(self.editor, where, **asked).json()["results"]
        assert str(draft.pk) not in {each["id"] for each in found}
        assert f"July 5, 2017 · {self.source.slug}" in found[0]["text"]
