from django.contrib.sitemaps.views import sitemap
from django.urls import path, register_converter
from django.views.decorators.http import require_safe

from .api.urls import addresses
from .views import (
    alerts,
    changes,
    check,
    citations,
    detail,
    differences,
    documents,
    editions,
    embeds,
    feeds,
    health,
    jurisdictions,
    lists,
    oembed,
    pages,
    prose,
    records,
    sources,
)
from .views.sitemaps import SITEMAPS

app_name = "jurisdictions"


class StateConverter:
    """Two small letters: "pa". Which of them exist, the view says."""

    regex = "[a-z]{2}"

    def to_python(self, value):
        return value

    to_url = to_python


class PackageConverter(StateConverter):
    """The name of a file in a package. Which of them exist, the view says."""

    regex = r"[A-Za-z][\w.-]*"


register_converter(StateConverter, "state")
register_converter(PackageConverter, "package")


def forms(route, view, name, *more):
    """A page and its files: each ending stands in place of the page's last slash."""
    yield path(f"{route}/", view, name=name)
    for form in ("json", "csv", "xlsx", *more):
        yield path(f"{route}.{form}", view, {"form": form}, name=f"{name}_{form}")


STATE, PLACE = "jurisdictions/<state:state>", "jurisdictions/<state:state>/<slug:slug>"

urlpatterns = [
    path("", pages.home, name="home"),
    path("map/", jurisdictions.map_page, name="map"),
    path("map.json", jurisdictions.map_json, name="map_json"),
    path("map/figure.json", jurisdictions.map_figure, name="map_figure"),
    path("search/", pages.search_page, name="search"),
    *forms("jurisdictions", jurisdictions.jurisdiction_list, "list", "geojson"),
    path(f"{STATE}/risk.json", detail.jurisdiction_risk, name="state_risk"),
    *forms(STATE, detail.jurisdiction_detail, "state"),
    path(f"{STATE}/history/", detail.jurisdiction_history, name="state_history"),
    path(f"{PLACE}/risk.json", detail.jurisdiction_risk, name="risk"),
    *forms(PLACE, detail.jurisdiction_detail, "detail"),
    path(f"{PLACE}/history/", detail.jurisdiction_history, name="history"),
    path("lists/", lists.list_index, name="lists"),
    *forms("lists/<slug:slug>", lists.list_detail, "list_detail"),
    *forms("changes", changes.change_list, "changes"),
    *forms("diff", differences.diff, "diff"),
    path("records/<slug:kind>/<uuid:claim>/", records.record_detail, name="record"),
    *forms("sources", sources.source_list, "sources"),
    path("sources/<slug:slug>/", sources.source_detail, name="source"),
    path("documents/<slug:sha256>/", documents.document_file, name="document"),
    path("check/", check.check, name="check"),
    path("check.json", check.check, {"form": "json"}, name="check_json"),
    path("cite.bib", citations.citation, {"form": "bib"}, name="cite_bib"),
    path("cite.ris", citations.citation, {"form": "ris"}, name="cite_ris"),
    path("CITATION.cff", citations.citation_cff, name="citation_cff"),
    path("methodology/", prose.methodology, name="methodology"),
    path("data/", prose.data, name="data"),
    path(
        "data/editions/<int:number>/<package:name>",
        editions.edition_file,
        name="edition_file",
    ),
    path("about/", prose.about, name="about"),
    path("healthz", health.healthz, name="healthz"),
    path("sitemap.xml", require_safe(sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
    path("robots.txt", health.robots, name="robots"),
    path("csp/", health.csp_report, name="csp_report"),
    *addresses(),
]
urlpatterns += [
    path("alerts/", alerts.alert_form, name="alert_form"),
    path("alerts/asked/", alerts.alert_asked, name="alert_asked"),
    path("alerts/<str:token>/", alerts.alert, name="alert"),
    path("alerts/<str:token>/end/", alerts.alert_end, name="alert_end"),
]
# What pages elsewhere may frame.
urlpatterns += [
    path("embed/jurisdictions/", embeds.table_frame, name="embed_table"),
    path("embed/jurisdictions/<state:state>/", embeds.card, name="embed_state"),
    path(
        "embed/jurisdictions/<state:state>/<slug:slug>/", embeds.card, name="embed_card"
    ),
    path("embed/map/", embeds.map_frame, name="embed_map"),
    path("embed/lists/", embeds.chart_frame, name="embed_chart"),
    path("oembed.json", oembed.oembed, name="oembed"),
]
# What can be followed, in the two forms that readers of feeds know.
urlpatterns += [
    path(f"{address}{ending}", view, {"form": form}, name=f"{name}_{form}_feed")
    for address, view, name in (
        ("changes", feeds.change_feed, "changes"),
        ("jurisdictions/<state:state>", feeds.jurisdiction_feed, "state"),
        ("jurisdictions/<state:state>/<slug:slug>", feeds.jurisdiction_feed, "detail"),
        ("lists/<slug:slug>", feeds.list_feed, "list_detail"),
    )
    for form, ending in (("atom", ".atom"), ("json", ".feed.json"))
]
# Last, so that it shadows nothing: "/portland/", a name and no page of ours.
urlpatterns += [path("<slug:name>/", pages.choose, name="choose")]
