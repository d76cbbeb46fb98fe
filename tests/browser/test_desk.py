"""The editors' desk under the policy: two people publish what one of them typed."""

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from jurisdictions.models import Finding, Jurisdiction
from tests.signing_in import device_of, next_code
from tests.signing_in import sign_in as past_the_doors

PASSWORD = "only-for-this-test-run"
# On a slow machine the admin's own script is faster than the field's own attribute.
LATE_FOCUS = (
    "Autofocus processing was blocked because a document already has a focused element."
)
STAFF = {
    "browser-editor": "editor",
    "browser-reader": "editor",
    "browser-publisher": "publisher",
}


@pytest.fixture
def staff(site, django_db_blocker):
    """Accounts on the served site; they stay there, as all that tests write."""
    with django_db_blocker.unblock():
        for name, role in STAFF.items():
            user, _ = User.objects.get_or_create(username=name, is_staff=True)
            user.set_password(PASSWORD)
            user.save()
            user.groups.set(Group.objects.filter(name=role))
            TOTPDevice.objects.filter(user=user).delete()
            device_of(user)
        yield


@pytest.fixture
def sign_in(staff, open_window):
    def sign_in(name):
        window = open_window(viewport={"width": 1280, "height": 900})
        window.open("/admin/")
        window.page.get_by_label("Username").fill(name)
        window.page.get_by_label("Password").fill(PASSWORD)
        window.page.get_by_role("button", name="Log in").click()
        window.page.get_by_label("Code").fill(
            next_code(User.objects.get(username=name))
        )
        window.page.get_by_role("button", name="Go on").click()
        return window

    return sign_in


@pytest.fixture
def enter(staff, open_window):
    """A window past the doors: only some tests are about signing in."""

    def enter(name):
        window = open_window(viewport={"width": 1280, "height": 900})
        browser = past_the_doors(Client(), User.objects.get(username=name))
        session = browser.cookies[settings.SESSION_COOKIE_NAME]
        cookie = {"name": session.key, "value": session.value, "url": window.site}
        window.page.context.add_cookies([cookie])
        return window

    return enter


def pick_source(page, text):
    page.locator(".field-source .select2-selection").click()
    page.locator(".select2-search--dropdown input").fill(text)
    page.locator(".select2-results__option", has_text=text).first.click()


def pick_place(page):
    """A place that readers see; other tests of a run leave places that are drafts."""
    chicago = Jurisdiction.objects.get(geoid="1714000")
    page.get_by_label("Jurisdiction").select_option(str(chicago.pk))


def fill_finding(page):
    pick_place(page)
    page.get_by_label("Office").fill("Office of the browser test")
    page.get_by_label("Outcome").select_option("under_review")
    page.get_by_label("Date", exact=True).fill("2025-10")
    page.get_by_label("How exactly").select_option("month")
    pick_source(page, "Gazetteer")
    page.get_by_label("Why this change").fill("Typed by a browser.")


def assert_clean(*windows):
    for window in windows:
        assert not window.refused
        assert not window.violations
        assert not {*window.console} - {LATE_FOCUS}


def test_a_finding_is_published_by_two_people_in_two_windows(sign_in):
    editor, publisher = sign_in("browser-editor"), sign_in("browser-publisher")
    editor.open("/admin/jurisdictions/finding/add/")
    fill_finding(editor.page)
    editor.page.get_by_role("button", name="Save and submit for review").click()
    editor.page.get_by_text("Submitted for review").wait_for()
    where = editor.page.url.removeprefix(editor.site)
    publisher.open(where)
    publisher.page.get_by_role("button", name="Approve").click()
    publisher.page.get_by_role("button", name="Publish").click()
    publisher.page.get_by_text("Readers see it now").wait_for()
    row = Finding.objects.get(pk=where.split("/")[-3])
    assert row.is_live
    assert str(row.on) == "October 2025"
    assert_clean(editor, publisher)


@pytest.mark.parametrize("noun", ["ruling", "award", "listing", "source"])
def test_a_form_with_pickers_breaks_no_policy(sign_in, noun):
    editor = sign_in("browser-editor")
    assert editor.open(f"/admin/jurisdictions/{noun}/add/").ok
    editor.page.wait_for_load_state("networkidle")
    assert_clean(editor)
