"""The changes as feeds.

Origin: UI "Changes & corrections"; CASES "Feeds and embeds";
pressfreedomtracker.us#1204, internal fields in a public export; courtlistener#300,
the same change told again.
"""

import xml.etree.ElementTree as ET

import pytest
from django.test import TestCase

from jurisdictions import editorial
from jurisdictions.choices import ChangeKind
from jurisdictions.exports.feeds import speakable
from jurisdictions.models import Finding, Position
from jurisdictions.roles import Role
from tests.factories import (
    make_draft,
    make_finding,
    make_jurisdiction,
    make_list,
    make_listing,
    make_position,
    make_source,
    make_user,
    publish_all,
    revise_now,
    someone,
    unsaved,
    withdraw_now,
)

ATOM = "{http://www.w3.org/2005/Atom}"
SENTINEL = "Zzsentinel"


def read(response):
    """[{tag: text}] of the entries of an Atom answer, its links as "link <rel>"."""
    root = ET.fromstring(response.content)
    return [told(entry) for entry in root.iter(f"{ATOM}entry")]


def told(element):
    found = {each.tag.removeprefix(ATOM): each.text for each in element}
    links = {
        f"link {each.get('rel')}": each.get("href")
        for each in element.iter(f"{ATOM}link")
    }
    return found | links


class FeedCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.place = make_jurisdiction(state="KS", slug="alder-falls")
        cls.source = make_source(title="Letter of the clerk", slug="clerk")
        cls.position = make_position(
            jurisdiction=cls.place,
            source=cls.source,
            summary="The clerk wrote once.",
            locator="page 3",
        )

    def correct(self, text="The clerk wrote twice.", row=None):
        row = row or Position.objects.live().get(claim=self.position.claim)
        return revise_now(row, {"summary": text}, kind=ChangeKind.CORRECTION)

    def entries(self, address="/changes.atom", **query):
        return read(self.client.get(address, query))


class FeedTests(FeedCase):
    def test_an_entry_says_what_was_is_now_why_and_the_source(self):
        self.correct()
        [entry] = self.entries(kind="correction")
        assert entry["title"] == (
            "Correction: statement, Alder Falls, KS: The clerk wrote twice."
        )
        for words in (
            "<del>The clerk wrote once.</del>",
            "<ins>The clerk wrote twice.</ins>",
            "Why: Written for a test.",
            "Letter of the clerk</a>, Alder Falls Gazette, page 3",
            "Not yet read by a second person",
        ):
            assert words in entry["summary"]
        address = f"/records/position/{self.position.claim}/#v2"
        assert entry["link alternate"].endswith(address)

    def test_two_changes_are_two_entries_and_ids_stay(self):
        self.correct()
        [first] = self.entries(kind="correction")
        self.correct("The clerk wrote three times.")
        second, again = self.entries(kind="correction")
        assert again == first
        assert second["id"] != first["id"]
        assert second["id"].startswith("urn:uuid:")

    def test_both_forms_have_the_same_entries(self):
        self.correct()
        withdraw_now(make_finding(jurisdiction=self.place))
        items = self.client.get("/changes.feed.json").json()["items"]
        entries = self.entries()
        assert [each["id"] for each in items] == [each["id"] for each in entries]
        assert [i["content_html"] for i in items] == [e["summary"] for e in entries]
        assert len({each["id"] for each in items}) == len(items)

    def test_a_withdrawal_is_told_as_one(self):
        withdraw_now(self.position)
        entry = self.entries("/jurisdictions/ks/alder-falls.atom")[0]
        assert entry["title"].startswith("Withdrawal: statement, Alder Falls, KS")
        assert "withdrawn: <del>The clerk wrote once.</del>" in entry["summary"]
        assert "Why: Written for a test." in entry["summary"]

    def test_a_place_of_which_everything_was_withdrawn_still_tells_so(self):
        for model in (Position, type(self.place.names.get())):
            withdraw_now(model.objects.live().get(jurisdiction=self.place))
        kinds = [
            e["title"].split(":")[0]
            for e in self.entries("/jurisdictions/ks/alder-falls.atom")
        ]
        assert kinds.count("Withdrawal") == 2

    def test_the_clocks_and_the_filters_of_the_page_hold(self):
        moment = self.position.published_at.isoformat()
        self.correct()
        assert len(self.entries(kind="correction")) == 1
        assert not self.entries(kind="correction", as_of=moment)
        assert not self.entries(kind="withdrawal")

    def test_a_feed_is_found_from_its_pages(self):
        for page, feed in (
            ("/", "/changes.atom"),
            ("/", "/changes.atom?kind=correction"),
            ("/changes/?kind=correction", "/changes.atom?kind=correction"),
            ("/jurisdictions/ks/alder-falls/", "/jurisdictions/ks/alder-falls.atom"),
        ):
            html = self.client.get(page).content.decode()
            link = '<link rel="alternate" type="application/atom+xml" title="'
            assert any(
                line.startswith(link) and f'href="{feed}"' in line
                for line in html.splitlines()
            ), (page, feed)
        self.assertContains(self.client.get("/changes/"), "Follow these changes")


