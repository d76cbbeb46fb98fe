import hypothesis
import pytest
from django.db import connection
from django.test import override_settings

from tests.seeded import drop_record

# A database's pace differs from run to run: only wrong answers fail, not slow ones.
# The rest stays as it is by default, which in CI means the same examples each time.
hypothesis.settings.register_profile(
    "suite", hypothesis.settings.default, deadline=None
)
hypothesis.settings.load_profile("suite")


def pytest_collection_modifyitems(items):
    if connection.vendor == "postgresql":
        return
    skip = pytest.mark.skip(reason="needs PostgreSQL: `make test` starts one")
    for item in items:
        if item.get_closest_marker("postgres"):
            item.add_marker(skip)


@pytest.fixture(scope="session", autouse=True)
def no_packages(tmp_path_factory):
    """What somebody packaged in this folder is nothing to the tests."""
    with override_settings(EDITIONS_DIR=tmp_path_factory.mktemp("editions")):
        yield


@pytest.fixture(scope="session", autouse=True)
def plain_static_names():
    """Hashed names need `collectstatic`, which no test should wait for."""
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    with override_settings(
        STORAGES={
            "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            "staticfiles": {"BACKEND": plain},
        }
    ):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """pytest-django's, and what our own cases have made beside it."""
    yield
    with django_db_blocker.unblock():
        drop_record()
