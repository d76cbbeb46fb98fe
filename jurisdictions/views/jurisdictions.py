from dataclasses import replace

from csp.decorators import csp_update
from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jurisdictions import maps
from jurisdictions.days import ap_day
from jurisdictions.exports.columns import JURISDICTION_COLUMNS
from jurisdictions.exports.risk_columns import risk_columns
from jurisdictions.figures import explorer_figure
from jurisdictions.filters import SORTS, JurisdictionQuestion, MapQuestion
from jurisdictions.summaries.facets import facets
from jurisdictions.summaries.mapping import address, mapped
from jurisdictions.summaries.table import chips, notices, table, ways_out

from .answers import Table, as_file, frame, page_of, refusal
from .framing import MAP, TABLE, offer

# Filters without a control in the form; a question keeps them as it is sent again.
HELD = ("removed", "latest_grant_status", "w", "on", "as_of")


@require_safe
def jurisdiction_list(request, form="html"):
    """The filterable table. What cannot be read shows its message and no rows."""
    question = request.question = JurisdictionQuestion(request.GET).in_form(form)
    rows = question.answer().prefetch_related("lists")
    if form != "html":
        columns = (*JURISDICTION_COLUMNS, *risk_columns(question.exposure))
        found = Table(rows, columns, "Jurisdictions", "jurisdictions")
        return as_file(request, question, form, found)
    found = facets(question)
    page, past_the_end = page_of(question, rows, found.total)
    context = {
        **form_context(question, found),
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number),
        "past_the_end": past_the_end,
        "rows": table(question, page),
        "notices": notices(question, found),
        "ways_out": [] if found.total or question.problems else ways_out(question),
        "heads": heads(question),
        "query": question.query(page=None),
        "embed": offer(
            request, question, "/embed/jurisdictions/", "Jurisdictions", TABLE
        ),
    }
    return render(request, "jurisdictions/jurisdiction_list.html", context)


def form_context(question, found):
    """What the filter form and the line above the results need."""
    kept = {name: question.given.getlist(name) for name in HELD}
    return {
        "question": question,
        "found": found,
        "chips": chips(question),
        "clear": f"?{question.query(page=None, **dict.fromkeys(question.active))}",
        "hidden": [(name, value) for name, values in kept.items() for value in values],
        "sorts": [(code, label) for code, (label, _) in SORTS.items()],
        "sort": question.value("sort") or "name",
    }


def heads(question):
    """{column: (address that sorts by it, its aria-sort)}."""
    now = question.value("sort") or "name"
    offers = {
        "name": ("name",),
        "position": ("-position_on",),
        "finding": ("-finding_on",),
        "amount": ("-amount", "amount"),
        "risk": ("-risk",),
    }
    found = {}
    for column, codes in offers.items():
        following = next((code for code in codes if code != now), codes[0])
        state = "descending" if now.startswith("-") else "ascending"
        found[column] = {
            "address": f"?{question.query(page=None, sort=[following])}",
            "state": state if now in codes else "",
        }
    return found


# The map

# Plotly writes style elements of its own: an empty one, and in the package's full
# build one for map tiles, which we do not use. Nothing else is let in.
PLOTLY_STYLES = {
    "style-src": [
        "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
        "'sha256-ji27qzEtxXZW+7dun6UwjHXJ18e6WAin1VvNtkzIE/o='",
    ]
}


@require_safe
@csp_update(PLOTLY_STYLES)
def map_page(request):
    """The map, its legend, its table, and what is not drawn, each with a reason."""
    question = request.question = MapQuestion(request.GET)
    found = facets(question)
    shown = mapped(question)
    query = question.query(page=None)
    context = {
        **form_context(question, found),
        "mapped": shown,
        "picture": draw(question, shown),
        "figure_url": f"/map/figure.json?{query}" if query else "/map/figure.json",
        "dimensions": dimensions(question),
        "notices": notices(question, found),
        "query": query,
        "embed": offer(request, question, "/embed/map/", f"Map: {shown.title}", MAP),
        # A list has no dimension: asked for one, its file would refuse.
        "rows_query": question.query(page=None, by=None),
    }
    return render(request, "jurisdictions/map.html", context)


@require_safe
def map_json(request):
    """Which of the matching jurisdictions are drawn, and why the others are not."""
    question = MapQuestion(request.GET)
    if question.strict_problems:
        return refusal(question.strict_problems)
    shown = mapped(question)
    features = {feature_of(question, spot): spot for spot in shown.spots}
    keys = {each: spot.standing.jurisdiction.path for each, spot in features.items()}
    picture = draw(question, shown)
    reasons = dict(picture.off_map)
    return JsonResponse(
        {
            "count": picture.total,
            **frame(request, question),
            "drawn": [key for each, key in keys.items() if each not in reasons],
            "off_map": [
                {"id": keys[each], "reason": reason} for each, reason in picture.off_map
            ],
        }
    )


@require_safe
def map_figure(request):
    """The same picture for the explorer, as a plotly figure."""
    question = MapQuestion(request.GET)
    if question.strict_problems:
        return refusal(question.strict_problems)
    picture = draw(question, mapped(question))
    credit = (
        f"As things stood on {ap_day(question.day)}."
        f" Jurisdictions Under Review, edition {request.edition.edition},"
        f" {settings.SITE_URL}/map/"
    )
    return JsonResponse(explorer_figure(picture, credit=credit))


def draw(question, shown):
    """The Picture of what is mapped; blank states link to what lies in them."""
    states = {spot.standing.state for spot in shown.spots}
    return maps.picture(
        [feature_of(question, spot) for spot in shown.spots],
        [
            maps.Status(each.code, each.label, each.address, each.shape, each.parts)
            for each in shown.meanings
        ],
        linked_states={each: address(question, state=[each]) for each in states},
        ground=replace(maps.GROUND, label=shown.ground),
    )


def feature_of(question, spot):
    at = spot.standing
    return maps.Feature(
        geoid=at.jurisdiction.geoid,
        level=spot.level,
        name=at.name,
        state=at.state,
        url=f"{at.jurisdiction.get_absolute_url()}{question.keep}",
        lat=at.jurisdiction.lat,
        lon=at.jurisdiction.lon,
        status=spot.meaning.code,
        note=spot.note,
        part=spot.code,
    )


def dimensions(question):
    """[(label, address, whether it is the one shown)] of the switch."""
    now = question.value("by") or "list"
    return [
        (label, f"?{question.query(page=None, by=[code])}", code == now)
        for code, label in question.filters["by"].extra["choices"]
    ]
