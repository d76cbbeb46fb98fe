"""The site asks no other host for anything, and pages load no more than they show.

Origin: plotly.js#6767 and plotly.py#514, a map that needs a foreign host for its own
shapes; plotly.js#897 and #4585, charts that break a strict policy;
plotly.R#1302, megabytes of library on every page.
"""

import pytest

from .pages import CITY, MISSING, PAGES, open_drawn

MISSED = "Failed to load resource: the server responded with a status of 404"
# Sums what moved; buffered, so that nothing before this script is missed.
NOTE_SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_a_page_asks_nobody_else_and_complains_of_nothing(window, path):
    open_drawn(window, path)
    if path == MISSING:
        # The browser's own line about the page itself.
        assert [each[: len(MISSED)] for each in window.console] == [MISSED]
        window.console.clear()
    window.assert_quiet()


@pytest.mark.parametrize("path", ["/", "/jurisdictions/", CITY, "/lists/doj-2025/"])
def test_pages_without_a_chart_load_no_script_at_all(window, path):
    window.open(path)
    window.page.wait_for_load_state("networkidle")
    assert not [each for each in window.requests if ".js" in each]


def test_the_map_draws_and_loads_its_library_once(window):
    open_drawn(window, "/map/")
    assert window.page.locator(".map-chart .scatterlayer .point").count() > 100
    assert sum("plotly" in each for each in window.requests) == 1
    window.assert_quiet()


def test_the_map_can_be_saved_as_a_picture(window):
    open_drawn(window, "/map/?list=doj-2025")
    with window.page.expect_download() as download:
        window.page.locator('.modebar-btn[data-title="Save as PNG"]').click()
    content = download.value.path().read_bytes()
    assert download.value.suggested_filename == "map.png"
    assert content.startswith(b"\x89PNG")
    assert len(content) > 50_000
    window.assert_quiet()


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_jumps_while_the_map_is_drawn(open_window, width):
    window = open_window(viewport={"width": width, "height": 800})
    window.page.add_init_script(NOTE_SHIFTS)
    open_drawn(window, "/map/")
    window.page.wait_for_timeout(300)
    assert window.page.evaluate("window.shifted") < 0.1


def test_a_failed_library_leaves_the_map_and_the_table(window):
    window.page.route("**/plotly*", lambda route: route.abort())
    window.open("/map/")
    window.page.get_by_text("Chart did not load").wait_for()
    assert window.page.locator("svg.map a").first.is_visible()
    assert window.page.locator("table").first.is_visible()
