"""How an answer leaves: a page, a file of some form, or the refusal of a question.

A view says its rows and columns once, as a Table; the ending of the address says in
which form they leave.
"""

from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render

from jurisdictions.exports.about import About
from jurisdictions.exports.citing import cited
from jurisdictions.exports.columns import as_dict
from jurisdictions.exports.geojson import geojson_lines
from jurisdictions.exports.tabular import csv_lines, in_chunks
from jurisdictions.exports.workbooks import workbook
from jurisdictions.filters import Problem
from jurisdictions.maps import misplaced
from jurisdictions.summaries.table import chips

PER_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Table:
    """What a view answers with: rows, their columns, and what they are called.

    `rows` are a QuerySet, a list, or something that has `everything`. `extra` is what
    JSON says besides. The file is `name`, with the ending of its form.
    """

    rows: Any
    columns: tuple
    title: str
    name: str
    extra: dict = field(default_factory=dict)

    def everything(self):
        """(how many rows, all of them one after another)."""
        if isinstance(self.rows, QuerySet):
            keys = [*self.rows.values_list("pk", flat=True)]
            return len(keys), in_chunks(self.rows, keys)
        if hasattr(self.rows, "everything"):
            return self.rows.everything()
        return len(self.rows), self.rows


def refusal(problems):
    """400 in the one shape of the files: each parameter, its value and a sentence."""
    errors = [
        {"parameter": p.parameter, "value": p.value, "message": p.message}
        for p in problems
    ]
    return JsonResponse({"errors": errors}, status=400)


def unreadable(request, question, name):
    """A page of that name without its rows, because of a bad day or moment."""
    context = {"question": question, "name": name}
    return render(request, "jurisdictions/unreadable.html", context)


def page_of(question, rows, count=None):
    """(the page asked for, whether it lay past the end and page 1 stands in)."""
    paginator = Paginator(rows, PER_PAGE)
    if count is not None:
        paginator.count = count
    is_past = question.page_number > paginator.num_pages
    return paginator.page(1 if is_past else question.page_number), is_past


def as_file(request, question, form, table):
    """The table in this form; 400 for a bad question."""
    if question.strict_problems:
        return refusal(question.strict_problems)
    if form == "json":
        return _json_page(request, question, table)
    count, rows = table.everything()
    about = _about(request, question, table, count)
    response = WHOLE[form](request, question, table, rows, about)
    disposition = f'attachment; filename="{table.name}.{form}"'
    headers = {"Content-Disposition": disposition, **about.headers()}
    for name, value in headers.items():
        response[name] = value
    response["X-Edition"] = str(request.edition.edition)
    return response


def frame(request, question):
    """What every JSON answer says of itself."""
    return {
        "edition": request.edition.edition,
        "on": question.day.isoformat(),
        "as_of": question.moment and question.moment.isoformat(),
    }


# One form each


def _json_page(request, question, table):
    """The envelope of every list address, one page of it."""
    page, is_past = page_of(question, table.rows)
    if is_past:
        return refusal([past_the_end(question, page)])
    answer = {
        "count": page.paginator.count,
        "next": _neighbour(request, question, page, 1),
        "previous": _neighbour(request, question, page, -1),
        **frame(request, question),
        **table.extra,
        "results": [as_dict(row, table.columns) for row in page],
    }
    links = _about(request, question, table, page.paginator.count).links()
    return JsonResponse(answer, headers=links)


def _csv(request, question, table, rows, about):
    lines = csv_lines(rows, table.columns, for_excel=bool(question.value("excel")))
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")


def _xlsx(request, question, table, rows, about):
    file = workbook(rows, table.columns, about)
    return FileResponse(file, content_type=XLSX)


def _geojson(request, question, table, rows, about):
    said = {"count": about.rows, **frame(request, question)}
    lines = geojson_lines(rows, table.columns, frame=said, misplaced=misplaced)
    return StreamingHttpResponse(lines, content_type="application/geo+json")


WHOLE = {"csv": _csv, "xlsx": _xlsx, "geojson": _geojson}


def _about(request, question, table, count):
    return About(
        cited=cited(question, request.edition, request.path, table.title),
        on=question.day,
        as_of=question.moment,
        filters=tuple(label for label, _ in chips(question)),
        query=question.query(page=None, excel=None),
        rows=count,
    )


def past_the_end(question, page):
    """The problem of a page number that is too high."""
    return Problem(
        "page",
        str(question.page_number),
        f"The last page is {page.paginator.num_pages}.",
    )


def _neighbour(request, question, page, step):
    number = page.number + step
    if not 1 <= number <= page.paginator.num_pages:
        return None
    return request.build_absolute_uri(
        f"{request.path}?{question.query(page=[str(number)])}"
    )
