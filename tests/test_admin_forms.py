"""What the desk's forms refuse, in words, and that no text breaks them."""

from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from jurisdictions.days import PRECISIONS, FuzzyDay
from jurisdictions.forms.fields import WRITTEN, DayField, PlainText
from jurisdictions.models import (
    REVISION_MODELS,
    Award,
    AwardAction,
    Finding,
    Listing,
    Source,
)

from .desk_case import DeskCase, add_address, address, day
from .factories import make_award, make_draft, make_finding, make_list, make_source

HOSTILE = ["\0", "a\0b", "\udcff", "1e25", "-1", "9" * 30, "'\"><svg onload=x>"]
HOSTILE += ["javascript:alert(1)", "\u202e../{{7*7}}%00"]


@pytest.mark.parametrize("precision", [*PRECISIONS])
def test_a_day_reads_back_as_it_was_written(precision):
    field = DayField(label="Issued")
    read = field.clean([WRITTEN[precision], precision])
    assert read == FuzzyDay.parse(WRITTEN[precision], precision)
    assert not field.has_changed(read, field.widget.decompress(read))


@pytest.mark.parametrize(
    ("text", "precision", "message"),
    [
        ("2025-13-45", "day", "Issued: “2025-13-45” is not in the calendar."),
        ("2025-02-29", "week", "is not in the calendar"),
        ("Aug. 5", "day", "Issued: “Aug. 5” does not fit “exact day”"),
        ("2025-08-05", "month", "which is written like 2025-08."),
        ("2025-08x", "month", "does not fit"),
        ("0001-01-01", "day", "is not between 1900 and 2099"),
        ("9999", "year", "is not between 1900 and 2099"),
        ("2025-08-05", "soon", "not one of the available choices"),
        ("\0", "day", "Null characters are not allowed"),
    ],
)
def test_a_day_that_cannot_be_read_is_named(text, precision, message):
    with pytest.raises(ValidationError, match=message):
        DayField(label="Issued").clean([text, precision])


def test_a_day_may_be_left_out_where_it_is_not_required():
    assert DayField().clean(["", "day"]) is None
    with pytest.raises(ValidationError, match="required"):
        DayField(required=True).clean(["", "day"])


def test_half_a_character_is_refused_and_line_ends_are_made_one():
    with pytest.raises(ValidationError, match="broken character"):
        PlainText().clean("a\udcff")
    assert PlainText().clean("a\r\nb") == "a\nb"


class FormTests(DeskCase):
    def errors(self, model, **fields):
        response = self.post(self.editor, add_address(model), self.new(**fields))
        assert response.status_code == 200
        assert not response.redirect_chain
        return response.context["adminform"].form.errors

    def test_a_finding_needs_its_day_its_source_and_its_reason(self):
        found = self.errors(Finding, source="", note="", **day("on", ""))
        assert {*found} == {"on", "source", "note"}

    def test_a_quotation_of_too_many_words_is_told_its_number(self):
        found = self.errors(Finding, excerpt="word " * 51)
        assert found["excerpt"] == ["A quotation has at most 50 words; this has 51."]

    def test_only_live_rows_and_ones_own_new_sources_are_offered(self):
        live, draft = make_award(), make_draft(Award)
        assert "award" in self.errors(AwardAction, award=draft.pk, status="withheld")
        page = self.get(self.editor, add_address(AwardAction))
        offered = page.context["adminform"].form.fields["award"].queryset
        assert [*offered] == [live]
        assert "source" in self.errors(Finding, source=make_draft(Source).pk)

    def test_without_a_picker_sources_are_typed_by_their_short_names(self):
        other = make_source()
        typed = {"source": "", "source-slug": other.slug}
        typed["more_sources-slug"] = f"{self.source.slug}, {other.slug}"
        row = self.add(self.editor, Finding, **typed)
        assert row.source == other
        assert {*row.more_sources.all()} == {self.source, other}
        found = self.errors(Finding, **{"source-slug": "no-such-source"})
        assert [*found] == ["source"]

    def test_a_source_that_was_revised_stays_chosen(self):
        row = make_finding(source=make_source(title="First title"))
        self.carry(self.revise(self.editor, row.source, title="Second title"))
        later = self.revise(self.editor, row, office="DOJ")
        assert later.source.title == "First title"

    def test_an_address_is_http_or_https(self):
        fields = {"kind": "news", "slug": "one", "title": "T", "publisher": "P"}
        for url in ("javascript:alert(1)", "ftp://a.example/b", "data:text/html,x"):
            assert "url" in self.errors(Source, url=url, **fields)
        assert "__all__" in self.errors(Source, url="", **fields)

    def test_a_source_knows_whether_it_is_complete(self):
        source = make_source(publisher="", is_incomplete=True)
        row = self.revise(self.editor, source, publisher="OJP", change_kind="minor")
        assert not row.is_incomplete

    def test_two_sources_have_two_slugs_and_one_keeps_its_own(self):
        fields = {"kind": "news", "url": "https://a.example/"}
        assert "slug" in self.errors(Source, slug=self.source.slug, **fields)
        assert "slug" in self.errors(Source, slug="Not_A-slug", **fields)
        row = self.revise(self.editor, self.source, slug="other", title="New title")
        assert row.slug == self.source.slug

    def test_an_end_before_the_beginning_is_refused(self):
        line = {"list": make_list().pk, "number": 1, "name_as_published": "Alder"}
        line |= {"form": "reported", "match": "ambiguous"}
        found = self.errors(Listing, **line, **day("end", "2025-08-01"))
        assert found["end"] == ["Removed: “2025-08-01” is before “2025-08-05”."]
        assert "cannot name one" in found["jurisdiction"][0]

    def test_a_revision_changes_something_and_says_what_kind(self):
        live = make_finding(on="2025-08-05")
        response = self.change(self.editor, live)
        self.assertContains(response, "Nothing differs from the live text.")
        response = self.change(self.editor, live, office="DOJ", change_kind="")
        assert "change_kind" in response.context["adminform"].form.errors

    def test_an_undated_row_can_be_corrected_without_inventing_a_day(self):
        live = make_finding(on=None)
        row = self.revise(self.editor, live, office="DOJ")
        assert row.on is None

    def test_every_field_of_a_form_is_on_the_page(self):
        for model in REVISION_MODELS:
            page = self.get(self.editor, add_address(model)).context["adminform"]
            shown = {
                name for _, options in page.fieldsets for name in options["fields"]
            }
            assert shown == {*page.form.fields}, model


