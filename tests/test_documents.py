"""Uploaded documents: what is kept, who keeps it, and how it leaves."""

import hashlib
import tempfile
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.test import override_settings

from jurisdictions import editorial
from jurisdictions.editorial import DocumentRefused, NotAllowed, NotReady
from jurisdictions.models import Document, Event
from jurisdictions.models.documents import (
    damaged_documents,
    documents_are_not_served_as_files,
)
from jurisdictions.uploads import MAX_BYTES

from .breaking import by_bare_update, by_sql, delete_by_sql, refused, refused_by_guard
from .cases import EditorCase
from .factories import NOTE, make_draft, make_source, make_user, withdraw_now
from .papers import JPEG, PDF, PNG, TEXT, pdf

SHA = hashlib.sha256(PDF).hexdigest()


class DocumentCase(EditorCase):
    """Each test has a folder of its own for the files."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name) / "documents"
        settings = override_settings(DOCUMENTS_DIR=self.folder)
        settings.enable()
        self.addCleanup(settings.disable)

    def upload(self, *chunks, by=None, name="letter.pdf", note=NOTE, source=None):
        return editorial.upload(
            chunks or (PDF,), name=name, by=by or self.editor, note=note, source=source
        )

    def files(self):
        return sorted(
            str(path.relative_to(self.folder))
            for path in self.folder.rglob("*")
            if path.is_file()
        )

    def refuse(self, *chunks, match, error=DocumentRefused, **options):
        """Nothing may be left of a refused file."""
        with pytest.raises(error, match=match):
            self.upload(*chunks, **options)
        assert not Document.objects.exists()
        assert not Event.objects.filter(verb="uploaded").exists()
        assert self.files() == []


class KeepingTests(DocumentCase):
    def test_a_file_is_kept_under_its_hash(self):
        document = self.upload(PDF[:50], PDF[50:])
        assert (document.sha256, document.kind, document.size) == (SHA, "pdf", len(PDF))
        assert document.path.read_bytes() == PDF
        assert self.files() == [f"{SHA[:2]}/{SHA}"]
        assert str(document) == f"letter.pdf (PDF, {len(PDF):,} bytes)"

    def test_only_the_site_itself_may_read_the_files(self):
        document = self.upload()
        assert document.path.stat().st_mode & 0o777 == 0o600
        assert document.path.parent.stat().st_mode & 0o777 == 0o700

    def test_every_kind_is_kept(self):
        for data, kind in ((PNG, "png"), (JPEG, "jpeg"), (TEXT, "text")):
            assert self.upload(data, name="scan.exe").kind == kind

    def test_an_upload_is_a_line_of_the_trail(self):
        source = make_source()
        self.upload(source=source)
        event = Event.objects.last()
        assert (event.verb, event.kind, event.actor) == (
            "uploaded",
            "document",
            self.editor,
        )
        assert (event.claim, event.note) == (str(source.claim), NOTE)
        assert event.detail == {
            "file": SHA,
            "name": "letter.pdf",
            "kind": "pdf",
            "size": len(PDF),
        }
        assert not [*editorial.damaged_events()]

    def test_the_same_bytes_are_kept_once(self):
        first = self.upload()
        again = self.upload(by=self.publisher, name="again.pdf")
        assert again == first and again.uploaded_by == self.editor
        assert Event.objects.filter(verb="uploaded").count() == 1

    def test_a_document_is_tied_to_its_source_later_and_once(self):
        source, other = make_source(), make_source()
        self.upload()
        assert self.upload(source=source).source_claim == source.claim
        assert self.upload(source=source).source_claim == source.claim
        assert self.upload().source_claim == source.claim
        assert Event.objects.filter(verb="uploaded").count() == 2
        with pytest.raises(DocumentRefused, match="another source"):
            self.upload(source=other)

    def test_its_name_is_plain(self):
        names = {
            "C:\\letters\\one.pdf": "one.pdf",
            "../../etc/passwd": "passwd",
            "a\r\nSet-Cookie: b\0.pdf": "a Set-Cookie: b .pdf",
            "gpj.\u202efdp.exe": "gpj. fdp.exe",
            "": "document",
            "../": "document",
            "é" * 300: "é" * 200,
        }
        for number, (given, kept) in enumerate(names.items()):
            assert self.upload(TEXT + b"%d" % number, name=given).name == kept


class RefusalTests(DocumentCase):
    def test_what_is_larger_than_the_limit_is_not_read_to_its_end(self):
        read = []

        def endless():
            while True:
                read.append(1)
                yield b"x" * 65536

        with pytest.raises(DocumentRefused, match="larger than 10 MB"):
            editorial.upload(endless(), name="a", by=self.editor, note=NOTE)
        assert len(read) == MAX_BYTES // 65536 + 1
        assert self.files() == []

    def test_what_is_not_accepted_leaves_nothing(self):
        self.refuse(b"", match="empty")
        self.refuse(b"<html>", match="markup")
        self.refuse(pdf(b"<< /S /JavaScript >>"), match="JavaScript")

    def test_an_upload_that_breaks_off_leaves_nothing(self):
        def broken():
            yield PDF[:50]
            raise ConnectionResetError

        with pytest.raises(ConnectionResetError):
            editorial.upload(broken(), name="a", by=self.editor, note=NOTE)
        assert self.files() == [] and not Document.objects.exists()

    def test_it_needs_a_role_and_a_reason(self):
        for nobody in (self.superuser, make_user(username="rita")):
            self.refuse(by=nobody, match="may not", error=NotAllowed)
        self.refuse(note="short", match="Say why", error=NotReady)
        assert self.upload(by=self.contributor).uploaded_by == self.contributor


class GuardTests(DocumentCase):
    def test_no_document_changes(self):
        document = self.upload()
        for way in (by_bare_update, by_sql):
            with self.subTest(way=way.__name__), refused_by_guard():
                way(document, {"name": "another"})

    def test_no_document_is_tied_anew(self):
        document, other = self.upload(source=make_source()), make_source()
        for claim in (None, other.claim):
            with refused_by_guard():
                by_sql(document, {"source_claim": claim})

    def test_no_document_is_deleted(self):
        document = self.upload()
        for way in (delete_by_sql, Document.delete):
            with self.subTest(way=way.__name__), refused_by_guard():
                way(document)

    def test_no_document_is_larger_than_the_limit(self):
        fields = {"name": "a", "kind": "pdf", "uploaded_by": self.editor}
        for size in (0, MAX_BYTES + 1):
            with refused(by=IntegrityError):
                Document.objects.create(sha256="a" * 64, size=size, **fields)


class ServingTests(DocumentCase):
    def ask(self, document, method="get"):
        """The answer, and its bytes."""
        response = getattr(self.client, method)(document.get_absolute_url())
        content = response.getvalue()
        return response, content

    def test_it_leaves_as_an_attachment_of_no_kind(self):
        document = self.upload(source=make_source(), name="../evil.html")
        response, content = self.ask(document)
        assert content == PDF
        headers = {
            "Content-Type": "application/octet-stream",
            "Content-Disposition": f'attachment; filename="document-{SHA[:12]}.pdf"',
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Content-Length": str(len(PDF)),
            "Cross-Origin-Resource-Policy": "same-origin",
        }
        assert {name: response[name] for name in headers} == headers
        assert not response.cookies and "Vary" not in response

    def test_only_what_a_source_on_the_site_cites_is_public(self):
        published, draft = make_source(), make_draft(type(make_source()))
        for number, source in enumerate((None, draft, published)):
            document = self.upload(TEXT + b"%d" % number, source=source)
            response, content = self.ask(document)
            assert response.status_code == (200 if source is published else 404)
            assert (b"Ana County" in content) == (source is published)
        withdraw_now(published)
        assert self.ask(document)[0].status_code == 404

    def test_no_other_address_leads_to_a_file(self):
        self.upload(source=make_source())
        for name in ("a" * 64, SHA[:63], SHA.upper(), f"{SHA}0", "..", "%2e%2e%2f"):
            assert self.client.get(f"/documents/{name}/").status_code == 404

    def test_it_is_only_read(self):
        document = self.upload(source=make_source())
        assert self.ask(document, "post")[0].status_code == 405
        response, content = self.ask(document, "head")
        assert (response.status_code, content) == (200, b"")

    def test_a_file_that_is_gone_is_not_found(self):
        document = self.upload(source=make_source())
        document.path.unlink()
        with self.assertLogs("jurisdictions.views.documents"):
            assert self.ask(document)[0].status_code == 404


class DamageTests(DocumentCase):
    def test_a_file_that_is_whole_is_in_order(self):
        self.upload()
        assert [*damaged_documents()] == []

    def test_an_altered_or_missing_file_is_found(self):
        document = self.upload()
        document.path.chmod(0o600)
        document.path.write_bytes(PDF + b" ")
        assert [*damaged_documents()] == [f"the file of document {SHA} was altered"]
        document.path.unlink()
        assert [*damaged_documents()] == [f"the file of document {SHA} cannot be read"]
        with pytest.raises(CommandError):
            call_command("check_record", stdout=StringIO(), stderr=StringIO())

    def test_uploading_it_again_mends_it(self):
        self.upload().path.write_bytes(b"altered")
        self.upload()
        assert [*damaged_documents()] == []

    def test_a_folder_that_is_handed_out_is_an_error(self):
        assert not [*documents_are_not_served_as_files(None)]
        public = self.folder.parent / "static"
        for files in (public, public / "papers"):
            with override_settings(STATIC_ROOT=public, DOCUMENTS_DIR=files):
                (error,) = documents_are_not_served_as_files(None)
                assert error.id == "jurisdictions.E002"
