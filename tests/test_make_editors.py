import re
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client, RequestFactory, TestCase, override_settings

from jurisdictions.roles import Role, roles_of


def made():
    """{name: password} as the command prints them."""
    said = StringIO()
    call_command("make_editors", stdout=said)
    assert "/admin/login/" in said.getvalue()
    found = re.findall(r"(demo-\w+)\s+((?:\w+-)+\w+)", said.getvalue())
    return dict(found)


def signed_in(name, password):
    request = RequestFactory().post("/admin/login/")
    return authenticate(request, username=name, password=password)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="made on SQLite only")
class MakeEditorsTests(TestCase):
    def test_one_writes_and_another_publishes(self):
        passwords = made()
        roles = {
            name: roles_of(signed_in(name, password))
            for name, password in passwords.items()
        }
        assert roles == {
            "demo-editor": {Role.EDITOR},
            "demo-publisher": {Role.PUBLISHER},
        }
        assert all(len(password) >= 15 for password in passwords.values())

    def test_a_second_run_sets_new_passwords_and_no_new_accounts(self):
        first = made()
        User.objects.filter(username="demo-editor").update(is_superuser=True)
        second = made()
        assert User.objects.count() == 2
        assert not {*first.values()} & {*second.values()}
        assert not signed_in("demo-editor", first["demo-editor"])
        assert not User.objects.filter(is_superuser=True).exists()

    def test_the_printed_code_opens_the_second_step(self):
        password = made()["demo-editor"]
        browser, said = Client(), StringIO()
        data = {"username": "demo-editor", "password": password}
        assert browser.post("/admin/login/", data).status_code == 302
        call_command("make_editors", "--codes", stdout=said)
        [code] = re.findall(r"demo-editor +code ([0-9]{6})", said.getvalue())
        browser.post("/admin/second-step/", {"code": code})
        assert browser.get("/admin/").status_code == 200
        assert signed_in("demo-editor", password)

    def test_codes_are_printed_only_of_accounts_that_are_there(self):
        with pytest.raises(CommandError, match="make editor"):
            call_command("make_editors", "--codes")

    def test_where_readers_come_by_https_it_refuses(self):
        with override_settings(HTTPS=True), pytest.raises(CommandError):
            made()
        assert not User.objects.exists()


@pytest.mark.postgres
class NotOnPostgresTests(TestCase):
    def test_it_refuses_a_shared_database(self):
        with pytest.raises(CommandError, match="SQLite"):
            made()
