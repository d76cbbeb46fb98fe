"""Parts of pages in frames of other sites.

Origin: UI "Embeds"; coderedcms#458 and BLSQ/iaso#3206, frames blocked, or opened by
an invalid header by accident; Datawrapper, words beside each picture.
"""

import re
from html import unescape

from django.conf import settings
from django.test import TestCase

from jurisdictions.choices import ChangeKind
from jurisdictions.models import Edition, Finding, Name, Position
from jurisdictions.views.framing import framers
from tests.crawl import FRAMERS, visit
from tests.factories import (
    make_draft,
    make_jurisdiction,
    make_list,
    make_listing,
    make_position,
    make_source,
    publish_all,
    revise_now,
    today,
    unsaved,
    withdraw_now,
)
from tests.matrix_site import routes

CARD = "/embed/jurisdictions/ks/alder-falls/"
MAP, TABLE, CHART = "/embed/map/", "/embed/jurisdictions/", "/embed/lists/"
FRAMES = (CARD, MAP, TABLE, CHART)
PAGE = "/jurisdictions/ks/alder-falls/"


class EmbedCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.place = make_jurisdiction(state="KS", slug="alder-falls")
        cls.source = make_source(title="Letter of the clerk")
        cls.position = make_position(
            jurisdiction=cls.place, source=cls.source, summary="The clerk wrote once."
        )
        cls.list = make_list(slug="invented", short_title="Invented list")
        make_listing(list=cls.list, jurisdiction=cls.place, source=cls.source)

    def correct(self, text="The clerk wrote twice."):
        row = Position.objects.live().get(claim=self.position.claim)
        return revise_now(row, {"summary": text}, kind=ChangeKind.CORRECTION)

    def text(self, address, **query):
        html = self.client.get(address, query).content.decode()
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


class FrameTests(EmbedCase):
    def test_frames_may_be_framed_and_nothing_else(self):
        for name, route in routes():
            kept = route.replace("<state:state>", "ks")
            address = "/" + re.sub(r"<[^>]*>", "alder-falls", kept)
            if "(?P" in route or name.startswith("admin:"):
                continue
            answer = self.client.get(address)
            opened = name.startswith("jurisdictions:embed_")
            policy = answer.headers["Content-Security-Policy"].split("; ")
            assert (FRAMERS in policy) == opened, name
            assert ("frame-ancestors 'none'" in policy) != opened, name
            assert (answer.headers.get("X-Frame-Options") == "DENY") != opened, name

    def test_refusals_of_frames_can_be_read_in_the_frame(self):
        for address, status, words in (
            ("/embed/jurisdictions/ks/nowhere/", 404, "nothing at this address"),
            (f"{CARD}?v=99", 400, "There is no edition 99: the newest is"),
            (f"{CARD}?v=abc", 400, "“abc” is not the number of an edition"),
            (f"{CARD}?v=1&as_of=2025-01-01", 400, "both say a moment"),
            (f"{CARD}?v=1&v=2", 400, "are several values"),
            (f"{TABLE}?list=nothing", 400, "On list: “nothing” is not a value here"),
            (f"{MAP}?lsit=doj-2025", 400, "does not exist. Did you mean list?"),
        ):
            answer = self.client.get(address)
            assert answer.status_code == status, address
            assert words in answer.content.decode(), address
            assert FRAMERS in answer.headers["Content-Security-Policy"]
            assert "X-Frame-Options" not in answer.headers
            assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"

    def test_the_policy_of_the_first_answer_outlives_304(self):
        for address in (CARD, "/map/"):
            first = self.client.get(address)
            again = self.client.get(address, HTTP_IF_NONE_MATCH=first["ETag"])
            assert again.status_code == 304
            for name in ("Content-Security-Policy", "X-Frame-Options"):
                assert name not in again.headers
            assert "Cross-Origin-Resource-Policy" not in again.headers

    def test_no_cookie_no_script_no_way_to_the_desk(self):
        for address in FRAMES:
            answer = self.client.get(address)
            html = answer.content.decode()
            assert not answer.cookies
            assert "<script" not in html
            assert "/admin/" not in html
            assert '<base target="_blank">' in html

    def test_the_day_the_edition_and_the_source_are_in_each(self):
        number = Edition.objects.last().number
        for address in FRAMES:
            text = self.text(address)
            assert f"edition {number}. Source: Jurisdictions Under Review" in text
            html = self.client.get(address, {"on": "2025-09-01"}).content.decode()
            foot = html.partition("<footer>")[2]
            assert "As of Sept. 1, 2025" in foot
            back = address.removeprefix("/embed")
            assert f'href="{back}?on=2025-09-01"' in foot

    def test_a_draft_is_in_none(self):
        make_draft(Position, jurisdiction=self.place, summary="SENTINEL")
        make_draft(Position, claim=self.position.claim, revision=2, summary="SENTINEL")
        for address in FRAMES:
            assert b"SENTINEL" not in self.client.get(address).content

    def test_embed_links_answer_and_are_cheap(self):
        for address in FRAMES:
            found = visit(self.client, address)
            assert found.queries <= 12
            for _, _, parts in found.links:
                if parts.netloc == "testserver" and "static" not in parts.path:
                    query = f"?{parts.query}" if parts.query else ""
                    assert self.client.get(parts.path + query).status_code == 200


