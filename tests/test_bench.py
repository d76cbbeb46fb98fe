"""The bench: a person's word on names that no rule decides, and a second one's."""

from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jurisdictions.admin import undecided
from jurisdictions.choices import Kind, LegalForm, MatchHow, ReviewState
from jurisdictions.forms import fingerprint
from jurisdictions.importers.decisions import decided_for
from jurisdictions.models import Event, Finding, Jurisdiction, Listing, Name

from .desk_case import DeskCase
from .factories import (
    NOTE,
    make_draft,
    make_jurisdiction,
    make_list,
    make_listing,
    make_place,
    make_user,
)

BENCH = reverse("desk:bench")
PLACES = (
    ("3606001", "Dover city", Kind.CITY, LegalForm.CITY),
    ("3606002", "Dover Plains village", Kind.CITY, LegalForm.VILLAGE),
    ("3602706003", "Dover town", Kind.CITY, LegalForm.TOWN),
    ("36027", "Dutchess County", Kind.COUNTY, LegalForm.COUNTY),
)


class BenchCase(DeskCase):
    """Three lines of one list wait: two drafts of an editor, one that is public."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        for geoid, name, kind, form in PLACES:
            make_place(geoid, state="NY", name=name, kind=kind, legal_form=form)
        cls.dover = make_jurisdiction(
            "Dover", state="NY", slug="dover", geoid="3606001"
        )
        cls.list = make_list(source=cls.source, slug="a-list", issuer="An office")
        cls.first = cls.line(1, "Dovver")
        cls.second = cls.line(2, "Dover Plane")
        cls.public = cls.line(3, "Dovre", make=make_listing)

    @classmethod
    def line(cls, number, name, make=None, **fields):
        of_line = {
            "list": cls.list,
            "source": cls.source,
            "number": number,
            "state_heading": "New York",
            "heading": "Cities",
            "name_as_published": name,
            "jurisdiction": None,
            "match": MatchHow.AMBIGUOUS,
        }
        make = make or (lambda **said: make_draft(Listing, by=cls.editor, **said))
        return make(**of_line | fields)

    def where(self, line):
        return reverse("desk:bench_line", args=[line.pk])

    def offered(self, line, user=None):
        page = self.get(user or self.editor, self.where(line))
        return {each.key: each for each in page.context["offers"]}

    def decide(self, line, choice, user=None, **said):
        seen = fingerprint(Listing.objects.get(pk=line.pk))
        data = {"choice": choice, "seen": seen} | said
        return self.post(user or self.editor, self.where(line), data)

    def do(self, step, *rows, user=None, **said):
        """Press a button for the decisions as they stand."""
        now = {row.pk: row for row in self.decisions()}
        ticked = [now[row.pk].said_in for row in rows]
        data = {"do": step, "ticked": ticked} | said
        return self.post(user or self.editor, BENCH, data)

    def decisions(self):
        page = self.get(self.editor, BENCH).context
        return [each.row for each in (*page["drafts"], *page["in_review"])]

    def waiting(self, user=None):
        page = self.get(user or self.editor, BENCH).context["page"]
        return [str(line) for line in page.object_list]

    def draft_of(self, live):
        return Listing.objects.open().get(claim=live.claim)


class ListTests(BenchCase):
    def test_drafts_and_what_is_public_wait_in_the_order_of_their_list(self):
        assert self.waiting() == ["Dovver", "Dover Plane", "Dovre"]
        home = self.get(self.editor, "/admin/").context
        assert home["unmatched"] == 3

    def test_what_an_import_waits_for_comes_before_what_is_public(self):
        early = make_list(source=self.source, slug="a-earlier", issuer="An office")
        self.line(1, "Dovah", make=make_listing, list=early)
        self.line(9, "Doverr")
        assert self.waiting() == ["Dovver", "Dover Plane", "Doverr", "Dovre", "Dovah"]

    def test_matched_lines_and_annotations_do_not(self):
        self.line(4, "Dover", jurisdiction=self.dover, match=MatchHow.EXACT)
        self.line(5, "A note", is_annotation=True)
        assert len(self.waiting()) == 3

    def test_a_contributor_sees_what_is_public_and_their_own(self):
        assert self.waiting(self.contributor) == ["Dovre"]
        home = self.get(self.contributor, "/admin/").context
        assert home["unmatched"] == 1
        page = self.get(self.contributor, self.where(self.first))
        assert page.status_code == 404

    def test_staff_without_a_role_see_nothing(self):
        nobody = make_user(is_staff=True)
        for where in (BENCH, self.where(self.public), f"{BENCH}decisions/"):
            assert self.get(nobody, where).status_code == 403

    def test_more_lines_cost_no_more_queries(self):
        def queries():
            browser = self.browser(self.editor)
            with CaptureQueriesContext(connection) as asked:
                browser.get(BENCH)
            return len(asked)

        self.decide(self.first, "3606001")
        before = queries()
        self.decide(self.second, "3606002")
        for number in range(10, 15):
            self.line(number, f"Dover {number}")
        assert queries() == before

    def test_progress_counts_what_is_decided(self):
        self.decide(self.first, "3606001")
        self.assertContains(self.get(self.editor, BENCH), "<strong>1 of 3</strong>")


class LineTests(BenchCase):
    def test_the_source_stands_beside_the_candidates(self):
        page = self.get(self.editor, self.where(self.first))
        for text in ("Dovver", "New York", "Cities", str(self.list), str(self.source)):
            self.assertContains(page, text)
        self.assertContains(page, '<li value="2">Dover Plane')

    def test_candidates_have_their_kind_county_code_score_and_reason(self):
        offered = self.offered(self.first)
        best = offered[1]
        assert (best.name, best.geoid, best.form) == ("Dover city", "3606001", "City")
        assert best.score > 80
        assert "spelled like" in best.reason
        town = next(each for each in offered.values() if each.form == "Town")
        assert town.county == "Dutchess County"

    def test_later_goes_on_and_after_the_last_comes_the_first(self):
        def following(line):
            return self.get(self.editor, self.where(line)).context["following"]

        assert following(self.first) == self.second.pk
        assert following(self.public) == self.first.pk


class DecisionTests(BenchCase):
    def test_a_choice_is_written_on_the_draft_and_the_next_line_comes(self):
        answer = self.decide(self.first, "3606001")
        self.first.refresh_from_db()
        assert self.first.jurisdiction == self.dover
        assert self.first.match == MatchHow.HAND
        assert "spelled like" in self.first.match_reason
        assert self.first.state == ReviewState.DRAFT
        assert answer.context["line"] == self.second

    def test_it_is_in_the_audit_trail(self):
        self.decide(self.first, "3606001")
        event = Event.objects.last()
        assert (event.via, event.actor) == ("bench", self.editor)
        assert event.detail["jurisdiction"] == ["", str(self.dover.pk)]

    def test_of_a_public_line_it_is_the_next_revision(self):
        self.decide(self.public, "3606001")
        draft = self.draft_of(self.public)
        assert (draft.revises, draft.jurisdiction) == (self.public, self.dover)
        assert self.waiting() == ["Dovver", "Dover Plane"]

    def test_no_such_place_says_who_found_so(self):
        self.decide(self.first, "none", why="Neither in the gazetteer")
        self.first.refresh_from_db()
        said = (self.first.match, self.first.match_reason, self.first.jurisdiction)
        reason = f"{undecided.NO_PLACE}: Neither in the gazetteer"
        assert said == (MatchHow.NO_SUCH_PLACE, reason, None)
        assert "Dovver" not in self.waiting()

    def test_only_what_is_on_offer_can_be_chosen(self):
        answer = self.decide(self.first, "36027")
        self.assert_says(answer, "not on offer")
        assert "Dovver" in self.waiting()

    def test_a_government_that_is_new_here_gets_its_names(self):
        self.decide(self.second, "3606002")
        self.second.refresh_from_db()
        place = self.second.jurisdiction
        assert (place.geoid, place.path) == ("3606002", "ny/dover-plains-village")
        names = Name.objects.open().filter(jurisdiction=place)
        assert {name.text for name in names} == {
            "Dover Plains village",
            "Dover Plains",
        }

    def test_the_superuser_reads_and_decides_nothing(self):
        before = Event.objects.count()
        answer = self.decide(self.first, "3606001", user=self.superuser)
        self.assert_says(answer, "may not")
        assert Event.objects.count() == before

    def test_the_second_of_two_people_is_told_and_nothing_is_overwritten(self):
        seen = fingerprint(self.first)
        self.decide(self.first, "3606001")
        answer = self.decide(self.first, "none", user=self.publisher, seen=seen)
        self.assert_says(answer, "meanwhile by edith. Nothing was overwritten.")
        self.first.refresh_from_db()
        assert self.first.jurisdiction == self.dover

    def test_so_is_the_second_on_a_public_line(self):
        self.decide(self.public, "3606001")
        answer = self.decide(self.public, "none", user=self.publisher)
        self.assert_says(answer, "meanwhile by edith")
        assert self.draft_of(self.public).jurisdiction == self.dover

    def test_what_was_decided_on_one_line_comes_first_on_its_like(self):
        other = self.line(9, "Dovver")
        self.decide(self.first, "3602706003")
        offered = self.offered(other)
        assert offered[1].geoid == "3602706003"
        assert "decided so on line 1" in offered[1].reason
        self.decide(other, "3602706003")
        page = self.get(self.editor, BENCH)
        self.assertContains(page, "Used by 2 lines", count=2)


class UndoTests(BenchCase):
    def undo(self, user=None):
        return self.post(user or self.editor, BENCH, {"do": "undo"})

    def test_the_newest_decisions_are_taken_back_one_by_one(self):
        self.decide(self.first, "3606001")
        self.decide(self.second, "none")
        assert self.undo().context["line"] == self.second
        assert self.undo().context["line"] == self.first
        assert len(self.waiting()) == 3
        self.assert_says(self.undo(), "no decision")

    def test_the_line_says_what_it_said_before(self):
        before = fingerprint(self.first)
        self.decide(self.first, "3606001")
        self.undo()
        assert fingerprint(Listing.objects.get(pk=self.first.pk)) == before

    def test_of_a_public_line_the_draft_goes(self):
        self.decide(self.public, "none")
        assert self.undo().context["line"] == self.public
        assert not Listing.objects.open().filter(claim=self.public.claim).exists()

    def test_names_made_for_it_go_too(self):
        self.decide(self.second, "3606002")
        self.undo()
        assert not Name.objects.open().exists()
        self.decide(self.second, "3606002")
        assert Name.objects.open().count() == 2
        assert Jurisdiction.objects.filter(geoid="3606002").count() == 1

    def test_a_name_that_a_person_wrote_stays(self):
        self.decide(self.second, "3606002")
        place = Jurisdiction.objects.get(geoid="3606002")
        own = make_draft(Name, by=self.contributor, jurisdiction=place, text="Plains")
        self.undo()
        assert [*Name.objects.open()] == [own]

    def test_names_that_another_draft_needs_stay(self):
        self.decide(self.second, "3606002")
        place = Jurisdiction.objects.get(geoid="3606002")
        make_draft(Finding, by=self.contributor, jurisdiction=place)
        self.undo()
        assert Name.objects.open().count() == 2

    def test_nobody_undoes_what_another_decided(self):
        self.decide(self.first, "3606001")
        self.assert_says(self.undo(self.publisher), "no decision")
        assert "Dovver" not in self.waiting()


class SecondPersonTests(BenchCase):
    """edith decides and submits; paul confirms."""

    def submitted(self, line, choice="3606001"):
        self.decide(line, choice)
        row = Listing.objects.open().get(claim=line.claim)
        self.do("submit", row)
        return row

    def test_a_decision_goes_public_by_a_second_person(self):
        row = self.submitted(self.first)
        self.assert_says(self.do("publish", row, user=self.publisher), "published")
        row.refresh_from_db()
        assert row.is_live
        assert (row.author, row.reviewer) == (self.editor, self.publisher)

    def test_then_it_is_remembered(self):
        row = self.submitted(self.first)
        assert not decided_for("An office")
        self.do("publish", row, user=self.publisher)
        assert [*decided_for("An office").values()] == ["3606001"]

    def test_names_go_public_with_it(self):
        row = self.submitted(self.second, "3606002")
        self.do("publish", row, user=self.publisher)
        place = Listing.objects.live().get(pk=row.pk).jurisdiction
        assert Name.objects.live().filter(jurisdiction=place).count() == 2

    def test_no_such_place_leaves_the_bench_once_public(self):
        row = self.submitted(self.public, "none")
        self.do("publish", row, user=self.publisher)
        assert Listing.objects.live().get(claim=row.claim) == row
        assert self.waiting() == ["Dovver", "Dover Plane"]

    def test_an_editor_approves_and_does_not_publish(self):
        row = self.submitted(self.first)
        other = User.objects.create(username="edgar", is_staff=True)
        other.groups.set(self.editor.groups.all())
        self.assert_says(self.do("publish", row, user=other), "may not")
        self.assert_says(self.do("approve", row, user=other), "approved")
        row.refresh_from_db()
        assert row.state == ReviewState.APPROVED

    def test_nobody_confirms_their_own(self):
        row = self.submitted(self.first)
        self.assert_says(self.do("approve", row), "may not")
        self.decide(self.second, "none", user=self.publisher)
        mixed = Listing.objects.get(pk=self.second.pk)
        self.do("submit", mixed)
        answer = self.do("publish", row, mixed, user=self.publisher)
        self.assert_says(answer, "own work")
        row.refresh_from_db()
        assert row.state == ReviewState.IN_REVIEW

    def test_sent_back_it_can_be_taken_back_and_decided_anew(self):
        row = self.submitted(self.first)
        self.do("ask_changes", row, user=self.publisher, note=NOTE)
        self.do("take_back", row)
        self.decide(row, "none")
        self.do("submit", row)
        row.refresh_from_db()
        assert (row.match, row.state) == (
            MatchHow.NO_SUCH_PLACE,
            ReviewState.IN_REVIEW,
        )

    def test_what_changed_since_it_was_read_is_not_confirmed(self):
        self.decide(self.first, "3606001")
        (old,) = self.decisions()
        self.post(self.editor, BENCH, {"do": "undo"})
        self.decide(self.first, "none")
        data = {"do": "submit", "ticked": [old.said_in]}
        self.assert_says(self.post(self.editor, BENCH, data), "changed since")

    def test_unreadable_ticks_and_unknown_buttons_are_refused(self):
        for ticked in ("x", "-1", "9" * 30, "\0", ""):
            data = {"do": "approve", "ticked": [ticked]}
            assert self.post(self.editor, BENCH, data).status_code == 200
        assert self.post(self.editor, BENCH, {"do": "vote"}).status_code == 404
        far = reverse("desk:bench_line", args=[10**30])
        assert self.get(self.editor, far).status_code == 404

    def test_alone_a_line_does_not_go_before_the_names_of_its_place(self):
        row = self.submitted(self.second, "3606002")
        self.step(self.publisher, row, "approve")
        self.assert_says(self.step(self.publisher, row, "publish"), "this first: Dover")
        for name in Name.objects.open():
            self.carry(name)
        self.assert_says(self.step(self.publisher, row, "publish"), "Readers see it")
