"""Where a search engine may find each public page."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from jurisdictions.models import GovernmentList, Jurisdiction, Source

PAGES = (
    *("home", "list", "map", "lists", "changes", "sources", "methodology"),
    *("data", "about"),
)


class Pages(Sitemap):
    def items(self):
        return PAGES

    def location(self, item):
        return reverse(f"jurisdictions:{item}")


class Records(Sitemap):
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
