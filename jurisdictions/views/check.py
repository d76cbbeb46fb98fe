"""Was a number quoted from here wrong? What a page said, and what it says now."""

import csv
import io
import json
import re
from datetime import UTC

from django.db.models import Max
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.urls import resolve
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from jurisdictions.days import EASTERN
from jurisdictions.filters import CheckQuestion, MapQuestion, Problem
from jurisdictions.filters.differences import DAYS, KNOWN
from jurisdictions.models import Edition, Source
from jurisdictions.summaries import home
from jurisdictions.summaries.checking import WORDS, Said, checked, record_said
from jurisdictions.summaries.revisions import MODELS, history

from .answers import frame, refusal
from .inside import NotCitable, answered, cited_page, ours, refused, require_edition

URL = re.compile(r"https?://[^\s<>\"“”]+|(?<!\S)/[^\s<>\"“”]*")
EDITION = re.compile(r"\bedition (\d{1,9})\b", re.IGNORECASE)
FILE = re.compile(r"\.(csv|json|xlsx|geojson)$")
# What names a row of a file; of others, its claim does.
KEYS = {
    "list": ("id",),
    "sources": ("source",),
    "list_detail": ("number", "name_as_published"),
    "changes": ("claim", "revision"),
    "diff": ("jurisdiction", "field"),
}
NOTHING_ASKED = Problem("text", "", "Give a citation, or an address of this record.")


@require_safe
def check(request, form="html"):
    """What differs between what a page said and what it says: corrections apart."""
    question = request.question = CheckQuestion(request.GET)
    problems = [*question.problems] if form == "html" else question.strict_problems
    answer = None
    if not problems and question.value("text"):
        try:
            answer = _answer(request, question)
        except NotCitable as no:
            problems = [no.args[0]]
    if form == "json":
        if problems or not answer:
            return refusal(problems or [NOTHING_ASKED])
        return JsonResponse(_as_json(request, question, answer))
    context = {"question": question, "problems": problems, "answer": answer}
    return render(request, "pages/check.html", context)


def _answer(request, question):
    """The page as it was cited, and its Checked; raises NotCitable."""
    text = question.value("text")
    found = URL.search(text)
    if not found:
        raise refused("text", text, "holds no address of a page of this record.")
    url = found[0].rstrip(".,;:)”")
    path, asked = ours(_page_of(url), question, "text")
    named = EDITION.search(text)
    edition = question.value("edition") or (named and int(named[1]))
    _know_when(question, asked, url, edition)
    asked.pop("page", None)
    said, cited = cited_page(request, path, asked, url, "text")
    require_edition(edition, cited)
    now = asked.copy()
    del now["as_of"]
    then, same = (_said(request, path, each) for each in (asked, now))
    # A page that was asked for two days of its own has no later one.
    moves = now.pop("on", None) and said.day < question.today
    latest = _said(request, path, now) if moves else same
    clocks = {"moment": said.moment, "day": said.day, "today": question.today}
    return {
        "cited": cited,
        "day": said.day,
        "moment": said.moment,
        "checked": checked(then, same, latest, **clocks),
        "address": f"{path}?{now.urlencode()}" if now else path,
    }


def _page_of(url):
    """The page that a file's address belongs to."""
    path, mark, query = url.partition("?")
    return FILE.sub("/", path) + mark + query


def _know_when(question, asked, url, edition):
    """Give the address its two clocks, where it does not say them."""
    if not asked.get("as_of"):
        moment = question.value("read_on") or _published(edition)
        if not moment:
            told = "does not say when it was read; give its edition, or that day."
            raise refused("text", url, told)
        asked["as_of"] = f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
        if asked.keys().isdisjoint((*DAYS, *KNOWN)):
            asked.setdefault("on", moment.astimezone(EASTERN).date().isoformat())


def _published(number):
    if not number:
        return None
    edition = Edition.objects.filter(number=number).first()
    if not edition:
        newest = Edition.objects.aggregate(newest=Max("number"))["newest"] or "none"
        told = f"is not the number of an edition; the newest is {newest}."
        raise refused("edition", str(number), told)
    return edition.published_at


# What an address says, as cells


