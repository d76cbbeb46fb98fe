"""The addresses below /api/v1/, and the page that describes them."""

from django.urls import path

from . import views
from .docs import documentation
from .kinds import KINDS, RECORDS, SLUGGED

BASE = "api/v1/"


def of_kind(kind):
    """The list of each kind."""
    listed = views.Listed.as_view(kind=kind)
    return path(f"{BASE}{kind.name}/", listed, name=f"api_{kind.name}")


def of_record(kind):
    """One of a kind by its claim; by its slug as well, where it has one."""
    address, name = f"{BASE}{kind.name}/", f"api_{kind.name}_one"
    one = views.OneRecord.as_view(kind=kind)
    yield path(f"{address}<uuid:claim>/", one, name=name)
    if kind.name in SLUGGED:
        alias = views.SlugAlias.as_view(kind=kind)
        yield path(f"{address}<slug:slug>/", alias, name=f"api_{kind.name}_alias")


JURISDICTIONS, EDITIONS = KINDS[0], KINDS[-1]
PLACE = f"{BASE}{JURISDICTIONS.name}/"


def addresses():
    """All of them; made when it is asked for, as the parts have names of their own."""
    return [
        path("api/", documentation, name="api"),
        path(f"{BASE}openapi.json", views.OpenApi.as_view(), name="api_openapi"),
        path(BASE, views.Index.as_view(), name="api_index"),
        *map(of_kind, KINDS),
        *(each for kind in RECORDS for each in of_record(kind)),
        path(
            f"{PLACE}<state:state>/",
            views.OneState.as_view(kind=JURISDICTIONS),
            name="api_state",
        ),
        path(
            f"{PLACE}<state:state>/<slug:slug>/",
            views.OnePlace.as_view(kind=JURISDICTIONS),
            name="api_jurisdiction",
        ),
        path(
            f"{PLACE}<slug:geoid>/",
            views.PlaceAlias.as_view(kind=JURISDICTIONS),
            name="api_geoid",
        ),
        path(
            f"{BASE}{EDITIONS.name}/<int:number>/",
            views.OneEdition.as_view(kind=EDITIONS),
            name="api_edition",
        ),
    ]
