"""A published list is pasted, matched, decided, published and taken back: how long it
takes, and how many presses. Not part of the suite, for it takes a minute:

    python -m pytest -s tests/browser/list_story.py

The text is that of the DHS list as the record holds it, brought as another office's,
so that no earlier decision helps.
"""

import re
import time
from itertools import groupby

from jurisdictions import editorial
from jurisdictions.choices import OPEN_STATES
from jurisdictions.models import REVISION_MODELS, GovernmentList, Listing, Standing
from tests.factories import make_list

from .test_desk import sign_in, staff  # noqa: F401

SLUG, WHY = "story-of-a-list", "Pasted from the page of the office."
# The document does not tell which is meant: these stay with a person.
LEFT = {"East Hampton", "New Paltz"}


def printed(rows):
    """A list as text, line by line, and {(state, heading, name): GEOID or "none"}."""
    lines, meant = [], {}
    for state, of_state in groupby(rows, lambda row: row.state_heading):
        lines.append(state)
        for heading, under in groupby(of_state, lambda row: row.heading):
            lines.append(heading)
            for row in under:
                lines.append(row.name_as_published)
                meant[key_of(row)] = code_of(row)
    return "\n".join(filter(None, lines)), meant


def key_of(row):
    return row.state_heading, row.heading, row.name_as_published


def code_of(row):
    return row.jurisdiction.geoid if row.jurisdiction else "none"


def live_lines(slug):
    rows = Listing.objects.live().filter(list__slug=slug).order_by("number")
    return rows.select_related("jurisdiction")


def record():
    """What readers are told: every live text, and where each place stands."""
    texts = [
        sorted(str(editorial.payload(row)) for row in model.objects.live())
        for model in REVISION_MODELS
    ]
    known = Standing.objects.known().values_list("jurisdiction", "valid_from", "digest")
    return texts, sorted(known, key=repr)


class Hands:
    """A person at the desk; counts what is pressed. What is pasted counts as one."""

    presses, began = 0, 0

    def __init__(self, window):
        self.page = window.page

    def press(self, key):
        Hands.presses += 1
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def click(self, name, role="button"):
        Hands.presses += 1
        with self.page.expect_navigation():
            self.page.get_by_role(role, name=name).first.click()

    def fill(self, within, **texts):
        for name, text in texts.items():
            Hands.presses += 1
            within.locator(f"[name={name}]").fill(text)


def tell(what):
    seconds = time.monotonic() - Hands.began
    print(f"{what:<40}{seconds:6.1f} s {Hands.presses:4} presses")


def paste(hands, text):
    hands.click("Preview an import", "link")
    hands.fill(hands.page, text=text, list=SLUG, on="2025-05-29")
    hands.click("Preview")
    tell("Previewed")
    asked = hands.page.locator("#import-apply + p").inner_text()
    number = re.search(r"batch of (\d+)", asked)[1]
    form = hands.page.locator("#import-apply ~ form")
    hands.fill(form, note=WHY, number=number)
    hands.click("Apply as drafts")
    tell(f"Applied, {number} records")
    return hands.page.url


def decide(hands, meant):
    """Each line of the list by one key; other lines, and what is left, come later."""
    hands.click("Decide names at the bench", "link")
    hands.click("Begin with the first", "link")
    page, put_off, decided = hands.page, set(), 0
    while page.url not in put_off:
        line = Listing.objects.get(pk=page.url.split("/")[-2])
        if line.list.slug != SLUG or str(line) in LEFT:
            put_off.add(page.url)
            hands.press("s")
            continue
        offer = page.locator(f".bench-offer[value='{meant[key_of(line)]}']")
        hands.press(offer.get_attribute("data-key") if offer.count() else "n")
        decided += 1
    tell(f"Decided, {decided} lines")
    hands.click("Names to match", "link")
    hands.click("Submit the ticked for review")
    tell("Submitted")


def confirm(hands, batch, label):
    """A step that asks why, and for the number of records."""
    hands.page.goto(batch)
    Hands.presses += 1
    hands.page.get_by_text(f"{label}…").click()
    form = hands.page.locator("details[open] form")
    number = re.search("[0-9]+", form.get_by_text("Type the number").inner_text())[0]
    hands.fill(form, note=WHY, number=number)
    hands.click(label)
    tell(f"{label}, {number} records")


def test_a_list_as_it_was_published(sign_in):  # noqa: F811
    held = GovernmentList.objects.live().get(slug="dhs-2025")
    make_list(slug=SLUG, source=held.source, issuer="Office of the story")
    text, meant = printed(live_lines("dhs-2025"))
    before = record()
    editor, publisher = map(
        Hands, map(sign_in, ("browser-editor", "browser-publisher"))
    )
    Hands.began = time.monotonic()
    print()
    batch = paste(editor, text)
    decide(editor, meant)
    confirm(publisher, batch, "Publish all")
    said = {key_of(row): code_of(row) for row in live_lines(SLUG)}
    assert said == {key: meant[key] for key in said}
    open_lines = Listing.objects.filter(list__slug=SLUG, state__in=OPEN_STATES)
    assert {str(line) for line in open_lines} == LEFT
    print(f"{len(said)} lines published as in the record, {len(LEFT)} left to a person")
    confirm(publisher, batch, "Undo the batch")
    assert record() == before
    print("The record is equal to what it was before.")
