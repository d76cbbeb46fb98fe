"""The desk shows what a file would change, in clear words, and writes nothing."""

import os
import time

from jurisdictions.importers import previewed
from jurisdictions.importers.limits import WEB
from tests.factories import make_list

from .desk import FINDING, DeskImportCase, several, table, tables

ADDRESS = "/admin/imports/new/"


class DeskPreviewTests(DeskImportCase):
    def assert_refused(self, content, words):
        page = self.show(content)
        self.assertContains(page, words)
        assert page.context["made"].size == 0

    def test_it_is_reached_from_the_desks_home(self):
        browser = self.browser(self.editor)
        self.assertContains(browser.get("/admin/"), f'href="{ADDRESS}"')
        make_list(slug="old-list", source=self.source)
        page = browser.get(ADDRESS)
        self.assertContains(page, "Nothing is written to the record")
        self.assertContains(page, '<option value="old-list">')

    def test_it_shows_the_difference_and_writes_nothing_at_all(self):
        browser = self.browser(self.editor)
        browser.get(ADDRESS)
        before = tables()
        page = self.show(several(3), browser=browser)
        self.assertContains(page, "New: <strong>3</strong>")
        self.assertContains(page, "3 rows")
        self.assertContains(page, "UTF-8, comma")
        assert tables() == before

    def test_pasted_text_is_read_like_a_file(self):
        page = self.show(text=table(FINDING))
        self.assertContains(page, "New: <strong>1</strong>")

    def test_long_parts_have_pages_and_their_own_addresses(self):
        where = self.show(several(60)).request
        where = f"{where['PATH_INFO']}?{where['QUERY_STRING']}"
        page = self.get(self.editor, f"{where}&part=new&page=2")
        self.assertContains(page, "51 to 60 of 60")
        assert len(page.context["rows"]) == 10

    def test_an_error_names_its_row_column_value_and_what_is_accepted(self):
        page = self.show([FINDING | {"on": "soon"}])
        (error,) = page.context["made"].diff.invalid
        cells = (2, "on", "soon", error.message)
        row = "".join(f"<td>{cell}</td>" for cell in cells)
        self.assertContains(page, f"<tr>{row}</tr>", html=True)

    def test_an_error_of_a_field_has_the_fields_name(self):
        page = self.show(text="Alder\n", kind="list", list="nowhere")
        self.assertContains(page, "<td>list</td>", html=True)

    def test_it_is_read_again_in_another_way_without_being_chosen_again(self):
        page = self.show(table(FINDING).replace("office", "bureau"))
        self.assertContains(page, "under Columns, =bureau leaves it out")
        where = page.request["PATH_INFO"]
        asked = {"format": "finding", "columns": "office = bureau"}
        page = self.get(self.editor, where, **asked)
        assert page.context["made"].size == 1

    def test_hostile_files_are_refused_in_clear_words(self):
        self.assertContains(self.show(b""), "file is empty")
        self.assert_refused(table(FINDING).replace("OJP", "O\0P"), "no NUL")
        self.assert_refused(table(FINDING).encode() + b"\xff\xfe", "UTF-8")
        self.assert_refused("key,key\na,b\n", "key")
        self.assert_refused(b"PK\x03\x04 no archive", "refused")

    def test_what_is_too_large_or_missing_or_twofold_is_said_at_the_form(self):
        said = "Choose a file or paste its text"
        self.assertContains(self.show(), said)
        self.assertContains(self.show([FINDING], text="a"), said)
        self.assertContains(self.show(b"a" * (WEB.size + 1)), "larger than 5 MB")
        self.assertContains(self.show([FINDING], columns="office"), "is not: ours")

    def test_what_an_editor_may_not_import_nobody_below_may(self):
        browser = self.browser(self.contributor)
        assert browser.get(ADDRESS).status_code == 403
        assert browser.get(f"/admin/imports/{'0' * 64}/").status_code == 403
        self.assertNotContains(browser.get("/admin/"), ADDRESS)

    def test_a_file_is_its_uploaders_alone_and_kept_for_a_day(self):
        where = self.show([FINDING]).request["PATH_INFO"]
        asked = {"format": "finding"}
        assert self.get(self.publisher, where, **asked).url == ADDRESS
        (folder,) = (self.folder / "kept" / "previewed").iterdir()
        (kept,) = folder.iterdir()
        os.utime(kept, (time.time() - 2 * previewed.DAY,) * 2)
        self.show(several(2))
        assert self.get(self.editor, where, **asked).url == ADDRESS