class CardTests(EmbedCase):
    def test_says_the_same_words_as_the_page(self):
        page, card = self.text(PAGE), self.text(CARD)
        lede = page.partition("Follow its changes")[2].partition("What Alder")[0]
        for sentence in lede.partition("Feed")[2].split(". ")[1:]:
            assert sentence.strip() in card
        for words in ("The clerk wrote once.", "Letter of the clerk", "July 5, 2017"):
            assert words in card

    def test_pinned_it_stays_and_says_that_newer_is_published(self):
        number = Edition.objects.last().number
        self.correct()
        pinned, latest = self.text(CARD, v=number), self.text(CARD, v="latest")
        assert "wrote once" in pinned
        assert f"as edition {number} had it; a newer one, {number + 1}" in pinned
        assert "wrote twice" in latest
        assert "a newer one" not in latest
        back = self.client.get(CARD, {"v": number}).content.decode()
        address = unescape(re.search(f'href="({PAGE}[^"]+)"', back)[1])
        self.assertContains(self.client.get(address), "The clerk wrote once.")
        assert f"on={today()}" in address

    def test_a_withdrawn_fact_is_said(self):
        number = Edition.objects.last().number
        withdraw_now(self.position)
        now, pinned = self.text(CARD), self.text(CARD, v=number)
        assert "wrote once" not in now
        assert "A statement was withdrawn, on" in now
        assert "Written for a test." in now
        assert "wrote once" in pinned
        assert "A statement was withdrawn since then, on" in pinned

    def test_a_withdrawn_place_is_said(self):
        gone = make_jurisdiction(state="KS", slug="birch")
        withdraw_now(Name.objects.live().get(jurisdiction=gone))
        text = self.text("/embed/jurisdictions/ks/birch/")
        assert "All that this record held on it was withdrawn." in text

    def test_before_the_record_it_says_so(self):
        assert "Nothing on it was in the record" in self.text(CARD, as_of="2001-01-01")


