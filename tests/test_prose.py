import re

from django.conf import settings
from django.db import connection
from django.test import TestCase, override_settings
from django.test.utils import CaptureQueriesContext

from jurisdictions import choices
from jurisdictions.exports.change_columns import CHANGE_COLUMNS
from jurisdictions.exports.columns import JURISDICTION_COLUMNS, LINE_COLUMNS
from jurisdictions.filters import JurisdictionQuestion
from jurisdictions.models import REVISION_MODELS, Finding, Position
from jurisdictions.summaries.definitions import MEANINGS, TITLES, glossaries
from tests.factories import (
    make_draft,
    make_list,
    make_position,
    publish_now,
    unsaved,
)

PAGES = ("/methodology/", "/data/", "/about/")


class ProseTests(TestCase):
    def test_every_page_works_with_an_empty_record(self):
        for address in PAGES:
            with CaptureQueriesContext(connection) as queries:
                page = self.client.get(address)
            assert page.status_code == 200
            assert len(re.findall("<h1", page.content.decode())) == 1
            assert len(queries) <= 12
            assert not page.cookies

    def test_none_shows_a_draft(self):
        make_draft(Position, summary="SENTINEL")
        for address in PAGES:
            assert b"SENTINEL" not in self.client.get(address).content

    def test_an_unknown_parameter_is_named(self):
        for address in PAGES:
            self.assertContains(self.client.get(address, {"om": 1}), "“om”")


class MethodologyTests(TestCase):
    def test_defines_every_word_of_the_vocabulary(self):
        for vocabulary, meanings in MEANINGS.items():
            assert {*meanings} == {*vocabulary}, vocabulary
        assert {*MEANINGS} == {*TITLES}
        page = self.client.get("/methodology/").content.decode()
        for glossary in glossaries():
            for term in glossary.terms:
                assert f"<code>{term.code}</code>" in page
        assert "alleged or asked" in page
        assert choices.Outcome.MAY_VIOLATE.label in page

    def test_counts_what_nobody_has_read_twice(self):
        make_position()
        publish_now(unsaved(Finding), alone="")
        make_draft(Position)
        published = sum(model.objects.live().count() for model in REVISION_MODELS)
        unread = sum(
            model.objects.live().filter(reviewer=None).count()
            for model in REVISION_MODELS
        )
        assert published == unread + 1
        page = self.client.get("/methodology/")
        self.assertContains(page, f"<strong>{unread} of {published}</strong>")

    def test_an_earlier_moment_counts_what_stood_then(self):
        make_position()
        page = self.client.get("/methodology/", {"as_of": "2000-01-01"})
        self.assertContains(page, "Nothing was published at that moment.")


class DataTests(TestCase):
    def test_names_every_column_and_parameter(self):
        page = self.client.get("/data/").content.decode()
        columns = (*JURISDICTION_COLUMNS, *LINE_COLUMNS, *CHANGE_COLUMNS)
        names = {column.name for column in columns}
        names |= {*JurisdictionQuestion(self.client.get("/").wsgi_request.GET).filters}
        assert not [name for name in names if f"<code>{name}</code>" not in page]

    def test_every_file_that_it_names_can_be_had(self):
        make_list(slug="falls-2025")
        page = self.client.get("/data/").content.decode()
        files = re.findall(r'href="(/[^"]+\.(?:csv|json))', page)
        assert "/lists/falls-2025.csv" in files
        for address in files:
            assert self.client.get(address).status_code == 200, address

    def test_the_answer_looks_as_it_is_described(self):
        make_list(slug="falls-2025")
        answer = self.client.get("/lists/falls-2025.json").json()
        page = self.client.get("/data/").content.decode()
        assert not [name for name in answer if f"<code>{name}</code>" not in page]

    def test_has_the_anchors_that_the_footer_links_to(self):
        self.assertContains(self.client.get("/data/"), 'id="licence"')
        self.assertContains(self.client.get("/about/"), 'id="corrections"')


class AboutTests(TestCase):
    @override_settings(CONTACT_EMAIL="corrections@example.org")
    def test_prints_the_address_for_corrections(self):
        page = self.client.get("/about/")
        self.assertContains(page, "mailto:corrections@example.org")

    @override_settings(CONTACT_EMAIL="")
    def test_says_so_when_there_is_none(self):
        page = self.client.get("/about/")
        self.assertContains(page, "No address for corrections has been set up")
        assert "mailto:" not in page.content.decode()

    def test_the_setting_exists(self):
        assert isinstance(settings.CONTACT_EMAIL, str)
