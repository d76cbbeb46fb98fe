from django.contrib.sitemaps.views import sitemap
from django.urls import path, register_converter
from django.views.decorators.http import require_safe

from .views import (
    changes,
    detail,
    differences,
    documents,
    health,
    jurisdictions,
    lists,
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


register_converter(StateConverter, "state")

urlpatterns = [
    path("", pages.home, name="home"),
    path("map/", jurisdictions.map_page, name="map"),
    path("map.json", jurisdictions.map_json, name="map_json"),
    path("map/figure.json", jurisdictions.map_figure, name="map_figure"),
    path("search/", pages.search_page, name="search"),
    path("jurisdictions/", jurisdictions.jurisdiction_list, name="list"),
    path(
        "jurisdictions.json",
        jurisdictions.jurisdiction_list,
        {"form": "json"},
        name="list_json",
    ),
    path(
        "jurisdictions.csv",
        jurisdictions.jurisdiction_list,
        {"form": "csv"},
        name="list_csv",
    ),
    path("jurisdictions/<state:state>/", detail.jurisdiction_detail, name="state"),
    path(
        "jurisdictions/<state:state>.json",
        detail.jurisdiction_detail,
        {"form": "json"},
        name="state_json",
    ),
    path(
        "jurisdictions/<state:state>.csv",
        detail.jurisdiction_detail,
        {"form": "csv"},
        name="state_csv",
    ),
    path(
        "jurisdictions/<state:state>/history/",
        detail.jurisdiction_history,
        name="state_history",
    ),
    path(
        "jurisdictions/<state:state>/<slug:slug>/",
        detail.jurisdiction_detail,
        name="detail",
    ),
    path(
        "jurisdictions/<state:state>/<slug:slug>.json",
        detail.jurisdiction_detail,
        {"form": "json"},
        name="detail_json",
    ),
    path(
        "jurisdictions/<state:state>/<slug:slug>.csv",
        detail.jurisdiction_detail,
        {"form": "csv"},
        name="detail_csv",
    ),
    path(
        "jurisdictions/<state:state>/<slug:slug>/history/",
        detail.jurisdiction_history,
        name="history",
    ),
    path("lists/", lists.list_index, name="lists"),
    path("lists/<slug:slug>/", lists.list_detail, name="list_detail"),
    path(
        "lists/<slug:slug>.json",
        lists.list_detail,
        {"form": "json"},
        name="list_detail_json",
    ),
    path(
        "lists/<slug:slug>.csv",
        lists.list_detail,
        {"form": "csv"},
        name="list_detail_csv",
    ),
    path("changes/", changes.change_list, name="changes"),
    path("changes.json", changes.change_list, {"form": "json"}, name="changes_json"),
    path("diff/", differences.diff, name="diff"),
    path("diff.json", differences.diff, {"form": "json"}, name="diff_json"),
    path("diff.csv", differences.diff, {"form": "csv"}, name="diff_csv"),
    path("records/<slug:kind>/<uuid:claim>/", records.record_detail, name="record"),
    path("sources/", sources.source_list, name="sources"),
    path("sources.json", sources.source_list, {"form": "json"}, name="sources_json"),
    path("sources.csv", sources.source_list, {"form": "csv"}, name="sources_csv"),
    path("sources/<slug:slug>/", sources.source_detail, name="source"),
    path("documents/<slug:sha256>/", documents.document_file, name="document"),
    path("methodology/", prose.methodology, name="methodology"),
    path("data/", prose.data, name="data"),
    path("about/", prose.about, name="about"),
    path("healthz", health.healthz, name="healthz"),
    path("sitemap.xml", require_safe(sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
    path("robots.txt", health.robots, name="robots"),
    path("csp/", health.csp_report, name="csp_report"),
]
# Last, so that it shadows nothing: "/portland/", a name and no page of ours.
urlpatterns += [path("<slug:name>/", pages.choose, name="choose")]
