"""Uploaded files on their way out: to be saved, never to be opened on our site."""

from django.http import FileResponse


def attachment(document):
    """The file as bytes of no kind; raises OSError where it cannot be read."""
    response = FileResponse(
        document.path.open("rb"),
        as_attachment=True,
        filename=document.public_name,
        content_type="application/octet-stream",
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
