"""Files that tests make: tables as text, workbooks, and workbooks made by hand."""

import io
import zipfile

from openpyxl import Workbook

from jurisdictions.importers.limits import WEB
from jurisdictions.importers.reading import Wanted, lines_of, read_or_errors

WANTED = Wanted(
    columns=frozenset({"key", "name", "code"}), required=frozenset({"key", "name"})
)
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
    'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/'
    'sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'spreadsheetml.worksheet+xml"/></Types>'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEADER = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>key</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>name</t></is></c></row>'
)
ROW = (
    '<row r="2"><c r="A2" t="inlineStr"><is><t>a</t></is></c>'
    '<c r="B2" t="inlineStr"><is><t>Alameda</t></is></c></row>'
)


def written(folder, content, name="places.csv"):
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def workbook(*rows, sheets=("Sheet1",)):
    """The bytes of a workbook whose first sheet has these rows."""
    book = Workbook()
    book.active.title = sheets[0]
    for title in sheets[1:]:
        book.create_sheet(title)
    for row in rows:
        book.active.append(row)
    return saved(book)


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def by_hand(rows=HEADER + ROW, before="", dimension="", extra=(), packing=None):
    """The bytes of a workbook around sheet data that no program would write."""
    out = io.BytesIO()
    packing = zipfile.ZIP_DEFLATED if packing is None else packing
    with zipfile.ZipFile(out, "w", packing) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
            f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
            "</Relationships>",
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets><sheet name="Sheet1"'
            ' sheetId="1" r:id="rId1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
            f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
            "</Relationships>",
        )
        archive.writestr(
            "xl/worksheets/sheet1.xml",
            f'{before}<worksheet xmlns="{SHEET}">{dimension}<sheetData>{rows}'
            "</sheetData></worksheet>",
        )
        for name, content in extra:
            archive.writestr(name, content)
    return out.getvalue()


def read(path, options=None, wanted=WANTED, limits=WEB):
    """(Table or None, lines, every error) of a file."""
    table, errors = read_or_errors(path, wanted, options, limits)
    if table is None or table.header is None:
        return table, [], errors
    lines, errors = lines_of(table, wanted, options)
    return table, lines, errors


def refusal(path, options=None, **choices):
    """The one error of a file that is refused."""
    _, _, errors = read(path, options, **choices)
    (error,) = errors
    return error
