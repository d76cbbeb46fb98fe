from django.conf import settings
from django.test import TestCase

from jurisdictions.models import GovernmentList
from tests.factories import make_draft, make_jurisdiction, make_list, make_position


class SitemapTests(TestCase):
    def found(self):
        return self.client.get("/sitemap.xml").content.decode()

    def test_names_what_is_public_and_nothing_else(self):
        make_draft(GovernmentList, slug="not-yet", title="Not yet", issuer="DOJ")
        place = make_jurisdiction("Alder Falls", state="OR")
        make_position(jurisdiction=place)
        make_list(slug="falls-2025")
        body = self.found()
        for address in ("/", "/methodology/", "/lists/falls-2025/"):
            assert f"<loc>{settings.SITE_URL}{address}</loc>" in body
        assert place.get_absolute_url() in body
        assert "not-yet" not in body

    def test_robots_are_led_to_it(self):
        self.assertContains(self.client.get("/robots.txt"), "/sitemap.xml")