class HostileTests(DeskCase):
    def test_no_text_in_a_form_breaks_it(self):
        names = {*self.new(**day("on", "")), "more_sources", "excerpt", "summary"}
        browser = self.browser(self.editor)
        for text in HOSTILE:
            value = text.encode(errors="surrogateescape")
            data = self.new() | dict.fromkeys(names - {"new_claim"}, value)
            assert browser.post(add_address(Finding), data).status_code == 200, text

    def test_no_text_in_a_note_breaks_a_step(self):
        live = make_finding(jurisdiction=self.place)
        for text in HOSTILE:
            note = text.encode(errors="surrogateescape")[:8]
            self.step(self.publisher, live, "withdraw", note=note)
        assert live.is_live

    def test_no_address_breaks_a_page(self):
        names = ("q", "state", "author", "confidence", "published_alone", "p", "o")
        other = ("all", "e", "_facets", "_popup", "_to_field", "source", "on")
        asked = [*product([names], HOSTILE), *(([name], "\0") for name in other)]
        pages = [reverse("admin:jurisdictions_finding_changelist")]
        pages += [add_address(Finding), "/admin/jurisdictions/place/"]
        browser = self.browser(self.editor)
        for where, (some, text) in product(pages, asked):
            value = text.encode(errors="surrogateescape")
            status = browser.get(where, dict.fromkeys(some, value)).status_code
            assert status < 500, (where, some, text)

    def test_no_key_and_no_lookup_breaks_a_page(self):
        browser = self.browser(self.superuser)
        for model in ("jurisdictions/finding", "jurisdictions/place", "auth/user"):
            for key in ("%00", "9" * 30, "abc", "%ED%A0%80", "-1"):
                for page in ("change", "history", "delete"):
                    status = browser.get(f"/admin/{model}/{key}/{page}/").status_code
                    assert status < 500, (model, key, page)
            for lookup in ("author__password__startswith", "username", "geoid__regex"):
                asked = browser.get(f"/admin/{model}/", {lookup: "\0("})
                assert asked.status_code in (302, 400), (model, lookup)

    def test_the_picker_stands_any_term(self):
        where = reverse("admin:jurisdictions_source_pick")
        asked = {"app_label": "jurisdictions", "model_name": "finding"}
        for text in HOSTILE:
            term = text.encode(errors="surrogateescape")
            for changed in ({"term": term}, {"field_name": term}, {"model_name": term}):
                data = asked | {"field_name": "source", "term": ""} | changed
                assert self.get(self.editor, where, **data).status_code < 500

    def test_a_text_is_shown_and_not_run(self):
        live = make_finding(office="<svg onload=x>", note="<b>why</b> this is so")
        page = self.get(self.editor, address(live))
        self.assertNotContains(page, "<svg onload")
        self.assertNotContains(page, "<b>why")