class OtherFrameTests(EmbedCase):
    def test_the_table_says_how_many_there_are_in_all(self):
        places = [make_jurisdiction("", slug=f"birch-{number}") for number in range(30)]
        shared = [{"jurisdiction": each, "source": self.source} for each in places]
        publish_all(
            [unsaved(Name, text=f"At {of['jurisdiction'].slug}", **of) for of in shared]
        )
        publish_all([unsaved(Finding, **of) for of in shared])
        text = self.text(TABLE, finding="may_violate")
        assert "30 jurisdictions" in text
        assert "The first 25 of 30: see all" in text
        assert "Federal finding: May violate" in text

    def test_the_chart_is_a_table_with_its_numbers(self):
        html = self.client.get(CHART).content.decode()
        assert "Invented list" in html
        assert '<td class="num">1</td>' in html

    def test_the_map_says_in_words_what_it_draws(self):
        assert "In words: " in self.text(MAP, by="position")
        assert "Says it complies: 1" in self.text(MAP, by="position")

    def test_pages_offer_the_code_newest_and_pinned(self):
        number = Edition.objects.last().number
        for page, frame in (
            (PAGE, CARD),
            ("/map/", MAP),
            ("/jurisdictions/", TABLE),
            ("/lists/", CHART),
            ("/lists/invented/", f"{TABLE}?list=invented"),
        ):
            html = self.client.get(page).content.decode()
            assert "<iframe" not in html, "the code is shown, not run"
            html = unescape(html)
            source = f'<iframe src="{settings.SITE_URL}{frame}'
            assert f'{source}" title="' in unescape(html), page
            mark = "&" if "?" in frame else "?"
            assert f'{source}{mark}v={number}" title="' in unescape(html), page
            assert f'<a href="{frame}">see it by itself</a>' in html, page


class OembedTests(EmbedCase):
    def ask(self, url=f"{settings.SITE_URL}{PAGE}", **query):
        return self.client.get("/oembed.json", {"url": url, **query})

    def test_gives_the_card_of_a_page(self):
        low = self.ask(maxheight=200).json()
        assert (low["height"], "min-height:200px" in low["html"]) == (200, True)
        answer = self.ask(maxwidth=400, dnt=1, format="json")
        card = answer.json()
        assert (card["type"], card["version"]) == ("rich", "1.0")
        assert card["title"] == "Alder Falls, Kansas"
        assert f'src="{settings.SITE_URL}{CARD}"' in card["html"]
        assert (card["width"], card["height"]) == (400, 480)
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer

    def test_keeps_the_clocks_of_the_page(self):
        card = self.ask(f"{settings.SITE_URL}{PAGE}?on=2025-09-01").json()
        assert f"{CARD}?on=2025-09-01" in card["html"]

    def test_is_found_from_the_page(self):
        html = self.client.get(PAGE).content.decode()
        [link] = re.findall(r'json\+oembed" title="Alder Falls" href="([^"]+)"', html)
        address = unescape(link).removeprefix(settings.SITE_URL)
        assert self.client.get(address).json()["title"] == "Alder Falls, Kansas"

    def test_refuses_with_a_reason(self):
        for url, status, words in (
            ("", 400, "Give the address"),
            ("https://elsewhere.example/jurisdictions/ks/", 404, "not an address of"),
            (f"{settings.SITE_URL}/nowhere/at/all/", 404, "no page at this"),
            (f"{settings.SITE_URL}/lists/", 404, "Only the page of a jurisdiction"),
            (f"{settings.SITE_URL}{PAGE}?x=1", 404, "does not exist"),
            (f"{settings.SITE_URL}/jurisdictions/ks/no/", 404, "not in the record"),
            ("http://[", 404, "not an address"),
        ):
            answer = self.ask(url)
            assert answer.status_code == status, url
            [error] = answer.json()["errors"]
            assert error["parameter"] == "url"
            assert words in error["message"], url

    def test_refuses_other_forms_and_sizes_by_name(self):
        assert self.ask(format="xml").status_code == 501
        for query in ({"maxwidth": "wide"}, {"maxheight": "0"}, {"maxwith": "3"}):
            answer = self.ask(**query)
            assert answer.status_code == 400
            assert answer.json()["errors"][0]["parameter"] in query


def test_frames_over_https_are_opened_to_https_alone():
    assert framers(True) == ["https:"]
    assert FRAMERS.split()[1:] == framers(False)