class NarrowedFeedTests(FeedCase):
    def test_a_place_has_a_feed_of_its_own_changes(self):
        make_position(jurisdiction=make_jurisdiction("Birch"), summary="About Birch.")
        feed = self.client.get("/jurisdictions/ks/alder-falls.feed.json").json()
        assert feed["title"] == "Changes about Alder Falls, KS"
        texts = " ".join(each["content_text"] for each in feed["items"])
        assert "The clerk wrote once." in texts
        assert "About Birch." not in texts

    def test_a_list_has_a_feed_of_itself_its_lines_and_its_grounds(self):
        mine, other = make_list(short_title="Mine"), make_list()
        line = make_listing(list=mine, source=self.source)
        make_listing(list=other, source=self.source)
        feed = self.client.get(f"/lists/{mine.slug}.feed.json").json()
        assert feed["title"] == "Changes of the list “Mine”"
        claims = {each["_change"]["claim"] for each in feed["items"]}
        assert claims == {str(mine.claim), str(line.claim)}
        withdraw_now(line)
        withdraw_now(mine)
        feed = self.client.get(f"/lists/{mine.slug}.feed.json").json()
        assert [each["tags"] for each in feed["items"][:2]] == [["Withdrawal"]] * 2

    def test_the_changes_page_can_be_asked_for_a_list_too(self):
        mine = make_list(short_title="Mine")
        page = self.client.get("/changes/", {"list": mine.slug, "kind": "new"})
        self.assertContains(page, "1 change<")
        self.assertContains(page, f'value="{mine.slug}" selected')

    def test_what_cannot_be_read_is_refused_by_name(self):
        for address, status in (
            ("/changes.atom?kind=corection", 400),
            ("/changes.atom?knid=correction", 400),
            ("/changes.feed.json?page=99", 400),
            ("/jurisdictions/ks/alder-falls.atom?jurisdiction=ks/other", 400),
            ("/jurisdictions/ks/nowhere.atom", 404),
            ("/lists/nowhere.feed.json", 404),
        ):
            response = self.client.get(address)
            assert response.status_code == status, address
            assert response.json()["errors"][0]["message"]

    def test_pages_by_fifty_and_links_to_the_next(self):
        shared = {"source": self.source, "jurisdiction": self.place}
        publish_all([unsaved(Finding, **shared) for _ in range(60)])
        first = self.client.get("/changes.feed.json").json()
        second = self.client.get(first["next_url"].partition("8000")[2]).json()
        ids = [item["id"] for page in (first, second) for item in page["items"]]
        assert len(ids) == len({*ids}) > 60
        root = told(ET.fromstring(self.client.get("/changes.atom").content))
        assert root["link next"].endswith("/changes.atom?page=2")


class UnchangedFeedTests(FeedCase):
    def test_twice_the_same_bytes_and_then_304(self):
        for ending in (".atom", ".feed.json"):
            for about in ("/changes", "/jurisdictions/ks/alder-falls"):
                address = f"{about}{ending}"
                first, second = (self.client.get(address) for _ in range(2))
                assert first.content == second.content
                tag = {"HTTP_IF_NONE_MATCH": first["ETag"]}
                assert self.client.get(address, **tag).status_code == 304

    def test_what_is_published_elsewhere_leaves_a_feed_as_it_was(self):
        self.correct()
        addresses = ("/jurisdictions/ks/alder-falls.atom", "/changes.atom?kind=minor")
        before = [self.client.get(each) for each in addresses]
        make_position(jurisdiction=make_jurisdiction("Birch"))
        after = [self.client.get(each) for each in addresses]
        assert [a.content for a in before] == [a.content for a in after]
        for address, first, second in zip(addresses, before, after, strict=True):
            assert first["ETag"] != second["ETag"], "the edition moved"
            for known in (first["ETag"], second["ETag"]):
                again = self.client.get(address, HTTP_IF_NONE_MATCH=known)
                assert again.status_code == 304
                assert again["ETag"] == second["ETag"]
        self.correct("The clerk wrote three times.")
        known = {"HTTP_IF_NONE_MATCH": before[0]["ETag"]}
        assert self.client.get(addresses[0], **known).status_code == 200

    def test_a_feed_without_entries_has_no_clock_in_it(self):
        answer = self.client.get("/changes.atom?kind=withdrawal")
        assert told(ET.fromstring(answer.content))["updated"].startswith("1970-01-01")


class InsideTests(FeedCase):
    def test_nothing_of_the_desk_is_in_a_feed(self):
        author = make_user(
            Role.EDITOR, username=f"{SENTINEL}name", email=f"{SENTINEL}@desk.example"
        )
        shared = {"jurisdiction": self.place, "source": self.source}
        row = unsaved(Position, summary=SENTINEL, locator=SENTINEL, **shared)
        editorial.draft(row, by=author, note=SENTINEL)
        editorial.submit(row, by=author)
        editorial.ask_changes(row, by=someone(Role.PUBLISHER), note=SENTINEL)
        make_draft(Position, claim=self.position.claim, revision=2, summary=SENTINEL)
        read_by = unsaved(Finding, summary="Read by two.", **shared)
        editorial.draft(read_by, by=author, note="A letter was found.")
        editorial.submit(read_by, by=author)
        editorial.approve(read_by, by=someone(Role.PUBLISHER), note=SENTINEL)
        editorial.publish(read_by, by=someone(Role.PUBLISHER))
        for address in ("/changes", "/jurisdictions/ks/alder-falls"):
            for ending in (".atom", ".feed.json"):
                body = self.client.get(address + ending).content.decode()
                assert "Read by two." in body
                assert SENTINEL.lower() not in body.lower(), address + ending

    def test_markup_in_a_record_stays_text(self):
        self.correct("<script>alert(1)</script> & “it”")
        [entry] = self.entries(kind="correction")
        assert "<script" not in entry["summary"]
        assert "&lt;script&gt;" in entry["summary"]


@pytest.mark.parametrize("bad", ["\x00", "\x0b", "\x1f", "\ud800", "\ufffe"])
def test_what_xml_cannot_hold_is_shown_as_missing(bad):
    assert speakable(f"a{bad}b\n😀") == "a\ufffdb\n😀"
