import logging

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from jurisdictions.exports.attachments import attachment
from jurisdictions.models import Document

log = logging.getLogger(__name__)


@require_safe
def document_file(request, sha256):
    """The document of a source that is on the site, to be saved."""
    document = get_object_or_404(Document.objects.public(), sha256=sha256)
    try:
        return attachment(document)
    except OSError as error:
        log.exception("The file of document %s cannot be read", document.sha256)
        raise Http404("Its file is not here.") from error
