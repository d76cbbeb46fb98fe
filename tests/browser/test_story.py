"""The life of one finding, from a new source to its tombstone, by three people."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from jurisdictions import editorial
from jurisdictions.models import Finding

from .test_desk import (  # noqa: F401
    assert_clean,
    enter,
    pick_place,
    pick_source,
    sign_in,
    staff,
)

TITLE = "Letter that the story of a finding cites"
FIRST = "The office wrote that it reads the policy of the place."
LATER = "The office wrote that it asks for the policy of the place."
WHY = "The letter came in the mail."
ASKED = "Name the page of the letter."
WRONG = "The letter names another office."
GONE = "The office took its letter back."


def add_source(page):
    """By the link in the finding's form; it opens beside it."""
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Add the source").click()
    form = opened.value
    form.get_by_label("Title").fill(TITLE)
    form.get_by_label("Publisher").fill("Office of the story")
    form.get_by_label("Date", exact=True).fill("2025-10-01")
    form.get_by_label("Kind").first.select_option("official")
    form.get_by_label("Address:", exact=True).fill("https://office.example/letter")
    form.get_by_label("Slug").fill("story-of-a-finding")
    form.get_by_label("Confidence").select_option("verified")
    form.get_by_label("Why this change").fill(WHY)
    form.get_by_role("button", name="Save and submit for review").click()
    form.get_by_text("Submitted for review").wait_for()
    where = form.url
    form.close()
    return where


def draft_finding(page):
    pick_source(page, TITLE)
    pick_place(page)
    page.get_by_label("Office").fill("Office of the story")
    page.get_by_label("Summary").fill(FIRST)
    page.get_by_label("Outcome").select_option("under_review")
    page.get_by_label("Date", exact=True).fill("2025-10-02")
    page.get_by_label("Why this change").fill(WHY)
    page.get_by_role("button", name="Save draft").click()
    page.get_by_text("Saved as a draft").wait_for()
    return page.url


def preview(page):
    """What is typed and not saved yet is in it."""
    page.get_by_label("Page or section").fill("first page")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Preview").click()
    opened.value.get_by_text("nothing of this is published").wait_for()
    assert opened.value.get_by_text(FIRST).count() >= 1
    statement = opened.value.locator(".statement")
    assert statement.get_by_text("first page").count() == 1
    opened.value.close()


def take(page, where, label, note="", done=""):
    """One step of the desk."""
    page.goto(where, wait_until="domcontentloaded")
    if note:
        page.get_by_text(f"{label}…").click()
        page.locator("details[open] textarea").fill(note)
    page.get_by_role("button", name=label, exact=True).click()
    page.get_by_text(done).first.wait_for()


def revise(page, where, **typed):
    page.goto(where, wait_until="domcontentloaded")
    for label, text in typed.items():
        page.get_by_label(label.replace("_", " ")).fill(text)
    if page.get_by_label("Kind of change").count():
        page.get_by_label("Kind of change").select_option("correction")
    page.get_by_role("button", name="Save and submit for review").click()
    page.get_by_text("Submitted for review").wait_for()
    return page.url


def schedule(page, where):
    """Tomorrow at nine; the row, as it waits."""
    page.goto(where, wait_until="domcontentloaded")
    page.get_by_text("Publish at a time…").click()
    page.get_by_label("Day").fill(str(timezone.localdate() + dt.timedelta(days=1)))
    page.get_by_label("Time, Eastern").fill("09:00")
    page.get_by_role("button", name="Schedule").click()
    page.get_by_text("Scheduled for").first.wait_for()
    return Finding.objects.get(pk=where.split("/")[-3])


def assert_public(reader, row, *texts):
    """The place's page, its history, the changes and the JSON say it."""
    place = row.jurisdiction.get_absolute_url()
    for where in (place, f"{place}history/", "/changes/", f"{place[:-1]}.json"):
        answer = reader.page.request.get(reader.site + where)
        assert answer.ok
        for text in texts:
            assert text in answer.text(), (where, text)


def record(reader, row):
    where = reverse("jurisdictions:record", args=["finding", row.claim])
    return reader.page.request.get(reader.site + where)


def first_text(author, second, publisher):
    """Drafted with a new source, sent back once, approved, and given its time."""
    author.open("/admin/jurisdictions/finding/add/")
    source = add_source(author.page)
    where = draft_finding(author.page)
    preview(author.page)
    take(author.page, where, "Submit for review", done="Submitted for review")
    take(second.page, where, "Ask for changes", ASKED, done="Sent back to its author")
    author.page.goto(where)
    author.page.get_by_text("asked for changes on").wait_for()
    revise(author.page, where, Page_or_section="p. 2")
    for each in (source, where):
        take(second.page, each, "Approve", done="Approved")
    take(publisher.page, source, "Publish", done="Readers see it now")
    return where, schedule(publisher.page, where)


def correction(author, second, publisher, where):
    newer = revise(author.page, where, Summary=LATER, Why_this_change=WRONG)
    take(second.page, newer, "Approve", done="Approved")
    take(publisher.page, newer, "Publish", done="Readers see it now")
    return newer


def test_the_life_of_a_finding(sign_in, enter, window):  # noqa: F811
    people = (
        sign_in("browser-editor"),
        enter("browser-reader"),
        enter("browser-publisher"),
    )
    where, row = first_text(*people)
    assert record(window, row).status == 404
    assert editorial.publish_due(row.scheduled_for).published == [row]
    assert_public(window, row, FIRST)

    newer = correction(*people, where)
    assert_public(window, row, LATER)
    told = record(window, row).text()
    assert all(text in told for text in (FIRST, LATER, WRONG))

    take(people[-1].page, newer, "Withdraw", GONE, done="Withdrawn")
    tombstone = record(window, row)
    assert tombstone.status == 410
    assert GONE in tombstone.text()
    place = row.jurisdiction.get_absolute_url()
    assert LATER not in window.page.request.get(window.site + place).text()
    assert_clean(*people)
