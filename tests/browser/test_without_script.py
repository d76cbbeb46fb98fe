"""Without JavaScript a reader gets every fact, filter, page, day and file.

Origin: plotly.js#4264, facts that were nowhere but in a picture that a script drew.
"""

import csv

import pytest

from .pages import CITY, RECORD

FACTS = {
    "/": ["The Justice Department lists", "Latest in the record"],
    "/jurisdictions/?list=oig-2016": ["10 of", "Philadelphia", "Cook County"],
    CITY: ["What Philadelphia says", "What federal offices say", "What courts say"],
    "/jurisdictions/tx/": ["Texas", "That is no finding about it."],
    f"{CITY}history/": ["version 1", "Why:"],
    "/map/?list=doj-2025": ["The same as a table", "Showing all"],
    "/lists/": ["DOJ list of August 2025", "Withdrawn"],
    "/lists/doj-2025/": ["Nevada", "removed"],
    "/lists/dhs-2025/": ["Martinsville County", "withdrawn"],
    "/lists/july-2017/": ["$342,168,401", "reported by the OIG"],
    "/changes/?kind=new": ["Corrections", "New"],
    "/sources/s02/": ["Publisher"],
    RECORD: ["version 1"],
    "/methodology/": ["How a fact is published", "Not stated"],
    "/data/": ["What can be downloaded", "as_of"],
    "/about/": ["corrections"],
    "/search/?q=portland": ["Portland", "Oregon"],
    "/nowhere/to-be-found/": ["All jurisdictions", "Latest changes"],
}


@pytest.fixture
def plain(open_window):
    return open_window(
        java_script_enabled=False, viewport={"width": 1280, "height": 800}
    )


@pytest.mark.parametrize("path", FACTS)
def test_the_facts_of_a_page_are_in_sight(plain, path):
    plain.open(path)
    text = plain.page.locator("main").inner_text().casefold()
    assert not [each for each in FACTS[path] if each.casefold() not in text]


def test_the_whole_way_from_the_front_page_to_a_file(plain):
    page = plain.page
    plain.open("/")
    page.get_by_role("link", name="Jurisdictions", exact=True).click()
    page.locator("input[name=kind][value=city]").check()
    page.locator(".apply .button").first.click()
    page.get_by_role("link", name="Next page").click()
    assert "Page 2" in page.title() or "page 2" in page.title()
    page.locator("tbody th a").first.click()
    name = page.locator("h1").inner_text()
    page.get_by_label("Where things stood on").fill("2025-06-01")
    page.get_by_role("button", name="Show").click()
    assert "on=2025-06-01" in page.url
    assert page.locator("h1").inner_text() == name
    page.get_by_role("link", name="History", exact=True).click()
    assert "on=2025-06-01" in page.url
    page.get_by_role("link", name="Lists", exact=True).click()
    page.get_by_role("link", name="DHS list of May 2025").first.click()
    file = page.get_by_role("link", name="CSV", exact=True).get_attribute("href")
    answer = page.request.get(plain.site + file)
    assert answer.headers["content-type"].startswith("text/csv")
    rows = [*csv.DictReader(answer.text().splitlines())]
    assert len(rows) == int(answer.headers["x-row-count"]) > 300


def test_the_map_is_drawn_with_links_and_without_room_for_a_chart(plain):
    plain.open("/map/?list=doj-2025")
    map_, box = plain.page.locator("svg.map"), plain.page.locator(".map-explorer")
    assert map_.is_visible()
    assert map_.bounding_box()["y"] == box.bounding_box()["y"]
    assert not plain.page.locator(".map-card").is_visible()
    plain.page.locator("svg.map a[href*='/jurisdictions/ca/']").first.focus()
    plain.page.keyboard.press("Enter")
    plain.page.wait_for_url("**/jurisdictions/ca/**")
