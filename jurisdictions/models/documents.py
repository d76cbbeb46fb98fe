"""Files that editors uploaded: kept under the hash of their bytes, never changed."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.core import checks
from django.db import models
from django.db.models import Q

from jurisdictions.uploads import EXTENSIONS, LABELS, MAX_BYTES

from .sources import Source


class DocumentQuerySet(models.QuerySet):
    def public(self):
        """Those whose source readers can see now."""
        return self.filter(source_claim__in=Source.objects.live().values("claim"))

    def of_source(self, claim):
        return self.filter(source_claim=claim).order_by("pk")

    def tie(self, pk, claim):
        """Give an untied document its source; rows changed: 0 when it has one."""
        return self.filter(pk=pk, source_claim=None).update(source_claim=claim)


class Document(models.Model):
    """A file that an editor uploaded, as the evidence of a source or on its own."""

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField("name it came with", max_length=200)
    size = models.PositiveIntegerField("bytes")
    kind = models.CharField(max_length=4, choices=[*LABELS.items()])
    source_claim = models.UUIDField(null=True, blank=True, db_index=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(size__gt=0, size__lte=MAX_BYTES),
                name="document_is_within_its_size",
            )
        ]

    def __str__(self):
        return f"{self.name} ({self.get_kind_display()}, {self.size:,} bytes)"

    def get_absolute_url(self):
        return f"/documents/{self.sha256}/"

    @property
    def path(self):
        """Where its bytes are; the name is that of the hash, without an ending."""
        return place_of(self.sha256)

    @property
    def public_name(self):
        """The name a reader saves it under: ours, not the one it came with."""
        return f"document-{self.sha256[:12]}.{EXTENSIONS[self.kind]}"


def place_of(sha256):
    return Path(settings.DOCUMENTS_DIR) / sha256[:2] / sha256


def damaged_documents():
    """A sentence for each document whose file is gone or holds other bytes."""
    for document in Document.objects.order_by("pk").iterator():
        try:
            with document.path.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            yield f"the file of document {document.sha256} cannot be read"
        else:
            if found != document.sha256:
                yield f"the file of document {document.sha256} was altered"


@checks.register(checks.Tags.security)
def documents_are_not_served_as_files(app_configs, **kwargs):
    """A folder that the web server hands out would skip the view and its headers."""
    documents = Path(settings.DOCUMENTS_DIR).resolve()
    for folder in (settings.STATIC_ROOT, *settings.STATICFILES_DIRS):
        if folder and documents.is_relative_to(Path(folder).resolve()):
            yield checks.Error(
                f"DOCUMENTS_DIR lies in {folder}, whose files are public.",
                id="jurisdictions.E002",
            )
