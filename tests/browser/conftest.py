"""A browser window on the served site, cut off from every other host."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.db import connections
from django.test.utils import setup_databases, teardown_databases
from playwright.sync_api import Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

CHROMIUM = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
NOTE_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
    noteViolation(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
});
"""

# Playwright keeps an event loop in the tests' thread, where Django would refuse the
# database; nothing else runs in that loop while a test asks the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass
class Window:
    """A page, what it asked for, and what the browser complained of."""

    page: Page
    site: str
    requests: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)

    def __post_init__(self):
        self.page.route("**/*", self.let_through)
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.console.append(message.text))
        self.page.on("pageerror", lambda error: self.console.append(str(error)))
        self.page.expose_function("noteViolation", self.note_violation)
        self.page.add_init_script(NOTE_VIOLATIONS)

    def let_through(self, route):
        """Only our own host answers; a picture in the address itself asks nobody."""
        if urlsplit(route.request.url).netloc == urlsplit(self.site).netloc:
            route.continue_()
        else:
            self.refused.append(route.request.url)
            route.abort()

    def note_violation(self, text):
        self.violations.append(text)

    def open(self, path):
        return self.page.goto(self.site + path)

    def cookies(self):
        return self.page.context.cookies()

    def assert_quiet(self):
        """No other host asked, no policy broken, no message written, no cookie set."""
        assert not self.refused
        assert not self.violations
        assert not self.console
        assert not self.cookies()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory):
    """SQLite in a file: served pages get connections of their own, as in real use."""
    default = connections["default"]
    if default.vendor == "sqlite":
        name = tmp_path_factory.mktemp("browser") / "record.sqlite3"
        default.settings_dict["TEST"]["NAME"] = str(name)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment, django_db_modify_db_settings, django_db_blocker
):
    """A database of this run's own.

    pytest-django's fixture of this name makes one only for tests that it sees using
    the database. These use it through the served site, which would else serve, and
    write to, the record of this machine.
    """
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False)
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session")
def site(django_db_setup, django_db_blocker):
    """The address of the site with the whole record, for all tests of the run.

    What one test writes stays there for the next: published rows cannot be deleted,
    so the tables are not emptied between tests as pytest-django's live_server does.
    """
    with django_db_blocker.unblock():
        call_command("seed", verbosity=0)
        server = LiveServer("localhost")
        yield server.url
        server.stop()


@pytest.fixture(scope="session")
def browser():
    if not Path(CHROMIUM).exists():
        missing = pytest.fail if os.environ.get("CI") else pytest.skip
        missing(f"There is no {CHROMIUM}; CHROMIUM= names another.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def open_window(site, browser):
    """Opens windows; the options are those of Playwright's `browser.new_context`."""
    contexts = []

    def open_window(**options):
        contexts.append(browser.new_context(**options))
        return Window(contexts[-1].new_page(), site)

    yield open_window
    for context in contexts:
        context.close()


@pytest.fixture
def window(open_window):
    return open_window(viewport={"width": 1280, "height": 800})
