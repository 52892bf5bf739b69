"""What an XLSX workbook says: its cells, sheet by sheet, the words that are drawn over them, and the pictures in it."""

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from onboarding.documents.kinds import Refusal, RefusedFileError

MOST_CELLS = 500_000
DRAWING = re.compile(r"xl/drawings/drawing[0-9]+\.xml")
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
PICTURES = "xl/media/"


def read(data: bytes) -> tuple[str, list[bytes], tuple[str, ...]]:
    """The text, the pictures as they are, and what of it is not shown; "" and none of a workbook that is empty."""
    cells = list(_cells(data))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        drawn = [text for each in names if DRAWING.fullmatch(each) for text in _drawn(archive.read(each))]
        pictures = [archive.read(each) for each in names if each.startswith(PICTURES)]
    marks = [f"[picture {number}]" for number in range(1, len(pictures) + 1)]
    empty = not (drawn or pictures or any("\n" in each for each in cells))
    return "" if empty else "\n".join([*cells, *drawn, *marks]), pictures, ()


def _cells(data: bytes) -> Iterator[str]:
    """Each sheet: its name, and a line for each row that has something in it."""
    from openpyxl import load_workbook

    count = 0
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what the file says of its size may be a lie, and would hide what lies beyond it
        lines = [f"{sheet.title}{'' if sheet.sheet_state == 'visible' else ' (hidden)'}"]
        for row in sheet.iter_rows(values_only=True):
            count += len(row)
            if count > MOST_CELLS:
                raise RefusedFileError(Refusal.BOMB)
            if any(value is not None for value in row):
                lines.append("\t".join("" if value is None else str(value) for value in row).rstrip("\t"))
        yield "\n".join([*lines, ""]) if len(lines) > 1 else lines[0]


def _drawn(drawing: bytes) -> Iterator[str]:
    for each in ElementTree.fromstring(drawing).iter(DRAWN):  # declares nothing: office.py looked
        if each.text and each.text.strip():
            yield each.text
