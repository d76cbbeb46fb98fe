"""The API answers what the pages answer, refuses by name, and hides what is not out."""

from django.test import TestCase

from jurisdictions.api.kinds import KINDS, RECORDS
from jurisdictions.api.openapi import outline
from jurisdictions.models import REVISION_MODELS
from tests.cases import EveryModelCase
from tests.factories import (
    NOTE,
    make_finding,
    make_jurisdiction,
    make_list,
    make_listing,
    make_position,
    make_source,
    revise_now,
    today,
    withdraw_now,
)

V1 = "/api/v1/"
ENVELOPE = ["count", "next", "previous", "edition", "on", "as_of", "results"]


class ApiCase(TestCase):
    def ask(self, address, status=200, **asked):
        response = self.client.get(f"{V1}{address}", asked)
        assert response.status_code == status, response.content
        assert response["Content-Type"] == "application/json"
        assert not response.cookies
        return response.json()

    def refused(self, address, parameter, **asked):
        """The sentence about the one parameter that is wrong."""
        (error,) = self.ask(address, 400, **asked)["errors"]
        assert error["parameter"] == parameter
        return error["message"]


class EveryKindTests(EveryModelCase, ApiCase):
    def test_every_kind_has_one_envelope_and_its_columns(self):
        for kind in KINDS:
            answer = self.ask(f"{kind.name}/")
            assert [*answer] == ENVELOPE
            assert answer["on"] == (None if kind.name == "standings" else f"{today()}")
            assert answer["count"] == len(answer["results"]) > 0, kind.name
            for row in answer["results"]:
                assert [*row] == kind.names

    def test_one_row_is_the_same_alone_and_in_the_list(self):
        for kind in RECORDS:
            for row in self.ask(f"{kind.name}/")["results"]:
                alone = self.ask(f"{kind.name}/{row['claim']}/")
                assert [*alone] == ["edition", "on", "as_of", "result"]
                assert alone["result"] == row, kind.name

    def test_no_draft_and_no_word_of_the_desk_leaves(self):
        people = {self.publisher.username, "the-editor"}
        for kind in KINDS:
            text = self.client.get(f"{V1}{kind.name}/?limit=1000").content.decode()
            assert not [name for name in people if name in text]
            for draft in self.drafts.values():
                assert str(draft.claim) not in text
            # Why it was published is told with the changes alone, as on the pages.
            assert (NOTE in text) == (kind.name == "changes"), kind.name
        for kind in RECORDS:
            self.ask(f"{kind.name}/{self.drafts[kind.model].claim}/", 404)

    def test_every_model_but_the_names_has_its_kind(self):
        assert {kind.model for kind in RECORDS} == {
            model for model in REVISION_MODELS if model.__name__ != "Name"
        }

    def test_the_index_leads_to_every_kind(self):
        index = self.ask("")
        assert {*index} >= {"edition", "openapi", "documentation"}
        for kind in KINDS:
            assert self.client.get(index[kind.name]).status_code == 200

    def test_a_slug_leads_to_the_claim_and_keeps_the_question(self):
        live = {model: row for model, row in self.live.items() if hasattr(row, "slug")}
        for kind in RECORDS:
            if kind.model in live and kind.name != "criteria":
                row = live[kind.model]
                moved = self.client.get(f"{V1}{kind.name}/{row.slug}/?fields=claim")
                assert moved.status_code == 302
                end = f"{V1}{kind.name}/{row.claim}/?fields=claim"
                assert moved.url == end


