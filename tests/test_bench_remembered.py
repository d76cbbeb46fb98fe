"""Decisions that readers see: what they are remembered for, and taking them back."""

from django.urls import reverse

from jurisdictions.choices import ChangeKind, MatchHow
from jurisdictions.importers.decisions import decided_for
from jurisdictions.matching import BY_ALIAS
from jurisdictions.models import Listing

from .factories import NOTE, make_jurisdiction, make_listing
from .test_bench import BenchCase


class RememberedTests(BenchCase):
    url = reverse("desk:bench_remembered")

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        by_hand = {"jurisdiction": cls.dover, "match": MatchHow.HAND}
        cls.said = cls.line(5, "Dovver", make=make_listing, **by_hand)
        cls.line(6, "Dovver", make=make_listing, match_reason=BY_ALIAS, **by_hand)

    def shown(self):
        return [*self.get(self.contributor, self.url).context["page"]]

    def take_back(self, user=None, **said):
        data = {"ticked": [self.said.pk], "note": NOTE} | said
        return self.post(user or self.editor, self.url, data)

    def test_a_decision_is_shown_with_its_scope_and_its_lines(self):
        (one,) = self.shown()
        assert one.scope == ("An office", "NY", "city", "dovver")
        assert (one.lines, one.used, one.is_disputed) == ([self.said], 2, False)
        page = self.get(self.editor, self.url)
        for text in ("Dover city, NY (3606001)", "city or town", "Used by 2 lines"):
            self.assertContains(page, text)

    def test_two_that_disagree_are_told(self):
        other = make_jurisdiction("Other", state="NY", slug="other")
        of_other = {"jurisdiction": other, "match": MatchHow.HAND}
        self.line(7, "Dovver", make=make_listing, **of_other)
        assert [each.is_disputed for each in self.shown()] == [True, True]

    def test_taken_back_its_line_waits_again_and_readers_see_the_old_match(self):
        self.assert_says(self.take_back(), "1 line waits")
        assert self.waiting().count("Dovver") == 2
        assert Listing.objects.live().get(pk=self.said.pk).jurisdiction == self.dover
        draft = self.draft_of(self.said)
        assert (draft.note, draft.change_kind) == (NOTE, ChangeKind.CORRECTION)

    def test_decided_anew_and_confirmed_it_is_forgotten(self):
        self.take_back()
        draft = self.draft_of(self.said)
        self.decide(draft, "none")
        self.do("submit", draft)
        self.do("publish", draft, user=self.publisher)
        assert not decided_for("An office")
        assert self.shown() == []

    def test_it_needs_a_reason_and_is_taken_back_once(self):
        self.assert_says(self.take_back(note="no"), "at least")
        self.assert_says(self.take_back(), "1 line waits")
        self.assert_says(self.take_back(), "edith has a draft")
        self.assert_says(self.take_back(self.publisher), "edith has a draft")
        assert Listing.objects.open().filter(claim=self.said.claim).count() == 1
