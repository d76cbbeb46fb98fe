"""What a file is by its bytes, and what is refused whatever its name says."""

import time
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jurisdictions.uploads import MAX_BYTES, FileKind, Unaccepted, kind_of

from .papers import JPEG, PDF, PNG, TEXT, objects, pdf, stream

ACTION = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PDF, FileKind.PDF),
        (PNG, FileKind.PNG),
        (JPEG, FileKind.JPEG),
        (JPEG + b"\0\0\0", FileKind.JPEG),
        (TEXT, FileKind.TEXT),
        (b"\xef\xbb\xbf" + TEXT, FileKind.TEXT),
        (b"a\tb\r\nc\f", FileKind.TEXT),
        (b"x" * MAX_BYTES, FileKind.TEXT),
    ],
)
def test_a_kind_is_known_by_its_bytes(data, kind):
    assert kind_of(data) is kind


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"x" * (MAX_BYTES + 1), "larger than 10 MB"),
        (b"PK\x03\x04" + bytes(30), "plain text"),
        (b"MZ\x90\x00", "UTF-8"),
        (b"GIF89a\x01\x00\x01\x00", "plain text"),
        (b"\xd0\xcf\x11\xe0", "UTF-8"),
        (b"\x7fELF\x02", "plain text"),
        (TEXT + b"\0", "plain text"),
        (TEXT + b"\x1b[2J", "plain text"),
        ("Doña Ana".encode("latin-1"), "UTF-8"),
        ("Doña Ana".encode("utf-16"), "UTF-8"),
        (b"<html><script>alert(1)</script>", "markup"),
        (b"  \n<!DOCTYPE html>", "markup"),
        (b'<?xml version="1.0"?><svg/>', "markup"),
        (b"\xef\xbb\xbf<svg/>", "markup"),
        (b"#!/bin/sh\nrm -rf /", "markup"),
        (b"%!PS-Adobe-3.0", "markup"),
        (b"{\\rtf1 }", "markup"),
        (b"A letter.\n" + PDF[:9], "markup"),
        (PNG[:-1], "cut off"),
        (PNG + b"PK\x03\x04", "follows it"),
        (PNG[:8], "cut off"),
        (JPEG[:-2], "cut off"),
        (JPEG + b"<script>", "follows it"),
        (PDF[: len(PDF) // 2], "cut off"),
        (PDF + bytes(2000), "follows it"),
        (b"%PDF-1.7", "cut off"),
    ],
)
def test_anything_else_is_refused_with_its_reason(data, reason):
    with pytest.raises(Unaccepted, match=reason):
        kind_of(data)


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        (b"3 0 obj " + ACTION + b" endobj", "JavaScript"),
        (b"3 0 obj << /Names << /JavaScript 4 0 R >> >> endobj", "JavaScript"),
        (b"3 0 obj << /S /Rendition /JS 4 0 R >> endobj", "JavaScript"),
        (b"3 0 obj <</JS(x)>> endobj", "JavaScript"),
        (b"3 0 obj <</JS<78>>> endobj", "JavaScript"),
        (b"3 0 obj <</JS%\n(x)>> endobj", "JavaScript"),
        (b"3 0 obj << /J#53 (x) >> endobj", "JavaScript"),
        (b"3 0 obj << /S /#4aava#53cript >> endobj", "JavaScript"),
        (b"3 0 obj << /S /Launch /F (cmd.exe) >> endobj", "start other programs"),
        (b"3 0 obj << /S /L#61unch >> endobj", "start other programs"),
        (b"3 0 obj << /Type /EmbeddedFile >> endobj", "other files inside"),
        (b"3 0 obj << /EmbeddedFiles 4 0 R >> endobj", "other files inside"),
        (b"3 0 obj << /Subtype /RichMedia >> endobj", "other media"),
        (b"3 0 obj << /AcroForm << /XFA [] >> >> endobj", "XFA"),
        (b"trailer << /Encrypt 9 0 R >>", "encrypted"),
        (objects(ACTION), "JavaScript"),
        (objects(b"<< /J#53 (x) >>"), "JavaScript"),
        (objects(b"<< /S /Launch >>"), "start other programs"),
        (objects(b" " * 200_000 + ACTION), "JavaScript"),
        (objects(b"x" * (65536 - 15) + b"<< /S /JavaScript >>"), "JavaScript"),
        (objects(ACTION, between=b"\r\n"), "JavaScript"),
        (objects(ACTION, between=b""), "JavaScript"),
        (objects(ACTION, between=b" % odd\n"), "JavaScript"),
        (stream(b"%\n12 0 " + ACTION), "JavaScript"),
        (stream(b" " * 70_000 + b"12 0 " + ACTION), "JavaScript"),
        (stream(b"12 0 " + ACTION, b"/Type 9 0 R /Filter [/FlateDecode]"), "JavaScr"),
        (objects(b"x", b"/Filter /LZWDecode"), "packed"),
        (objects(b"x", b"/Filter [/ASCII85Decode /FlateDecode]"), "packed"),
        (objects(b"x", b"/Filter 9 0 R"), "packed"),
        (objects(b"x", b"/Filter /Fl"), "packed"),
        (objects(b"x", b"/Filter /FlateDecode /DecodeParms<</Predictor 12>>"), "pack"),
        (stream(b"x", b"/Type /Obj#53tm /Filter /FlateDecode"), "packed"),
    ],
)
def test_a_pdf_that_does_more_than_show_pages_is_refused(part, reason):
    with pytest.raises(Unaccepted, match=reason):
        kind_of(pdf(part))


@pytest.mark.parametrize(
    "part",
    [
        stream(b"BT (see /JS and /Launch) Tj ET"),
        stream(b"q 1 0 0 1 0 0 cm BT ET"),
        stream(bytes(range(256)) * 99, b"/Filter /DCTDecode"),
        b"3 0 obj << /JSON 1 /Launches 2 /EncryptMetadata false >> endobj",
        objects(b"<< /Type /Font /BaseFont /JSans >>"),
        stream(
            b"\1\0\2", b"/Type /XRef /Filter /FlateDecode /DecodeParms<</Predictor 12>>"
        ),
    ],
)
def test_a_pdf_that_only_shows_pages_is_kept(part):
    assert kind_of(pdf(part)) is FileKind.PDF


def test_a_bomb_in_a_pdf_is_refused():
    bomb = zlib.compress(b"1 " * 60_000_000, 9)
    made = stream(bomb, b"").replace(b"stream\n", b"stream\n", 1)
    started = time.process_time()
    with pytest.raises(Unaccepted, match="packed"):
        kind_of(pdf(made))
    assert time.process_time() - started < 5


def test_a_pdf_of_countless_streams_is_refused_in_time():
    part, started = b"stream\nx\x9c" * 60_000, time.process_time()
    with pytest.raises(Unaccepted, match="packed"):
        kind_of(pdf(part))
    assert time.process_time() - started < 5


@given(st.binary() | st.binary().map(PDF.__add__) | st.binary().map(pdf))
def test_whatever_the_bytes_are_nothing_else_is_raised(data):
    try:
        assert kind_of(data) in FileKind
    except Unaccepted as refusal:
        assert str(refusal).endswith(".")