class StrictTests(ApiCase):
    def test_an_unknown_parameter_is_named_with_the_nearest(self):
        said = self.refused("positions/", "jurisdicton", jurisdicton="ks")
        assert said.endswith("Did you mean jurisdiction?")
        assert "does not exist" in self.refused("findings/", "page", page=2)
        assert "does not exist" in self.refused("findings/", "format", format="json")

    def test_an_unknown_field_or_code_is_named_with_the_nearest(self):
        said = self.refused("positions/", "fields", fields="claim,stanse")
        assert said == "“stanse” is not a value here. Did you mean stance?"
        said = self.refused("jurisdictions/", "position", position="compliantt")
        assert "compliant?" in said

    def test_more_fields_than_a_parameter_may_have_are_refused(self):
        said = self.refused("positions/", "fields", fields=",".join(["claim"] * 101))
        assert said == "At most 100 values can be given at once."
        assert len(self.ask("positions/", fields=",".join(["claim"] * 100))) == 7

    def test_an_address_of_nothing_is_named_with_the_nearest(self):
        make_jurisdiction("Cook County", state="IL", slug="cook-county", kind="county")
        make_list(slug="falls-2025")
        for address, parameter, end in (
            ("jurisdictions/il/cook-conty/", "slug", "Did you mean il/cook-county?"),
            ("jurisdictions/wy/", "state", "“wy” is not on record."),
            ("jurisdictions/0000000/", "geoid", "“0000000” is not on record."),
            ("lists/fals-2025/", "slug", "Did you mean falls-2025?"),
        ):
            (error,) = self.ask(address, 404)["errors"]
            assert error["parameter"] == parameter
            assert error["message"].endswith(end), error

    def test_a_place_that_is_not_on_record_is_named_with_the_nearest(self):
        make_jurisdiction("Cook County", state="IL", slug="cook-county", kind="county")
        said = self.refused("positions/", "jurisdiction", jurisdiction="il/cook-conty")
        assert said.endswith("Did you mean il/cook-county?")
        for hostile in ("\x00", "\ud800", "a" * 500, "il/%", "../..", "é"):
            asked = {"jurisdiction": hostile.encode("utf-8", "surrogatepass")}
            self.refused("positions/", "jurisdiction", **asked)

    def test_an_empty_parameter_is_no_leave_to_give_everything(self):
        assert "is empty" in self.refused("jurisdictions/", "list", list="")
        assert "is empty" in self.refused(
            "positions/", "jurisdiction", jurisdiction=" "
        )

    def test_a_limit_is_a_number_from_one_to_a_thousand(self):
        for number in range(3):
            make_source(slug=f"source-{number}")
        for limit, rows in ((1, 1), (3, 3), (1000, 3)):
            assert len(self.ask("sources/", limit=limit)["results"]) == rows
        for limit in ("0", "1001", "-1", "abc", "9" * 4000, "1e3"):
            assert "from 1 to 1,000" in self.refused("sources/", "limit", limit=limit)

    def test_a_cursor_that_is_not_ours_or_of_another_list_is_refused(self):
        for number in range(2):
            make_position(stage=f"{number}")
        cursor = self.ask("positions/", limit=1)["next"].split("cursor=")[1]
        cursor = cursor.partition("&")[0].replace("%3A", ":")
        assert self.ask("positions/", cursor=cursor)["results"]
        for wrong in ("x", f"{cursor}x", cursor[1:], "\x01", "a" * 900):
            self.refused("positions/", "cursor", cursor=wrong)
        assert "no cursor of this list" in self.refused(
            "sources/", "cursor", cursor=cursor
        )

    def test_a_day_to_come_and_two_days_are_refused(self):
        assert "has not come yet" in self.refused("letters/", "on", on="2999-01-01")
        errors = self.client.get(f"{V1}letters/?on=2017-01-01&on=2018-01-01").json()
        assert errors["errors"][0]["parameter"] == "on"

    def test_nothing_but_reading_is_possible(self):
        for method in ("post", "put", "patch", "delete"):
            response = getattr(self.client, method)(f"{V1}positions/")
            assert response.status_code == 405
            assert response["Allow"] == "GET, HEAD, OPTIONS"
            assert response.json()["errors"]


class FilterTests(ApiCase):
    def test_facts_are_narrowed_to_places_states_and_sources(self):
        here, there = make_jurisdiction("Alder"), make_jurisdiction("Birch", state="OR")
        source = make_source(slug="letter")
        make_finding(jurisdiction=here, source=source)
        make_finding(jurisdiction=there)
        for asked in (
            {"jurisdiction": here.path},
            {"jurisdiction": here.geoid},
            {"jurisdiction": f"/{here.path.upper()}/"},
            {"state": "KS"},
            {"source": "letter"},
            {"source": str(source.claim)},
        ):
            (row,) = self.ask("findings/", **asked)["results"]
            assert row["jurisdiction"] == here.path, asked
        both = self.ask("findings/", jurisdiction=[here.path, there.path])
        assert both["count"] == 2

    def test_a_fact_counts_from_its_day_on(self):
        make_position(on="2017-07-05")
        assert self.ask("positions/", on="2017-07-04")["count"] == 0
        assert self.ask("positions/", on="2017-07-05")["count"] == 1

    def test_the_lines_of_a_list_are_those_of_its_file(self):
        found = make_list(slug="falls-2025")
        place = {"list": found}
        make_listing(**place, number=1, on="2025-08-05")
        make_listing(**place, number=2, on="2025-08-05", end="2025-09-26")
        make_listing(number=1, on="2025-08-05")
        for asked in ({}, {"on": "2025-09-25"}, {"lines": "all"}):
            lines = self.client.get("/lists/falls-2025.json", asked).json()["results"]
            rows = self.ask("listings/", list="falls-2025", **asked)["results"]
            names = [*lines[0]]
            own = [{name: row[name] for name in names} for row in rows]
            assert sorted(own, key=lambda row: row["number"]) == lines

    def test_fields_come_in_their_own_order(self):
        make_position()
        (row,) = self.ask("positions/", fields="stance_label,claim")["results"]
        assert [*row] == ["claim", "stance_label"]


