"""The desk's first page, which is the queue, and the whole of each of its lists."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from jurisdictions.choices import BatchState
from jurisdictions.models import ImportBatch

from . import queue, undecided
from .access import may, may_read, may_read_all

PER_PAGE = 50


@require_safe
def home(request):
    """The admin's index, with what waits for somebody."""
    found, unmatched, in_review = [], 0, None
    if may_read(request):
        unmatched = undecided.waiting(request).count()
        found = queue.sections(request.user, may_read_all(request), timezone.now())
    if may_read_all(request):
        in_review = ImportBatch.objects.filter(state=BatchState.IN_REVIEW).count()
    context = {
        "sections": found,
        "batches": in_review,
        "unmatched": unmatched,
        "now": timezone.now(),
        "title": "What waits",
        "may_import": may(request, "import_batch"),
    }
    return admin.site.index(request, context)


@require_safe
def section(request, slug):
    """All rows of one section, a page at a time."""
    if not may_read(request):
        raise PermissionDenied
    if slug not in queue.BY_SLUG:
        raise Http404
    now = timezone.now()
    asked = queue.BY_SLUG[slug]
    rows = queue.Rows(asked, request.user, may_read_all(request), now)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **admin.site.each_context(request),
        "title": asked.title,
        "section": asked,
        "page": page,
        "now": now,
    }
    return TemplateResponse(request, "admin/jurisdictions/queue.html", context)
