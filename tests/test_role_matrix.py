"""Every address, method and character: 0 answers that the table does not expect."""

import logging

from .matrix_rows import HEAD_ALONE, ROWS
from .matrix_site import CHARACTERS, METHODS, SiteCase, routes, row_of

COLUMNS = {"GET": 0, "HEAD": 0, "POST": 1, "PUT": 2, "DELETE": 3}


def without_row(found):
    """Addresses that the table says nothing about."""
    rows = {row.partition(": ")[0] for row in ROWS}
    return [route for name, route in found if row_of(name, route) not in rows]


class RoleMatrixTests(SiteCase):
    def setUp(self):
        # Each refusal leaves a line: thousands of them say nothing here.
        logging.disable(logging.CRITICAL)
        self.addCleanup(logging.disable, logging.NOTSET)

    def walk(self, method):
        wrong, cells = [], 0
        for row, address, data in self.subjects():
            expected = ROWS.get(row, ("no row",) * 4)[COLUMNS[method]]
            if method == "HEAD":
                expected = HEAD_ALONE.get(row, expected)
            found = "".join(
                self.letter(who, method, address, data) for who in CHARACTERS
            )
            cells += len(CHARACTERS)
            if found != expected:
                wrong.append(f"{method} {address} ({row}): {found}, not {expected}")
        print(f"{method}: {cells} cells, {len(wrong)} addresses wrong")
        assert not wrong, "\n".join(wrong)
        assert cells > 1000

    def test_reading(self):
        self.walk("GET")

    def test_asking_for_the_head(self):
        self.walk("HEAD")

    def test_posting(self):
        self.walk("POST")

    def test_putting(self):
        self.walk("PUT")

    def test_deleting(self):
        self.walk("DELETE")


def test_every_method_has_its_test():
    tests = [name for name in dir(RoleMatrixTests) if name.startswith("test_")]
    assert len(tests) == len(METHODS) == len(COLUMNS)


def test_every_address_has_its_row():
    assert not without_row(routes())


def test_an_address_without_a_row_is_found():
    new = [
        ("jurisdictions:secret", "secret/"),
        ("admin:jurisdictions_account_changelist", "admin/jurisdictions/account/"),
        ("admin:jurisdictions_finding_erase", "admin/jurisdictions/finding/erase/"),
        ("", "unnamed/"),
    ]
    assert without_row(new) == [route for _, route in new]


def test_the_table_has_no_row_too_many():
    names = {row_of(name, route) for name, route in routes()}
    known = {*names, *(row for row in ROWS if row.partition(": ")[0] in names)}
    assert not {*ROWS} - known
