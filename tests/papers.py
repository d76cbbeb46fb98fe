"""Small whole files of every kind, made by hand; a test says what is in the PDFs."""

import io
import zlib

from PIL import Image


def picture(kind):
    made = io.BytesIO()
    Image.new("RGB", (3, 2), "navy").save(made, kind)
    return made.getvalue()


TEXT = "A letter from Doña Ana County, \u00a7 1373.\n".encode()
PNG, JPEG = picture("PNG"), picture("JPEG")


def stream(content, dictionary=b"/Filter /FlateDecode", between=b"\n"):
    """A stream object; its content is packed where the dictionary says so."""
    packed = zlib.compress(content) if b"FlateDecode" in dictionary else content
    head = b"<< %s /Length %d >>" % (dictionary, len(packed))
    return b"5 0 obj\n" + head + b"\nstream" + between + packed + b"\nendstream endobj"


def objects(content, dictionary=b"/Filter /FlateDecode", **options):
    """A stream of objects, in which later PDFs keep what earlier ones left open."""
    head = b"12 0 "
    own = b"/Type /ObjStm /N 1 /First %d " % len(head)
    return stream(head + content, own + dictionary, **options)


def pdf(*parts):
    """A file that PDF readers open, as far as the check looks."""
    lines = (
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3",
        b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj",
        b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj",
        *parts,
        b"trailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF\n",
    )
    return b"\n".join(lines)


PDF = pdf(stream(b"BT (A letter) Tj ET"), objects(b"<< /Type /Page >>"))
