"""One question, one set: page, JSON, file, API and map agree on who matches.

Origin: simonw/datasette#393, django-import-export#1956 and #2097,
pressfreedomtracker.us#1495: the download ignored the filter. And
simonw/datasette-cluster-map#41: a map showed the first page only, in silence.
"""

import csv
import io
import json
import random
import re

from django.http import QueryDict
from openpyxl import load_workbook

from jurisdictions.filters import JurisdictionQuestion
from tests.seeded import SeededCase

ROW = re.compile(r'<th scope="row"><a href="/jurisdictions/([a-z/-]+)/[?"]')
DAYS = ["2016-05-30", "2017-10-12", "2018-06-01", "2025-08-05", "2025-09-26"]
WORDS = ["new", "county", "san", "st.", "nyc", "ca", "100%", "portland", "é"]
SEED = 20250805


def questions(count):
    """Random query strings from the record's own vocabulary, the same on every run."""
    dice = random.Random(SEED)
    asked = JurisdictionQuestion(QueryDict())
    codes = {
        name: [code for code, _ in found.extra["choices"]]
        for name, found in asked.filters.items()
        if found.extra.get("choices") and name not in ("sort", "in_force")
    }
    for _ in range(count):
        query = QueryDict(mutable=True)
        for name in dice.sample(sorted(codes), dice.choice([1, 1, 2])):
            query.setlist(name, dice.sample(codes[name], dice.choice([1, 2, 3])))
        extras = {
            "q": WORDS,
            "on": DAYS,
            "in_force": ["yes", "no"],
            "amount_min": ["1000", "30000"],
            "amount_max": ["5000000"],
            "sort": ["-amount", "-finding_on", "-updated"],
        }
        for name, values in extras.items():
            if dice.random() < 0.2:
                query[name] = dice.choice(values)
        yield query.urlencode()


class AgreementTests(SeededCase):
    def on_pages(self, query):
        found, number, pages = [], 1, 1
        while number <= pages:
            page = self.client.get(f"/jurisdictions/?{query}&page={number}")
            found += ROW.findall(page.content.decode())
            pages = page.context["page"].paginator.num_pages
            number += 1
        return found

    def in_json(self, query):
        found, address = [], f"/jurisdictions.json?{query}"
        while address:
            answer = self.client.get(address).json()
            found += [row["id"] for row in answer["results"]]
            address = answer["next"]
        assert len(found) == answer["count"]
        return found

    def in_the_file(self, query):
        response = self.client.get(f"/jurisdictions.csv?{query}")
        text = b"".join(response.streaming_content).decode()
        return [row["id"] for row in csv.DictReader(text.splitlines())]

    def in_the_workbook(self, query):
        response = self.client.get(f"/jurisdictions.xlsx?{query}")
        book = load_workbook(io.BytesIO(b"".join(response)), read_only=True)
        ids = [row[0] for row in book["Rows"].iter_rows(values_only=True)][1:]
        assert dict(book["About"].iter_rows(values_only=True))["Rows"] == len(ids)
        return ids

    def in_geojson(self, query):
        """Points, then those without one."""
        answer = json.loads(
            b"".join(self.client.get(f"/jurisdictions.geojson?{query}"))
        )
        found = [*answer["features"], *answer["off_map"]]
        assert answer["count"] == len(found)
        return [each["id"] for each in found]

    def in_the_api(self, query):
        asked = f"{query}&fields=id&limit=1000".lstrip("&")
        answer = self.client.get(f"/api/v1/jurisdictions/?{asked}").json()
        assert answer["count"] == len(answer["results"])
        return [row["id"] for row in answer["results"]]

    def on_the_map(self, query):
        answer = self.client.get(f"/map.json?{query}").json()
        lost = [row["id"] for row in answer["off_map"]]
        assert answer["count"] == len(answer["drawn"]) + len(lost)
        return answer["drawn"] + lost

    def test_two_hundred_questions_have_one_answer_each(self):
        sizes = []
        for number, query in enumerate(questions(200)):
            with self.subTest(query):
                found = self.on_pages(query)
                assert len(found) == len({*found})
                assert found == self.in_json(query) == self.in_the_file(query)
                assert found == self.in_the_api(query)
                assert sorted(found) == sorted(self.on_the_map(query))
                sizes.append(len(found))
                # The slower files hold what the quick ones hold: a sample of them.
                if number % 10 == 0:
                    assert found == self.in_the_workbook(query)
                    assert sorted(found) == sorted(self.in_geojson(query))
        # The questions are worth asking: few are empty, few are everything.
        assert sum(size > 0 for size in sizes) > 100
        assert sum(size > 400 for size in sizes) < 40

    def test_the_whole_record_agrees(self):
        found = self.on_pages("")
        assert found == self.in_json("") == self.in_the_api("")
        assert found == self.in_the_workbook("")
        assert sorted(found) == sorted(self.in_geojson(""))
        assert sorted(found) == sorted(self.on_the_map(""))

    def test_the_promised_counts(self):
        """Must show A2 and A3, over the filter."""
        for query, count in (
            ("list=oig-2016", 10),
            ("list=doj-2025&on=2025-08-04", 0),
            ("list=doj-2025&on=2025-08-05", 35),
            ("list=doj-2025&on=2025-09-25", 35),
            ("list=doj-2025&on=2025-09-26", 34),
            ("list=doj-2025&on=2025-10-30", 34),
            ("list=doj-2025&on=2025-10-31", 33),
            ("removed=doj-2025", 2),
            ("occasion=response-to-the-letter-of-aug-13-2025", 13),
        ):
            answer = self.client.get(f"/jurisdictions.json?{query}").json()
            assert answer["count"] == count, query

    def test_new_orleans_before_and_after_it_was_cleared(self):
        for on, finding in (
            ("2017-11-01", "may_violate"),
            ("2017-11-18", "no_evidence_of_noncompliance"),
        ):
            query = f"q=new+orleans&on={on}"
            answer = self.client.get(f"/jurisdictions.json?{query}").json()
            assert [row["finding"] for row in answer["results"]] == [finding]

    def test_values_that_are_promised_exist(self):
        """Issue 4, section 4: the codes that readers may rely on."""
        asked = JurisdictionQuestion(QueryDict())
        known = {code for code, _ in asked.filters["position"].extra["choices"]}
        assert known >= {
            *("compliant", "compliant_with_caveat", "disputes_authority"),
            *("disputes_listing", "declines", "under_review", "agreed_to_change"),
            *("other_statement", "none"),
        }
        lists = {code for code, _ in asked.filters["list"].extra["choices"]}
        assert lists >= {"oig-2016", "dhs-2025", "doj-2025", "july-2017"}
