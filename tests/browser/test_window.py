"""The window itself: what it refuses and what it notices."""

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db import connections


def test_the_site_serves_a_record_of_its_own(site):
    name = connections["default"].settings_dict["NAME"]
    assert "test_" in name or not name.startswith(str(settings.BASE_DIR))


def test_the_sign_in_page_breaks_no_policy(window):
    assert window.open("/admin/login/").ok
    assert window.page.title()
    assert window.requests[1:], "its styles are served too"
    assert not window.refused
    assert not window.violations
    assert not window.console


def test_an_inline_style_is_noticed(window):
    window.open("/admin/login/")
    with window.page.expect_console_message():
        window.page.evaluate(
            "document.body.append(document.createElement('style')),"
            "document.querySelector('body > style').textContent = 'p { color: red }'"
        )
    window.page.wait_for_timeout(100)
    assert {each.split()[0] for each in window.violations} == {"style-src-elem"}


def test_another_host_is_never_asked(window):
    window.open("/admin/login/")
    with window.page.expect_event("requestfailed"):
        window.page.evaluate("location.href = 'https://example.org/'")
    assert window.refused == ["https://example.org/"]


def test_the_accessibility_rules_run_under_the_policy(window):
    window.open("/admin/login/")
    results = Axe().run(window.page)
    assert results.response["testEngine"]["name"] == "axe-core"
    assert not window.violations


def test_a_window_without_scripts_still_shows_the_page(open_window):
    window = open_window(java_script_enabled=False)
    assert window.open("/admin/login/").ok
    assert window.page.get_by_label("Password").is_visible()
