"""Tables to read: CSV from lines, XLSX from cells or from parts of an archive."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

from openpyxl import Workbook

from onboarding.formats.tables import applicants
from onboarding.formats.tables.applicant_columns import COLUMNS
from onboarding.formats.tables.applicants import Applicant
from onboarding.formats.tables.cells import folded
from onboarding.formats.tables.headings import Heading, read as read_headings
from onboarding.formats.tables.lines import UnreadableTable
from onboarding.formats.tables.records import Column, Reading, names_of

HEAD = "Applicant ID,Name,Email,Job title,Job start,Job end,Hours a week"
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName='
    '"/xl/worksheets/sheet1.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PARTS = {
    "[Content_Types].xml": TYPES,
    "_rels/.rels": RELATIONS.format(
        f'<Relationship Id="rId1" Type="{RELATION}/officeDocument" Target="xl/workbook.xml"/>'
    ),
    "xl/workbook.xml": f'<?xml version="1.0"?><workbook xmlns="{MAIN}" xmlns:r="{RELATION}"><sheets>'
    '<sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": RELATIONS.format(
        f'<Relationship Id="rId1" Type="{RELATION}/worksheet" Target="worksheets/sheet1.xml"/>'
    ),
}


def csv(*lines: str, head: str = HEAD) -> bytes:
    return "\r\n".join((head, *lines, "")).encode()


def xlsx(
    rows: Iterable[Sequence[Any]], formats: dict[str, str] | None = None, **more: Iterable[Sequence[Any]]
) -> bytes:
    """A workbook. `formats`: number formats by cell, as "B2"; `more`: further sheets by name."""
    book = Workbook()
    for name, cells in (("Sheet", rows), *more.items()):
        sheet = book[name] if name == "Sheet" else book.create_sheet(name)
        for row in cells:
            sheet.append(list(row))
    for place, shown_as in (formats or {}).items():
        book["Sheet"][place].number_format = shown_as
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def sheet(rows: str) -> str:
    return f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def packed(rows: str = "", **parts: str | bytes) -> bytes:
    """A workbook as an archive of parts; `sheet1`: the sheet's XML as a whole."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        first = parts.pop("sheet1", sheet(rows))
        for name, content in {**PARTS, "xl/worksheets/sheet1.xml": first, **parts}.items():
            archive.writestr(name, content)
    return into.getvalue()


def cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def headings(data: bytes, columns: Sequence[Column]) -> list[Heading]:
    """The headings of a table, by their columns."""
    return read_headings(data, columns).columns


def read(data: bytes) -> Reading:
    """A table of applicants, each of its columns read as its heading says."""
    names, found = names_of(COLUMNS), dict[int, Column | None]()
    with suppress(UnreadableTable):  # which is a fault of the table
        found |= {each.place: names.get(folded(each.text)) for each in headings(data, COLUMNS)}
    return applicants.read(data, {place: column.key for place, column in found.items() if column})


def good(data: bytes) -> tuple[Applicant, ...]:
    """The applicants of a table without a fault."""
    found = read(data)
    assert [str(fault) for fault in found.faults] == []
    return found.entries


def faults(data: bytes) -> list[str]:
    """What is said of a table with faults, which gives nobody."""
    found = read(data)
    assert found.entries == ()
    assert found.faults
    assert all(str(fault)[-1] in ".…" for fault in found.faults)
    return [str(fault) for fault in found.faults]
