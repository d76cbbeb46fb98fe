from django.shortcuts import render
from django.views.decorators.http import require_safe

from jurisdictions.choices import ChangeKind
from jurisdictions.exports.change_columns import CHANGE_COLUMNS
from jurisdictions.filters import ChangeQuestion
from jurisdictions.summaries.changes import selection

from .answers import Table, as_file, page_of

# In the order of the page: corrections stand first, as they say what was wrong.
TABS = (
    (ChangeKind.CORRECTION, "Corrections"),
    (ChangeKind.NEW, "New"),
    (ChangeKind.UPDATE, "Updates"),
    (ChangeKind.MINOR, "Minor changes"),
    (ChangeKind.WITHDRAWAL, "Withdrawals"),
)
NARROWING = ("jurisdiction", "list", "since")


@require_safe
def change_list(request, form="html"):
    """What was published, newest first; in HTML a first load is one line."""
    question = request.question = ChangeQuestion(request.GET).in_form(form)
    found = selection(question, fold_loads=form == "html")
    if form != "html":
        table = Table(found, CHANGE_COLUMNS, "Changes of the record", "changes")
        return as_file(request, question, form, table)
    page, is_past = page_of(question, found)
    context = {
        "question": question,
        "found": found,
        "page": page,
        "past_the_end": is_past,
        "tabs": [*_tabs(question, found)],
        "kind_words": [ChangeKind(kind).label.lower() for kind in found.kinds],
        "jurisdiction": question.given.get("jurisdiction", ""),
        "since": question.value("since"),
        "query": question.query(page=None),
        "list": question.value("list"),
        "lists": question.filters["list"].extra["choices"],
        "load_address": f"?{question.query(kind=[ChangeKind.NEW.value], page=None)}",
        "clear": f"?{question.query(**dict.fromkeys(NARROWING), page=None)}",
        "feed_query": _question_mark(question.query(page=None, on=None, as_of=None)),
        "files_query": _question_mark(question.query(page=None)),
    }
    return render(request, "changes/change_list.html", context)


def _question_mark(query):
    return f"?{query}" if query else ""


def _tabs(question, found):
    """(label, count or None, address, whether it is the one shown)."""
    everything = f"?{question.query(kind=None, page=None)}"
    yield "All changes", None, everything, not found.kinds
    for kind, label in TABS:
        address = f"?{question.query(kind=[kind.value], page=None)}"
        yield label, found.counts[kind], address, found.kinds == [kind]
