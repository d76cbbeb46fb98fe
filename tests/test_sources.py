import datetime as dt

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jurisdictions.choices import ChangeKind, Confidence, SourceKind
from jurisdictions.fetching import Fetched
from jurisdictions.models import Listing, Position, Source, SourceCheck
from tests.factories import (
    day,
    make_action,
    make_award,
    make_case,
    make_draft,
    make_federal_action,
    make_jurisdiction,
    make_list,
    make_position,
    make_ruling,
    make_source,
    publish_all,
    revise_now,
    unsaved,
    withdraw_now,
)


class SourceTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.source = make_source(
            slug="letter_2017",
            title="Letter of the clerk",
            publisher="Alder Falls",
            kind=SourceKind.OFFICIAL,
            read_depth="an excerpt",
            confidence=Confidence.MEDIUM,
            on=day("2017-06"),
        )
        cls.place = make_jurisdiction(slug="alder-falls")

    def page(self, **query):
        return self.client.get("/sources/letter_2017/", query)

    def test_says_what_it_is_and_how_much_of_it_was_read(self):
        page = self.page()
        for words in (
            "Letter of the clerk",
            "Official document",
            "June 2017",
            "An excerpt",
            "Medium confidence",
            self.source.url,
        ):
            self.assertContains(page, words)

    def test_names_every_record_that_cites_it_first_or_further(self):
        make_position(jurisdiction=self.place, source=self.source, summary="First.")
        make_position(
            jurisdiction=self.place, more_sources=[self.source], summary="Further."
        )
        page = self.page()
        self.assertContains(page, "First.")
        self.assertContains(page, "Further.")
        self.assertContains(page, self.place.get_absolute_url(), 1)

    def test_knows_records_however_they_lead_to_a_place(self):
        about = {"source": self.source}
        make_ruling(jurisdictions=[self.place], title="A ruling", **about)
        make_federal_action(title="An act for everybody", **about)
        make_case(defendants=[self.place], title="A suit", **about)
        award = make_award(jurisdiction=None, shared_by=[self.place], **about)
        make_action(award=award, summary="Shared money withheld", **about)
        make_action(award=make_award(jurisdiction=self.place), **about)
        make_list(short_title="A list", **about)
        page = self.page()
        for text in (
            "A ruling",
            "An act for everybody",
            "A suit",
            "A list",
            "Withheld",
        ):
            self.assertContains(page, text)
        self.assertContains(page, self.place.get_absolute_url(), 1)
        self.assertContains(page, "No single place")

    def test_a_revised_source_keeps_what_cites_its_earlier_version(self):
        make_position(jurisdiction=self.place, source=self.source, summary="Cited.")
        revise_now(
            self.source, {"title": "The letter, whole"}, kind=ChangeKind.CORRECTION
        )
        page = self.page()
        self.assertContains(page, "Cited.")
        self.assertContains(page, "<del>Letter of the clerk</del>")
        self.assertContains(page, "<ins>The letter, whole</ins>")
        moment = self.source.published_at.isoformat()
        self.assertNotContains(self.page(as_of=moment), "The letter, whole")

    def test_drafts_do_not_count_as_citing_it(self):
        make_draft(
            Position, jurisdiction=self.place, source=self.source, summary="SENTINEL"
        )
        make_draft(Source, title="SENTINEL", slug="sentinel")
        self.assertContains(self.page(), "No public record cites it.")
        assert b"SENTINEL" not in self.page().content
        assert b"SENTINEL" not in self.client.get("/sources/").content
        assert self.client.get("/sources/sentinel/").status_code == 404

    def test_a_withdrawn_source_is_gone_with_its_reason(self):
        withdraw_now(self.source)
        page = self.page()
        self.assertContains(page, "Written for a test.", status_code=410)
        assert self.page(as_of=self.source.published_at.isoformat()).status_code == 200
        assert self.client.get("/sources/nowhere/").status_code == 404

    def test_before_it_was_published_it_says_so(self):
        page = self.page(as_of="2000-01-01")
        self.assertContains(page, "was not in the record at that moment")
        index = self.client.get("/sources/", {"as_of": "2000-01-01"})
        self.assertContains(index, "No source was in the record")

    def test_pages_by_fifty_with_the_same_number_of_queries(self):
        def cost():
            with CaptureQueriesContext(connection) as queries:
                self.page()
            return len(queries)

        lines = {"list": make_list(), "source": self.source, "jurisdiction": self.place}
        publish_all([unsaved(Listing, number=1, **lines)])
        few = cost()
        publish_all([unsaved(Listing, number=n, **lines) for n in range(2, 80)])
        assert few == cost() <= 12
        self.assertContains(self.page(), "Page 1 of 2")
        self.assertContains(self.page(page=2), "Page 2 of 2")
        self.assertContains(self.page(page=9), "There is no such page")

    def test_a_citation_without_an_address_is_no_link(self):
        make_source(slug="book", url="", citation="A book, p. 4")
        page = self.client.get("/sources/book/")
        self.assertContains(page, "cited without an address")
        self.assertContains(page, "A book, p. 4")

    def test_it_says_whether_its_address_answered_as_known_then(self):
        self.assertContains(self.page(), "<dd>Not checked</dd>", html=True)
        at = timezone.now()
        asked = Fetched(410, self.source.url, "a" * 64, "text/html", 9, ())
        SourceCheck.objects.record(self.source, asked, at=at)
        self.assertContains(self.page(), "answered with an error: 410 Gone")
        then = f"{at - dt.timedelta(microseconds=1):%Y-%m-%dT%H:%M:%S.%fZ}"
        self.assertNotContains(self.page(as_of=then), "410 Gone")

    def test_the_files_hold_what_the_index_lists(self):
        other = make_source(slug="another", title="Another", publisher="Zed")
        make_draft(Source, slug="draft", title="Draft", url="https://example.org/d")
        answer = self.client.get("/sources.json").json()
        rows = {row["source"]: row for row in answer["results"]}
        assert {*rows} >= {self.source.slug, other.slug}
        assert "draft" not in rows
        assert answer["count"] == len(rows) == Source.objects.live().count()
        assert rows[self.source.slug]["dated"] == "2017-06"
        file = self.client.get("/sources.csv")
        lines = b"".join(file.streaming_content).decode().splitlines()
        assert len(lines) == 1 + len(rows)
        assert self.client.get("/sources.json?kind=x").status_code == 400

    def test_the_index_lists_every_source(self):
        page = self.client.get("/sources/")
        self.assertContains(page, "/sources/letter_2017/")
        assert page.context["page"].paginator.count == Source.objects.live().count()
