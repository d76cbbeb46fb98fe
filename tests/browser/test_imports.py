"""A list's way under the policy: pasted by one person, published by another, undone."""

import re

from jurisdictions.models import Listing, Name, Standing

from .test_axe import ALL, PHONE, PLACES, WIDE, show, violations
from .test_desk import assert_clean, sign_in, staff  # noqa: F401

# Of the text that DHS published, with its misspelling.
TEXT = "Colorado\nCounties\nAdams County\nCities\nBoulder\nDillion\nWestminster\n"
NOTE = "As the list was published."


def record():
    """What readers are told of lines and names, and where each place stands."""
    said = [
        sorted(
            (row.claim, str(row), row.jurisdiction_id) for row in model.objects.live()
        )
        for model in (Listing, Name)
    ]
    stand = Standing.objects.known().values_list("jurisdiction", "valid_from", "digest")
    return [*said, sorted(stand, key=repr)]


def assert_readable(page):
    """By all, on a wide window and on a phone."""
    for width, rules in ((PHONE, PLACES), (WIDE, ALL)):
        show(page, width)
        assert not violations(page, rules)
        assert page.evaluate("document.documentElement.scrollWidth") == width


def preview(page, text):
    page.get_by_role("link", name="Preview an import").click()
    page.locator("[name=text]").fill(text)
    page.locator("[name=list]").fill("july-2017")
    page.get_by_role("button", name="Preview", exact=True).click()
    page.get_by_role("heading", name="Apply it").wait_for()


def apply(page):
    page.locator("#import-apply ~ form [name=note]").fill(NOTE)
    page.get_by_role("button", name="Apply as drafts").click()
    page.get_by_text("waits for review.").wait_for()
    return page.url


def decide(page, batch):
    """The misspelled name, at the bench by one key; then all goes to review."""
    page.get_by_role("link", name="Decide names at the bench").click()
    page.get_by_role("link", name="Dillion").click()
    heading = page.get_by_role("heading", name="Which place is “Dillion”?")
    heading.wait_for()
    page.wait_for_load_state()  # with it, the script
    page.keyboard.press("1")
    heading.wait_for(state="hidden")
    page.goto(batch)
    page.get_by_role("button", name="Submit the chosen for review").click()
    page.get_by_text("Submitted for review:").wait_for()


def confirm(page, label):
    """A step that asks why, and for the number of records; that number."""
    page.get_by_text(f"{label}…").click()
    form = page.locator("details[open] form")
    number = re.search("[0-9]+", form.get_by_text("Type the number").inner_text())[0]
    form.locator("[name=note]").fill(NOTE)
    form.locator("[name=number]").fill(number)
    form.get_by_role("button", name=label).click()
    return number


def test_a_list_is_pasted_decided_reviewed_published_and_undone(sign_in):  # noqa: F811
    before = record()
    editor, publisher = sign_in("browser-editor"), sign_in("browser-publisher")
    preview(editor.page, TEXT)
    batch = apply(editor.page)
    decide(editor.page, batch)
    page = publisher.page
    page.goto(batch)
    page.get_by_role("button", name="Approve all").click()
    number = confirm(page, "Publish all")
    page.get_by_text(f"Published: {number}. Readers see them now.").wait_for()
    publisher.open("/lists/july-2017/")
    assert page.get_by_role("link", name="Dillon").count()
    assert record() != before
    page.goto(batch)
    confirm(page, "Undo the batch")
    page.get_by_text(f"Taken back: {number}.").wait_for()
    assert record() == before
    assert_clean(editor, publisher)


def test_no_rule_is_broken_on_the_screens_of_imports(sign_in):  # noqa: F811
    page = sign_in("browser-editor").page
    preview(page, "Kansas\nCounties\nRiley County\n")
    assert_readable(page)
    apply(page)
    assert_readable(page)
    number = confirm(page, "Discard the batch")
    page.get_by_text(f"Drafts discarded: {number}.").wait_for()
