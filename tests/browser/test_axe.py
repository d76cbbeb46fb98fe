"""Every page in every state breaks no rule of axe: A, AA and best practice.

Origin: plotly.js#4264 and pressfreedomtracker.us#1628, pages that keyboards and
screen readers got nothing from; act-now-coalition/covid-act-now-website#368,
colours that could not be read.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe

from .pages import PAGES, open_drawn

WIDE, PHONE = 1280, 390
# Contrast takes most of the time, and a phone has the same colours as a wide window;
# the other rules read the same document in the dark as in the light.
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
SIZES = {"target-size": {"enabled": True}}
ALL = {"rules": SIZES}
PLACES = {"rules": SIZES | {"color-contrast": {"enabled": False}}}


def violations(page, options):
    """Each broken rule with the first of its elements."""
    options = {"resultTypes": ["violations"], "iframes": False, **options}
    return [
        f"{rule['id']}: {rule['nodes'][0]['html'][:200]}"
        for rule in Axe().run(page, options=options).response["violations"]
    ]


def show(page, width, scheme="light"):
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_no_rule_is_broken_wide_on_a_phone_and_in_the_dark(window, path):
    open_drawn(window, path)
    show(window.page, WIDE)
    assert not violations(window.page, ALL)
    show(window.page, WIDE, "dark")
    assert not violations(window.page, COLOURS)
    show(window.page, PHONE)
    assert not violations(window.page, PLACES)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_broken_rule_would_be_noticed(window, scheme):
    window.open("/about/")
    show(window.page, WIDE, scheme)
    assert not violations(window.page, COLOURS)
    # Scripts of ours may do this under the policy; a style element could not.
    window.page.evaluate("document.querySelector('main p').style.color = '#888'")
    window.page.evaluate("document.body.style.background = '#999'")
    [found] = violations(window.page, COLOURS)
    assert found.startswith("color-contrast")
