"""Where a search engine may find each public page."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from jurisdictions.models import GovernmentList, Jurisdiction, Source

PAGES = (
    *("home", "list", "map", "lists", "changes", "sources", "methodology"),
    *("diff", "data", "api", "about"),
)


class OfSite(Sitemap):
    """With the public address of the site, as canonical links have it."""

    protocol, domain, *_ = urlsplit(settings.SITE_URL)

    def get_domain(self, site=None):
        return self.domain


class Pages(OfSite):
    def items(self):
        return PAGES

    def location(self, item):
        return reverse(f"jurisdictions:{item}")


class Records(OfSite):
    """The pages of one kind of public rows, in a stable order."""

    def __init__(self, rows):
        self.rows = rows

    def items(self):
        return self.rows()


def jurisdictions():
    return Jurisdiction.objects.on_the_site().order_by("state", "slug")


SITEMAPS = {
    "pages": Pages,
    "jurisdictions": Records(jurisdictions),
    "lists": Records(lambda: GovernmentList.objects.live().order_by("slug")),
    "sources": Records(lambda: Source.objects.live().order_by("slug")),
}
