"""All that a mouse can do, a keyboard can.

Origin: plotly.js#4264 and pressfreedomtracker.us#1628: a map that could only be
pointed at.
"""

import re

import pytest

from .pages import open_drawn

PLACE = re.compile(r"/jurisdictions/[a-z]{2}/([a-z-]+/)?$")
# What has focus, and whether it can be seen: a ring of its own or, in the map, a
# line around the shape; inside the window, and nothing in front of it.
FOCUS = """() => {
    const at = document.activeElement;
    const drawn = at.closest("svg") && at.querySelector(".region, .map-mark, circle");
    const style = getComputedStyle(drawn || at);
    const ring = drawn ? parseFloat(style.strokeWidth) : parseFloat(style.outlineWidth);
    const box = (drawn || at).getBoundingClientRect();
    return {
        tag: at.tagName,
        href: at.href?.baseVal ?? at.getAttribute("href"),
        text: at.textContent.trim().slice(0, 60),
        ring: drawn || style.outlineStyle !== "none" ? ring : 0,
        inside: box.bottom > 0 && box.top < innerHeight && box.right > 0,
        drawn: Boolean(drawn),
    };
}"""
OPACITY = "(each) => getComputedStyle(each).opacity"


def focus_after(page, key="Tab"):
    page.keyboard.press(key)
    return page.evaluate(FOCUS)


def tab_to(page, selector, most=120):
    """Tabs until an element of that kind has focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(each) => document.activeElement.matches(each)", selector):
            return
    raise AssertionError(f"{selector} was not reached with {most} keys.")


def test_a_jurisdiction_is_reached_from_the_map(window):
    open_drawn(window, "/map/")
    for _ in range(80):
        focus = focus_after(window.page)
        if focus["drawn"] and PLACE.search(focus["href"]):
            break
    assert (
        window.page.locator("svg.map").evaluate(
            "(map) => getComputedStyle(map).opacity"
        )
        == "1"
    )
    window.page.keyboard.press("Enter")
    window.page.wait_for_url(PLACE)
    assert window.page.locator("h1").inner_text() in focus["text"]


def test_the_first_key_offers_to_skip_to_the_content(window):
    window.open("/jurisdictions/")
    focus = focus_after(window.page)
    assert focus["text"] == "Skip to content"
    assert focus["inside"]
    window.page.keyboard.press("Enter")
    focus_after(window.page)
    inside = "document.querySelector('main').contains(document.activeElement)"
    assert window.page.evaluate(inside)


def test_the_filter_form_can_be_used_on_a_phone(open_window):
    window = open_window(viewport={"width": 390, "height": 800})
    window.open("/jurisdictions/")
    tab_to(window.page, ".filters > summary")
    assert not window.page.locator("#filter-q").is_visible()
    window.page.keyboard.press("Enter")
    tab_to(window.page, "#filter-q")
    window.page.keyboard.type("county")
    tab_to(window.page, "#filters input[value=doj-2025][name=list]")
    window.page.keyboard.press("Space")
    tab_to(window.page, ".apply:last-child .button")
    window.page.keyboard.press("Enter")
    window.page.wait_for_url(re.compile("list=doj-2025"))
    assert "q=county" in window.page.url
    assert window.page.get_by_text("2 in use").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/map/", "/jurisdictions/", "/lists/doj-2025/"])
def test_focus_is_always_in_sight(open_window, path, scheme):
    window = open_window(viewport={"width": 1280, "height": 800}, color_scheme=scheme)
    open_drawn(window, path)
    for _ in range(40):
        focus = focus_after(window.page)
        assert focus["ring"] >= 3, focus
        assert focus["inside"], focus