def _said(request, path, asked):
    """What the page says in rows, columns and marks; raises NotCitable."""
    match = resolve(path)
    if match.url_name == "home":
        return _home_said(asked)
    if match.url_name in ("record", "source"):
        return _record_said(request, path, asked, match)
    if match.url_name in ("history", "state_history"):
        path = path.removesuffix("history/")
        match = resolve(path)
    if match.url_name == "map":
        path, asked = "/jurisdictions/", _without(asked, "by")
        match = resolve(path)
    is_one = match.url_name in ("detail", "state")
    try:
        resolve(file := f"{path[:-1]}.{'json' if is_one else 'csv'}")
    except Http404 as error:
        raise refused("text", path, "has no figures of this record.") from error
    _, answer = answered(request, file, asked)
    if answer is None or answer.status_code in (404, 410):
        return Said(is_gone=True)
    text = b"".join(answer).decode()
    return _place_said(text) if is_one else _rows_said(text, match, asked.get("on"))


def _without(asked, name):
    asked = asked.copy()
    asked.pop(name, None)
    return asked


def _home_said(asked):
    question, said = MapQuestion(asked), Said()
    day = {"on": asked["on"]} if "on" in asked else {}

    def link(path, **filters):
        return f"{path}?{urlencode(filters | day, doseq=True)}"

    found = home.figures(question, home.counts(question), link)
    for place, figure in enumerate(found):
        cells = {"label": figure.label, "number": figure.value}
        said.add(place, cells, ("figure", figure.address))
    return said


def _record_said(request, path, asked, match):
    inner, _ = answered(request, path, asked)
    named = match.kwargs
    model = MODELS[named["kind"]] if "kind" in named else Source
    identity = {key: value for key, value in named.items() if key != "kind"}
    clocks = {"day": inner.question.day, "moment": inner.question.moment}
    _, known = history(model, moment=clocks["moment"], **identity)
    return record_said(known, **clocks)


def _place_said(text):
    """A jurisdiction's own columns, and its statements and awards."""
    found, said = json.loads(text), Said()
    place = ("place", found["id"])
    if found["standing"]:
        said.add("standing", _texts(found["standing"]), place)
    for row in (*found["statements"], *found["awards"]):
        said.add(row["claim"], _texts(row), ("claim", row["claim"]))
    return said


def _texts(row):
    return {name: _text(value) for name, value in row.items()}


def _text(value):
    if value is None:
        return ""
    return ", ".join(map(_text, value)) if isinstance(value, list) else str(value)


def _rows_said(text, match, day):
    said = Said()
    names = KEYS.get(match.url_name, ("claim",))
    rows = [*csv.DictReader(io.StringIO(text))]
    said.add("All rows", {"number_of_rows": f"{len(rows):,}"})
    for row in rows:
        if day and row.get("removed_on", "") > day:
            # The line has its whole history; on that day it had not ended.
            row |= {"removed_on": "", "end_reason": ""}
        source = row.get("source") if match.url_name == "sources" else ""
        marks = [
            ("claim", row.get("claim")),
            ("place", row.get("jurisdiction") or row.get("id")),
            ("page", source),
        ]
        if not any(value for _, value in marks):
            marks = [("page", match.kwargs.get("slug"))]
        said.add(tuple(row.get(name) for name in names), row, *marks)
    return said


# The answer for programs


def _as_json(request, question, answer):
    found, cited = answer["checked"], answer["cited"]
    return {
        **frame(request, question),
        "title": cited.title,
        "cited": {
            "edition": cited.edition,
            "on": answer["day"].isoformat(),
            "as_of": answer["moment"].isoformat(),
            "address": cited.address,
            "citation": cited.text,
        },
        "now": request.build_absolute_uri(answer["address"]),
        "stands": found.stands,
        "withdrawn": found.is_gone,
        "counts": found.counts,
        "learned": [_cell(each) for each in found.learned],
        "happened": [_cell(each) for each in found.happened],
    }


def _cell(cell):
    return {
        "what": cell.title,
        "field": cell.column or None,
        "was": cell.was or None,
        "now": cell.now or None,
        "kind": cell.kind,
        "kind_label": WORDS[cell.kind],
        "because": [_because(each) for each in cell.reasons],
        "figure": cell.figure or None,
    }


def _because(entry):
    return {
        "record": entry.address,
        "change": entry.key.change_kind,
        "published_at": entry.key.published_at.isoformat(),
        "on": entry.on and entry.on.iso,
        "says": entry.text,
        "note": entry.key.note,
        "source": entry.source and entry.source.slug,
    }
