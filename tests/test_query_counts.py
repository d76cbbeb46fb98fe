"""A page costs the same at ten and at a thousand rows, and at most twelve queries.

Origin: django-import-export#974, #358 and #774: one query for each row.
"""

from django.test import TestCase

from jurisdictions.api.kinds import KINDS
from jurisdictions.choices import Kind, LegalForm
from jurisdictions.models import (
    Award,
    AwardAction,
    Finding,
    Jurisdiction,
    Listing,
    Name,
    Position,
)
from tests.crawl import MOST_QUERIES, visit
from tests.factories import make_list, make_source, publish_all, unsaved

FEW, MANY = 10, 1000
PAGES = (
    "/",
    "/?by=position",
    "/jurisdictions/",
    "/jurisdictions/?list=doj-2025&sort=-amount",
    "/jurisdictions/?state=KS&q=place",
    "/jurisdictions/?position=none",
    "/jurisdictions/?state=ZZ",
    "/jurisdictions.json",
    "/jurisdictions.csv",
    "/jurisdictions/ks/",
    "/jurisdictions/ks/place-0/",
    "/jurisdictions/ks/place-0.json",
    "/jurisdictions/ks/place-0.csv",
    "/jurisdictions/ks/place-0/history/",
    "/map/",
    "/map/?by=finding",
    "/map.json",
    "/map/figure.json",
    "/lists/",
    "/lists/doj-2025/",
    "/lists/doj-2025.json",
    "/lists/doj-2025.csv",
    "/sources/",
    "/sources/the-source/",
    "/changes/",
    "/changes/?kind=new",
    "/changes.json",
    "/methodology/",
    "/data/",
    "/about/",
    "/search/?q=place",
    "/healthz",
    "/api/",
    "/api/v1/openapi.json",
    *(f"/api/v1/{kind.name}/?limit=100" for kind in KINDS),
    "/api/v1/jurisdictions/ks/place-0/",
    "/api/v1/positions/?jurisdiction=ks/place-0&state=KS&source=the-source",
)
# Files read five hundred rows at a time; a search counts what it does not show.
GROWS = {"/jurisdictions.csv": 2, "/lists/doj-2025.csv": 2, "/search/?q=place": 1}


def places(numbers):
    """Cities of Kansas with the codes of no town, of one name each."""
    return Jurisdiction.objects.bulk_create(
        Jurisdiction(
            state="KS",
            slug=f"place-{number}",
            geoid=f"20{number:05}",
            kind=Kind.CITY,
            legal_form=LegalForm.CITY,
        )
        for number in numbers
    )


def facts(place, number, source, government_list):
    """One fact of each kind about one place, unsaved."""
    about = {"jurisdiction": place, "source": source}
    award = unsaved(Award, **about, amount_usd=number, slug=f"award-{number}")
    return [
        unsaved(Name, **about, text=f"Place {number}"),
        unsaved(Position, **about),
        unsaved(Finding, **about),
        unsaved(
            Listing,
            **about,
            list=government_list,
            number=number + 1,
            name_as_published=f"Place {number}",
        ),
        award,
        unsaved(AwardAction, award=award, source=source),
    ]


class QueryCountTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.source = make_source(slug="the-source")
        cls.list = make_list(slug="doj-2025", source=cls.source)

    def publish(self, numbers):
        publish_all(
            [
                row
                for place, number in zip(places(numbers), numbers, strict=True)
                for row in facts(place, number, self.source, self.list)
            ]
        )

    def costs(self):
        found = {}
        for address in PAGES:
            page = visit(self.client, address)
            assert page.response.status_code == 200, address
            found[address] = page.queries
        return found

    def test_pages_cost_the_same_at_ten_and_at_a_thousand_rows(self):
        self.publish(range(FEW))
        few = self.costs()
        self.publish(range(FEW, MANY))
        many = self.costs()
        grown = {each: many[each] - few[each] for each in PAGES}
        assert {each: more for each, more in grown.items() if more > 0} == GROWS
        assert max(many.values()) <= MOST_QUERIES
