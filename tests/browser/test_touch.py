"""A finger finds what a mouse finds, and still scrolls the page.

Origin: plotly.js#1858, #2844 and #143: no hover on a phone, and a chart that trapped
the scrolling finger.
"""

import pytest

from .pages import open_drawn

PHONE = {
    "viewport": {"width": 360, "height": 640},
    "has_touch": True,
    "is_mobile": True,
}


@pytest.fixture
def phone(open_window):
    window = open_window(**PHONE)
    open_drawn(window, "/map/?list=doj-2025")
    return window


def middle(locator):
    locator.scroll_into_view_if_needed()
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def swipe_up(page, x, y, far=200):
    """A finger put down at a point, moved up in ten steps, and taken away."""
    finger = page.context.new_cdp_session(page)

    def touch(kind, *points):
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", {"x": x, "y": y})
    for step in range(1, 11):
        touch("touchMove", {"x": x, "y": y - step * far / 10})
        page.wait_for_timeout(20)
    touch("touchEnd")


def test_a_tap_on_the_map_shows_a_card_with_a_link(phone):
    mark = phone.page.locator(".map-chart .scatterlayer .point").first
    phone.page.touchscreen.tap(*middle(mark))
    link = phone.page.locator(".map-card a")
    link.wait_for()
    name = link.inner_text()
    link.tap()
    phone.page.wait_for_url("**/jurisdictions/*/**")
    assert phone.page.locator("h1").inner_text() in name
    phone.assert_quiet()


def test_a_swipe_over_the_map_scrolls_the_page(phone):
    at = middle(phone.page.locator(".map-chart"))
    before = phone.page.evaluate("scrollY")
    swipe_up(phone.page, *at)
    phone.page.wait_for_function(f"scrollY > {before + 100}")
