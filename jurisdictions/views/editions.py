from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

from jurisdictions.exports.shelf import opened
from jurisdictions.filters import Question

from .answers import refusal

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "zip": "application/zip",
}


@require_safe
def edition_file(request, number, name):
    """The package of an edition, or one file out of it."""
    question = request.question = Question(request.GET)
    if question.strict_problems:
        return refusal(question.strict_problems)
    file = opened(number, name)
    if file is None:
        raise Http404("No package of that edition has such a file.")
    kind = TYPES.get(name.rpartition(".")[2], "text/plain; charset=utf-8")
    return FileResponse(file, as_attachment=True, filename=name, content_type=kind)