class IdTests(ApiCase):
    def test_a_census_code_leads_to_the_key(self):
        place = make_jurisdiction(second_geoid="1150000")
        for code in (place.geoid, "1150000"):
            moved = self.client.get(f"{V1}jurisdictions/{code}/?on=2025-01-01")
            assert moved.status_code == 302
            assert moved.url == f"{V1}jurisdictions/{place.path}/?on=2025-01-01"
        assert self.ask(f"jurisdictions/{place.path}/")["result"]["id"] == place.path
        self.ask("jurisdictions/0000000/", 404)
        self.ask("jurisdictions/ks/nowhere/", 404)

    def test_a_former_slug_leads_to_the_same_claim(self):
        found = make_list(slug="falls")
        revise_now(found, {"slug": "falls-2025"})
        for slug in ("falls", "falls-2025"):
            moved = self.client.get(f"{V1}lists/{slug}/")
            assert moved.url == f"{V1}lists/{found.claim}/"
        self.ask("lists/nowhere/", 404)

    def test_what_was_withdrawn_is_gone_with_its_reason_and_stands_before(self):
        row = make_position()
        withdraw_now(row)
        answer = self.ask(f"positions/{row.claim}/", 410)
        assert answer["reason"] == NOTE
        assert answer["withdrawn_on"] == f"{today()}"
        assert NOTE in answer["errors"][0]["message"]
        before = self.ask(f"positions/{row.claim}/", as_of=answer["stood_as_of"])
        assert before["result"]["claim"] == str(row.claim)
        assert self.ask("positions/")["count"] == 0

    def test_what_was_not_known_yet_is_not_there(self):
        row = make_position()
        self.ask(f"positions/{row.claim}/", 404, as_of="2001-01-01")
        self.ask(f"jurisdictions/{row.jurisdiction.path}/", 404, as_of="2001-01-01")
        assert self.ask("positions/", as_of="2001-01-01")["count"] == 0

    def test_another_address_below_is_missing_in_json(self):
        for address in ("nothing/", "positions/x/", "kansas/ks/"):
            response = self.client.get(V1 + address)
            assert response.status_code == 404
            assert response.json()["errors"]


class FileTests(ApiCase):
    """The OpenAPI file says what may be asked of this record, not of another one."""

    def codes(self, path):
        told = self.ask("openapi.json")["paths"][f"{V1}{path}"]["get"]["parameters"]
        (found,) = [each["schema"] for each in told if each["name"] == "list"]
        return found.get("items", found).get("enum")

    def test_what_is_made_once_asks_the_record_nothing(self):
        outline.cache_clear()
        self.addCleanup(outline.cache_clear)
        with self.assertNumQueries(0):
            outline()
        kept, gone = make_list(slug="kept"), make_list(slug="gone")
        withdraw_now(gone)
        assert self.codes("jurisdictions/") == [kept.slug, "none"]
        assert {*self.codes("changes/")} == {kept.slug, gone.slug}


class HeaderTests(ApiCase):
    def test_an_unchanged_answer_is_not_sent_again(self):
        tag = self.client.get(f"{V1}sources/")["ETag"]
        again = self.client.get(f"{V1}sources/", headers={"If-None-Match": tag})
        assert again.status_code == 304
        assert again["Access-Control-Allow-Origin"] == "*"
        make_source()
        again = self.client.get(f"{V1}sources/", headers={"If-None-Match": tag})
        assert again.status_code == 200

    def test_any_site_may_read_and_none_with_credentials(self):
        for address in ("sources/", "sources/?limit=0", "nothing/"):
            response = self.client.get(V1 + address)
            assert response["Access-Control-Allow-Origin"] == "*"
            assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
            assert "Access-Control-Allow-Credentials" not in response
        assert "Access-Control-Allow-Origin" not in self.client.get("/sources.json")

    def test_options_are_answered_plainly(self):
        response = self.client.options(f"{V1}sources/?limit=0")
        assert response.status_code == 204
        assert not response.content
        assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
        assert response["Access-Control-Allow-Headers"] == "If-None-Match"

    def test_head_is_get_without_its_body(self):
        response = self.client.head(f"{V1}sources/")
        assert response.status_code == 200
        assert not response.content
