"""At 320 pixels, which is a zoom of 400 percent, no page has to be pushed sideways.

Origin: the success criterion 1.4.10; a table that is wider scrolls in its own box.
"""

import pytest

from .pages import PAGES, open_drawn

TOO_WIDE = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll("body *")]
        .filter((each) => each.getBoundingClientRect().right > width + 1)
        .map((each) => each.outerHTML.slice(0, 120));
}"""


@pytest.fixture
def narrow(open_window):
    return open_window(viewport={"width": 320, "height": 640})


def test_no_page_has_to_be_pushed_sideways(narrow):
    found = {}
    for name, path in PAGES.items():
        open_drawn(narrow, path)
        found[name] = narrow.page.evaluate(TOO_WIDE)
    assert not {name: wide[:3] for name, wide in found.items() if wide}


def test_a_page_that_is_too_wide_would_be_noticed(narrow):
    narrow.open("/about/")
    narrow.page.evaluate("document.querySelector('main').style.width = '400px'")
    assert narrow.page.evaluate(TOO_WIDE)
