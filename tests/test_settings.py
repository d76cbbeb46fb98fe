import json
import subprocess
import sys

import pytest

from tests.code_figures import ROOT
from tests.environment import clean

READ = """
import json
from django.conf import settings
names = [name for name in dir(settings) if name.isupper()]
print(json.dumps({name: getattr(settings, name) for name in names}, default=str))
"""


def start(**variables):
    """A process that reads the settings and prints them."""
    env = clean(SECRET_KEY="secret", DJANGO_SETTINGS_MODULE="sanctuary.settings")
    env |= variables
    command = [sys.executable, "-c", READ]
    return subprocess.run(
        command, env=env, cwd=ROOT, capture_output=True, text=True, check=False
    )


def settings(**variables):
    return json.loads(start(**variables).stdout)


def test_a_site_without_variables_is_for_this_machine_alone():
    found = settings()
    assert found["DEBUG"] is False
    assert found["SITE_URL"] == "http://127.0.0.1:8000"
    assert found["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost", "127.0.0.1"]
    assert found["SECURE_HSTS_SECONDS"] == 0
    assert found["SESSION_COOKIE_NAME"] == "session"
    assert found["API_PER_MINUTE"] == 0


def test_an_https_address_turns_on_all_that_needs_it():
    found = settings(SITE_URL="https://record.example.org/")
    assert found["SITE_URL"] == "https://record.example.org"
    assert found["ALLOWED_HOSTS"] == ["record.example.org"]
    assert found["SECURE_HSTS_SECONDS"] == 63072000
    assert found["SECURE_SSL_REDIRECT"] is True
    assert found["API_PER_MINUTE"] == 60
    assert found["SESSION_COOKIE_NAME"] == "__Host-session"
    assert found["CSRF_COOKIE_NAME"] == "__Host-csrf"
    assert found["SESSION_COOKIE_SECURE"] and found["CSRF_COOKIE_SECURE"]


def test_sqlite_waits_for_its_turn():
    options = settings(DATABASE_URL="sqlite:///elsewhere.sqlite3")["DATABASES"]
    options = options["default"]["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    for part in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout"):
        assert part in options["init_command"]


def test_a_socket_address_of_postgresql_is_understood():
    address = "postgresql://postgres:@/postgres?host=/tmp/pg"
    found = settings(DATABASE_URL=address)["DATABASES"]["default"]
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert found["OPTIONS"] == {"host": "/tmp/pg"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "yes"),
        ("BEHIND_PROXY", "1"),
        ("LOG_LEVEL", "loud"),
        ("DATABASE_URL", "oracles://record"),
        ("PORT", "80a"),
        ("PORT", "-1"),
        ("API_PER_MINUTE", "-1"),
        ("ALLOWED_HOSTS", "one.example,,two.example"),
        ("ALLOWED_HOSTS", "one.example two.example"),
        ("SITE_URL", "record.example.org"),
        ("SITE_URL", "https://record.example.org/path"),
        ("SECRET_KEY", ""),
    ],
)
def test_a_value_that_cannot_be_read_stops_the_start(name, value):
    refused = start(**{name: value})
    assert refused.returncode == 1
    assert f"ImproperlyConfigured: {name} must be" in refused.stderr


def test_debugging_needs_no_key():
    assert settings(DEBUG="true", SECRET_KEY="")["DEBUG"] is True
