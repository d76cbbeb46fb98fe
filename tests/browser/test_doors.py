"""The first sign-in under the policy: password, QR code, recovery codes."""

import base64

import pytest
from django.contrib.auth.models import Group, User

from jurisdictions.doors import factors

NAME, PASSWORD = "browser-newcomer", "only-for-this-test-run"


@pytest.fixture
def newcomer(site, django_db_blocker):
    with django_db_blocker.unblock():
        User.objects.filter(username=NAME).delete()
        user = User.objects.create_user(NAME, password=PASSWORD, is_staff=True)
        user.groups.set(Group.objects.filter(name="editor"))
        yield user


def test_a_newcomer_sets_up_the_second_step(newcomer, window):
    page = window.page
    window.open("/admin/jurisdictions/finding/")
    page.get_by_label("Username").fill(NAME)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    picture = page.get_by_alt_text("QR code of the secret")
    assert picture.evaluate("each => each.naturalWidth") > 100
    secret = page.locator("code").inner_text()
    page.locator("input[name=code]").fill(code_of(secret))
    page.get_by_role("button", name="Set up").click()
    onwards = page.get_by_role("link", name="I have kept them")
    onwards.wait_for()
    assert page.locator("li code").count() == 10
    onwards.click()
    page.wait_for_url("**/admin/jurisdictions/finding/")
    assert not (window.refused or window.violations or window.console)


def code_of(secret):
    """What an app makes of the secret that the page shows."""
    key = base64.b32decode(secret.replace(" ", "")).hex()
    return factors.code_now(key)[0]
