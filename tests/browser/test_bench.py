"""The bench under the policy: three names are decided by keys alone."""

import pytest

from jurisdictions import editorial
from jurisdictions.models import Listing

from .test_axe import ALL, COLOURS, PLACES, show, violations
from .test_desk import assert_clean, sign_in, staff  # noqa: F401

# What the record itself leaves to a person, in the order of its list.
FIRST, SECOND, THIRD = "East Hampton", "New Paltz", "Martinsville County"

# The admin lets the colours of links fade over.
COLOURS_HAVE_CHANGED = "Promise.all(document.getAnimations().map((a) => a.finished))"


def press(page, key, expected):
    page.keyboard.press(key)
    page.get_by_role("heading", name=expected).wait_for()
    page.wait_for_load_state()  # with it, the script


def decisions():
    """What is decided and not public yet, in the order of the list."""
    rows = Listing.objects.open().filter(name_as_published__in=(FIRST, SECOND, THIRD))
    return [*rows.select_related("jurisdiction", "author").order_by("number")]


def code(row):
    return row.jurisdiction.geoid if row.jurisdiction else ""


def test_three_names_are_decided_by_keys_alone(sign_in):  # noqa: F811
    editor = sign_in("browser-editor")
    page = editor.page
    editor.open("/admin/bench/")
    page.get_by_role("link", name="Begin with the first").focus()
    press(page, "Enter", f"Which place is “{FIRST}”?")
    page.get_by_label("Why").press_sequentially("1nsu")  # typing is no decision
    press(page, "Tab", f"Which place is “{FIRST}”?")
    press(page, "s", f"Which place is “{SECOND}”?")
    press(page, "2", f"Which place is “{THIRD}”?")
    press(page, "n", f"Which place is “{FIRST}”?")
    press(page, "1", "Names to match")
    page.get_by_text("3 of 3").first.wait_for()
    assert [len(code(row)) for row in decisions()] == [7, 10, 0]
    press(page, "u", f"Which place is “{FIRST}”?")
    page.get_by_text("2 of 3").first.wait_for()
    for row in decisions():
        editorial.discard(row, by=row.author, note="Written for a test.")
    assert_clean(editor)


@pytest.mark.parametrize("path", ["/admin/bench/", "/admin/bench/decisions/", ""])
def test_no_rule_is_broken_on_the_bench(sign_in, path):  # noqa: F811
    page = sign_in("browser-editor")
    line = Listing.objects.live().get(name_as_published=FIRST)
    assert page.open(path or f"/admin/bench/{line.pk}/").ok
    for width, scheme, rules in (
        (1280, "light", ALL),
        (1280, "dark", COLOURS),
        (390, "light", PLACES),
    ):
        show(page.page, width, scheme)
        page.page.evaluate(COLOURS_HAVE_CHANGED)
        assert not violations(page.page, rules)
