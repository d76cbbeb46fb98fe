import pytest
from django.http import HttpResponse
from django.test import RequestFactory, TestCase

from jurisdictions.middleware import SecurityHeaders

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    "report-uri /csp/",
}


class HeaderTests(TestCase):
    def assert_strict(self, response):
        headers = response.headers
        assert set(headers["Content-Security-Policy"].split("; ")) == POLICY
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"]
        assert "browsing-topics=()" in headers["Permissions-Policy"]

    def test_the_sign_in_page_is_strict_and_is_not_stored(self):
        response = self.client.get("/admin/login/")
        self.assert_strict(response)
        assert "no-store" in response.headers["Cache-Control"]

    def test_a_missing_page_is_as_strict_and_sets_no_cookie(self):
        response = self.client.get("/nowhere/")
        assert response.status_code == 404
        self.assert_strict(response)
        assert not response.cookies

    def test_https_is_remembered_only_where_it_is_the_address(self):
        assert "Strict-Transport-Security" not in self.client.get("/nowhere/").headers


@pytest.mark.parametrize("own", ["cross-origin", "same-site"])
def test_a_view_keeps_its_own_resource_policy(own):
    def view(request):
        return HttpResponse(headers={"Cross-Origin-Resource-Policy": own})

    response = SecurityHeaders(view)(RequestFactory().get("/"))
    assert response.headers["Cross-Origin-Resource-Policy"] == own
