import json
from unittest import mock

from django.core.exceptions import SuspiciousOperation
from django.db import DatabaseError
from django.http import HttpResponse
from django.test import TestCase, override_settings
from django.urls import include, path

from jurisdictions.models import Ledger
from jurisdictions.views import errors


def suspicious(request):
    raise SuspiciousOperation("malformed")


def broken(request):
    raise RuntimeError("broken")


urlpatterns = [
    path("400/", suspicious),
    path("400.json", suspicious),
    path("500/", broken),
    path("500.json", broken),
    path("", include("jurisdictions.urls")),
]
handler400, handler403 = errors.bad_request, errors.forbidden
handler404, handler500 = errors.not_found, errors.server_error


class ErrorTests(TestCase):
    def test_an_address_without_a_page_is_told_and_the_way_on_shown(self):
        for address in ("/no/such/page/", "/lists/nowhere/", "/sources/nowhere/"):
            page = self.client.get(address)
            self.assertContains(page, "There is no page at this", status_code=404)
            self.assertContains(page, 'action="/search/"', status_code=404)

    def test_where_a_file_was_asked_the_error_is_json(self):
        for address in ("/lists/nowhere.json", "/lists/nowhere.csv", "/nothing.json"):
            response = self.client.get(address)
            assert response.status_code == 404
            (error,) = response.json()["errors"]
            assert {*error} == {"parameter", "value", "message"}

    def test_an_error_page_asks_nothing_of_the_database(self):
        request = self.client.get("/about/").wsgi_request
        with self.assertNumQueries(0):
            for status in (400, 403, 404, 410, 414, 500):
                response = errors.refuse(request, status)
                assert response.status_code == status
                assert b"<h1>" in response.content
                assert not response.cookies

    @override_settings(ROOT_URLCONF="tests.test_errors")
    def test_each_kind_of_error_has_its_page(self):
        self.client.raise_request_exception = False
        for status, words in (
            (400, "The request could not be read"),
            (500, "The page could not be made"),
        ):
            page = self.client.get(f"/{status}/")
            self.assertContains(page, words, status_code=status)
            assert self.client.get(f"/{status}.json").json()["errors"]

    def test_a_post_to_a_page_is_refused(self):
        for address in ("/lists/", "/changes/", "/sources/", "/methodology/"):
            assert self.client.post(address).status_code == 405


class HealthTests(TestCase):
    def test_says_ok_and_the_edition_without_a_cookie(self):
        response = self.client.get("/healthz")
        edition = Ledger.objects.get(pk=1).edition
        assert response.content.decode() == f"ok, edition {edition}\n"
        assert response["Content-Type"].startswith("text/plain")
        assert response["Cache-Control"] == "no-store"
        assert not response.cookies

    def test_a_silent_database_is_503(self):
        failing = mock.patch.object(
            Ledger.objects, "values_list", side_effect=DatabaseError("away")
        )
        with failing, self.assertLogs("jurisdictions.views.health", "ERROR"):
            response = self.client.get("/healthz")
        assert response.status_code == 503
        assert b"away" not in response.content


class PolicyReportTests(TestCase):
    address = "/csp/"

    def report(self, body, **headers):
        kind = "application/csp-report"
        return self.client.post(self.address, body, content_type=kind, **headers)

    def test_logs_one_line_of_what_was_broken(self):
        body = {
            "csp-report": {
                "effective-directive": "script-src",
                "blocked-uri": "https://evil.example/\nERROR forged",
                "document-uri": "https://here.example/lists/",
                "script-sample": "x" * 4000,
            }
        }
        with self.assertLogs("jurisdictions.views.health", "WARNING") as logs:
            response = self.report(json.dumps(body))
        assert response.status_code == 204
        (line,) = logs.output
        assert "script-src" in line
        assert "\n" not in line
        assert len(line) < 700

    def test_any_body_is_taken_and_none_breaks_it(self):
        for body in ("[]", "{", '{"csp-report": 1}', "\x00\xff", "[" * 3000):
            with self.assertLogs("jurisdictions.views.health", "WARNING") as logs:
                assert self.report(body).status_code == 204
            assert len(logs.output[0]) < 700

    def test_a_long_body_is_not_read(self):
        with self.assertNoLogs("jurisdictions.views.health", "WARNING"):
            assert self.report("x" * 10_000).status_code == 204

    def test_needs_no_token_and_takes_nothing_but_a_post(self):
        self.client.handler.enforce_csrf_checks = True
        assert self.report("{}").status_code == 204
        assert self.client.get(self.address).status_code == 405

    def test_is_where_the_policy_sends_reports(self):
        policy = self.client.get("/about/")["Content-Security-Policy"]
        assert f"report-uri {self.address}" in policy
        assert isinstance(self.client.get("/about/"), HttpResponse)
