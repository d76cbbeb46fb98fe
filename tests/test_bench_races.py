"""Six people decide one name at the same moment: one decision, five are told."""

import pytest
from django.test import Client
from django.urls import reverse

from jurisdictions.choices import MatchHow, Verb
from jurisdictions.forms import fingerprint
from jurisdictions.models import Event, Listing
from jurisdictions.roles import Role

from .cases import RawCase
from .factories import make_draft, make_listing, make_user
from .signing_in import sign_in
from .test_races import at_once, sound

UNDECIDED = {"jurisdiction": None, "match": MatchHow.AMBIGUOUS}


@pytest.mark.postgres
class BenchRaceTests(RawCase):
    def deciding(self, line):
        browser = sign_in(Client(), make_user(Role.EDITOR, is_staff=True))
        where = reverse("desk:bench_line", args=[line.pk])
        said = {"choice": "none", "seen": fingerprint(line)}
        return lambda: browser.post(where, said, follow=True)

    def told(self, line):
        """What each of six people is told, and how many decisions there are."""
        answers = at_once(*(self.deciding(line) for _ in range(6)))
        said = [page.content.decode() for page in answers]
        steps = Event.objects.filter(claim=line.claim, via="bench")
        return said, steps.filter(verb__in=(Verb.DRAFTED, Verb.EDITED)).count()

    def assert_one_decided(self, line):
        said, steps = self.told(line)
        assert steps == 1
        assert sum("Nothing was overwritten" in each for each in said) == 5
        assert sum("”: no such place." in each for each in said) == 1
        assert sound()

    def test_a_draft(self):
        self.assert_one_decided(make_draft(Listing, **UNDECIDED))

    def test_a_public_line(self):
        line = make_listing(**UNDECIDED)
        self.assert_one_decided(line)
        assert Listing.objects.open().filter(claim=line.claim).count() == 1
