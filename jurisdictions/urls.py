from django.urls import path, register_converter

from .views import detail, jurisdictions, pages

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
]
# Last, so that it shadows nothing: "/portland/", a name and no page of ours.
urlpatterns += [path("<slug:name>/", pages.choose, name="choose")]
