"""Frames show on another site, and every other page of ours refuses to.

Origin: coderedcms#458; BLSQ/iaso#3206, a header that opens or blocks by accident.
"""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings

from .pages import CITY, PAGES

FRAMES = {
    "card": (f"/embed{CITY}", "Philadelphia"),
    "map": ("/embed/map/?list=doj-2025", "DOJ list of August 2025"),
    "table": ("/embed/jurisdictions/?list=doj-2025", "33 jurisdictions"),
    "chart": ("/embed/lists/", "Places on each government list"),
    "pinned": (f"/embed{CITY}?v=1", "as edition 1 had it"),
    "refusal": ("/embed/jurisdictions/pa/nowhere/", "Nothing can be shown here"),
}
SIZES = """
() => performance.getEntriesByType("navigation")
    .flatMap((entry) => [entry.transferSize, entry.encodedBodySize])
"""
PASTE = """
([width, code]) => {
    document.body.innerHTML = `<div style="width:${width}px">${code}</div>`;
}
"""
REFUSED = [path for path in PAGES.values() if not path.startswith("/embed/")]


class Elsewhere(BaseHTTPRequestHandler):
    """A page of another origin that frames what its address names."""

    def do_GET(self):
        asked = parse_qs(urlsplit(self.path).query)
        width, source = (asked.get(name, [""])[0] for name in ("width", "frame"))
        frame = f'<iframe src="{source}" width="{width}" height="500"></iframe>'
        body = f"<!doctype html><title>Elsewhere</title>{frame}".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def elsewhere():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def framed(site, browser, elsewhere):
    """Opens a page there and gives the frame; no routes, so that the cache works."""
    context = browser.new_context(viewport={"width": 900, "height": 700})
    page = context.new_page()

    def framed(path, width=600):
        query = f"?width={width}&frame={site}{path.replace('&', '%26')}"
        page.goto(elsewhere + query)
        return page.frames[1]

    yield framed
    context.close()


@pytest.mark.parametrize(("path", "words"), FRAMES.values(), ids=FRAMES)
def test_a_frame_shows_elsewhere_at_any_width(framed, path, words):
    for width in (280, 600):
        frame = framed(path, width)
        assert words in frame.inner_text("body")
        room = frame.evaluate("document.documentElement.scrollWidth")
        assert room <= width
        foot = frame.locator("footer").bounding_box()
        assert foot["y"] + foot["height"] <= 520, "its source line is in sight"
    assert not frame.page.context.cookies()


def test_the_code_of_a_page_frames_it_in_its_ratio_and_on_phones(framed, window):
    window.open(CITY)
    code = window.page.locator(".copy", has_text="<iframe").first.text_content()
    code = code.replace(settings.SITE_URL, window.site)
    page = framed(f"/embed{CITY}").page
    for width, size in ((700, (600, 480)), (500, (500, 400)), (280, (280, 320))):
        page.evaluate(PASTE, [width, code])
        box = page.locator("iframe").bounding_box()
        assert (box["width"], box["height"]) == size
        foot = page.frame_locator("iframe").locator("footer").bounding_box()
        assert foot["y"] + foot["height"] <= box["y"] + box["height"]


def test_a_frame_shows_again_when_it_is_revalidated(framed):
    page = framed(f"/embed{CITY}").page
    page.reload()
    frame = page.frames[1]
    assert "Philadelphia" in frame.inner_text("body")
    # After a 304 only headers have come; the body is the one that was kept.
    came, kept = frame.evaluate(SIZES)
    assert came < kept


def test_a_link_in_a_frame_opens_a_page_of_its_own(framed):
    frame = framed(f"/embed{CITY}")
    with frame.page.context.expect_page() as opened:
        frame.locator("footer a").click()
    opened.value.wait_for_load_state()
    assert opened.value.title().startswith("Philadelphia")


@pytest.mark.parametrize("path", REFUSED)
def test_any_other_page_refuses_to_be_framed(framed, path):
    framed(path).wait_for_url("chrome-error:**")
