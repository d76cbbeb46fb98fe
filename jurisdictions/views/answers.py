"""How an answer leaves: a page, JSON, CSV, or the refusal of a question."""

from django.core.paginator import Paginator
from django.http import JsonResponse, StreamingHttpResponse
from django.shortcuts import render

from jurisdictions.exports.columns import as_dict
from jurisdictions.exports.tabular import csv_lines, in_chunks
from jurisdictions.filters import Problem

PER_PAGE = 50


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
    past_the_end = question.page_number > paginator.num_pages
    return paginator.page(1 if past_the_end else question.page_number), past_the_end


def json_list(request, question, rows, columns, **extra):
    """The envelope of every list address, one page of it; 400 for a bad question."""
    if question.strict_problems:
        return refusal(question.strict_problems)
    page, past_the_end = page_of(question, rows)
    if past_the_end:
        return refusal([_past_the_end(question, page)])
    return JsonResponse(
        {
            "count": page.paginator.count,
            "next": _neighbour(request, question, page, 1),
            "previous": _neighbour(request, question, page, -1),
            **frame(request, question),
            **extra,
            "results": [as_dict(row, columns) for row in page],
        }
    )


def frame(request, question):
    """What every JSON answer says of itself."""
    return {
        "edition": request.edition.edition,
        "on": question.day.isoformat(),
        "as_of": question.moment and question.moment.isoformat(),
    }


def csv_file(request, question, rows, columns, filename):
    """Every matching row as a streamed file; 400 for a bad question."""
    if question.strict_problems:
        return refusal(question.strict_problems)
    keys = [*rows.values_list("pk", flat=True)]
    return plain_csv(request, in_chunks(rows, keys), columns, filename, len(keys))


def plain_csv(request, rows, columns, filename, count=None):
    """These rows as a streamed file."""
    response = StreamingHttpResponse(
        csv_lines(rows, columns), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{filename}.csv"'
    # A cut-off download shows itself: fewer rows than announced.
    response["X-Row-Count"] = str(len(rows) if count is None else count)
    response["X-Edition"] = str(request.edition.edition)
    return response


def _past_the_end(question, page):
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
