"""Nobody's text is lost: two browsers on one record, and one that was signed out."""

from contextlib import nullcontext

import pytest
from django.contrib.sessions.models import Session

from jurisdictions import editorial
from jurisdictions.choices import ReviewState
from jurisdictions.models import Finding, Jurisdiction
from tests.desk_case import address
from tests.factories import NOTE, make_draft, make_finding, revise_now
from tests.signing_in import next_code

from .test_axe import ALL, PLACES, show, violations
from .test_desk import PASSWORD, User, assert_clean, enter, sign_in, staff  # noqa: F401


@pytest.fixture
def live(staff):  # noqa: F811
    place = Jurisdiction.objects.order_by("pk").first()
    return make_finding(jurisdiction=place, office="Office of the letterhead")


def write(window, *, button="Save draft", **typed):
    page = window.page
    for label, text in typed.items():
        page.get_by_label(label.replace("_", " ")).fill(text)
    if page.get_by_label("Kind of change").count():
        page.get_by_label("Kind of change").select_option("correction")
    page.get_by_label("Why this change").fill(NOTE)
    page.get_by_role("button", name=button, exact=True).click()


def carry(window, where):
    window.open(where)
    window.page.get_by_role("button", name="Approve").click()
    window.page.get_by_role("button", name="Publish", exact=True).click()
    window.page.get_by_text("Readers see it now").wait_for()


def choose(page, field, label):
    row = page.get_by_role("row").filter(has_text=field)
    row.get_by_label(label).check()


def test_the_second_of_two_browsers_gets_three_texts_and_loses_none(enter, live):  # noqa: F811
    first, second = enter("browser-editor"), enter("browser-reader")
    for window in (first, second):
        window.open(address(live))
    write(first, Office="Office as read first", button="Save and submit for review")
    carry(enter("browser-publisher"), first.page.url.removeprefix(first.site))
    write(second, Office="Office as read second", Page_or_section="p. 9")
    page = second.page
    page.get_by_text("published a newer text").wait_for()
    for text in ("of the letterhead", "as read first", "as read second"):
        assert page.get_by_role("cell", name=f"Office {text}").count()
    choose(page, "Office", "Keep mine")
    page.get_by_role("button", name="Make it a draft of the newer text").click()
    page.get_by_text("a draft of the newer text, with what you kept").wait_for()
    shelved, new = Finding.objects.filter(
        author__username="browser-reader", claim=live.claim
    ).order_by("pk")
    assert shelved.state == ReviewState.SHELVED
    for row in (shelved, new):
        assert (row.office, row.locator) == ("Office as read second", "p. 9")
    assert new.revises.office == "Office as read first" and new.revises.is_live
    assert_clean(first, second)


def test_two_browsers_in_one_draft_choose_field_by_field(enter, live):  # noqa: F811
    row = make_draft(
        Finding, by=User.objects.get(username="browser-editor"), office="Office"
    )
    first, second = enter("browser-editor"), enter("browser-reader")
    for window in (first, second):
        window.open(address(row))
    write(first, Office="Office, by the first")
    first.page.get_by_text("Saved as a draft").wait_for()
    write(second, Office="Office, by the second", Page_or_section="p. 9")
    page = second.page
    page.get_by_text("after you opened it").wait_for()
    choose(page, "Office", "Take theirs")
    page.get_by_role("button", name="Save the draft").click()
    page.get_by_text("Saved as a draft").wait_for()
    row.refresh_from_db()
    assert (row.office, row.locator) == ("Office, by the first", "p. 9")
    assert_clean(first, second)


def test_what_was_typed_comes_back_after_signing_in_again(enter):  # noqa: F811
    user = User.objects.get(username="browser-editor")
    row = make_draft(Finding, by=user, office="Office")
    window = enter(user.username)
    page = window.page
    page.clock.install()
    window.open(address(row))
    page.get_by_label("Summary").fill("Typed just before the session ended.")
    Session.objects.all().delete()
    page.clock.fast_forward(11_000)
    page.get_by_text("You are signed out. Your text is kept in this browser").wait_for()
    page.reload()
    page.get_by_label("Username").fill(user.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.get_by_label("Code").fill(next_code(user))
    page.get_by_role("button", name="Go on").click()
    page.get_by_text("What you typed before is back in the form").wait_for()
    page.get_by_role("button", name="Save draft").click()
    page.get_by_text("Saved as a draft").wait_for()
    row.refresh_from_db()
    assert row.summary == "Typed just before the session ended."
    assert not page.evaluate(
        "Object.keys(localStorage).filter(key => key.startsWith('desk:')).length"
    )
    assert_clean(window)


def test_nobody_conflicts_with_their_own_slow_autosave(enter):  # noqa: F811
    user = User.objects.get(username="browser-editor")
    row = make_draft(Finding, by=user, office="Office")
    window, slow = enter(user.username), []
    page = window.page
    page.clock.install()
    page.route("**/autosave/", lambda route: slow.append(route))
    window.open(address(row))
    for text in ("Typed first.", "Typed while that was on its way."):
        page.get_by_label("Summary").fill(text)
        with page.expect_request("**/autosave/") if not slow else nullcontext():
            page.clock.fast_forward(11_000)
    page.get_by_role("button", name="Save draft").click()
    (only,) = slow
    only.continue_()
    page.get_by_text("Saved as a draft").wait_for()
    row.refresh_from_db()
    assert row.summary == "Typed while that was on its way."
    assert_clean(window)


def test_what_was_typed_is_found_again_after_somebody_published(enter, live):  # noqa: F811
    window = enter("browser-reader")
    page = window.page
    window.open(address(live))
    page.get_by_label("Office").fill("Typed before the other was published")
    revise_now(live, {"office": "Office as published"})
    window.open(address(live))
    page.get_by_text("What you typed before is back in the form").wait_for()
    page.get_by_label("Kind of change").select_option("correction")
    page.get_by_label("Why this change").fill(NOTE)
    page.get_by_role("button", name="Save draft").click()
    page.get_by_text("published a newer text").wait_for()
    assert page.get_by_role("cell", name="Typed before the other").count()
    window.open(address(live))
    assert not page.get_by_text("is back in the form").count()
    assert_clean(window)


def test_no_rule_is_broken_beside_another_text(enter, live):  # noqa: F811
    user = User.objects.get(username="browser-editor")
    own = {"by": user, "note": NOTE, "change_kind": "update"}
    row = editorial.revise(live, **own, changes={"office": "Office of two"})
    revise_now(live, {"office": "Office of three"})
    window = enter(user.username)
    for page in ("change", "merge"):
        assert window.open(address(row, page)).ok
        for width, rules in ((1280, ALL), (390, PLACES)):
            show(window.page, width, "light")
            assert not violations(window.page, rules)
