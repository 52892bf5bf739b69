"""XLSX: the first sheet that shows something, as lines of text, read in a confined process."""

import io
import json
import re
from collections.abc import Iterator, Sequence
from datetime import date, time
from typing import Any

from onboarding import confined
from onboarding.confined import ConfinedError, Ending, Limits
from onboarding.formats.tables import archive, hidden, shown
from onboarding.formats.tables.guard import unguarded
from onboarding.formats.tables.lines import UNCOMPUTED, Line, Lines, UnreadableTable, counted, filled, within_limits

LIMITS = Limits(memory=512 * 2**20, cpu_seconds=30, wall_seconds=60, answer=128 * 2**20)
TELLS_ENDING = {
    Ending.TIME: "The workbook takes too long to open. Copy its cells into a new workbook, or send it as CSV UTF-8.",
    Ending.MEMORY: archive.BOMB,
    Ending.ANSWER: archive.BOMB,
}
OURS = "How to fill this in"  # the second sheet of the template
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")  # how a workbook writes what XML cannot hold
LOST = "\ufffd"


def read(data: bytes) -> Lines:
    """The lines. Raises UnreadableTable."""
    try:
        answer = json.loads(confined.run(f"{__name__}:extracted", data, LIMITS))
    except ConfinedError as error:
        raise UnreadableTable(TELLS_ENDING.get(error.ending, archive.DAMAGED)) from error
    if "refused" in answer:
        raise UnreadableTable(answer["refused"], answer["line"])
    return Lines(tuple(Line(number, tuple(cells)) for number, cells in answer["lines"]), tuple(answer["notes"]))


# From here on: inside of the confined process.


def extracted(data: bytes) -> bytes:
    """What `read` needs, as JSON. For `read` alone, which has this run apart."""
    try:
        archive.check(data)
        found = _lines(data)
    except UnreadableTable as refused:
        return json.dumps({"refused": refused.fault.what, "line": refused.fault.line}).encode()
    return json.dumps({"lines": found.lines, "notes": found.notes}).encode()


def _lines(data: bytes) -> Lines:
    book = _opened(data, data_only=False)
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    for place, sheet in enumerate(visible):
        lines = _of_sheet(sheet)
        if lines:
            _work_out(lines, data, sheet.title)
            notes = hidden.check(sheet._get_source, lines)
            return Lines(tuple(lines), (*notes, *_unread(visible[:place] + visible[place + 1 :], sheet.title)))
    return Lines(())


def _opened(data: bytes, data_only: bool) -> Any:
    import warnings

    from openpyxl import load_workbook

    warnings.simplefilter("ignore")  # of parts that openpyxl does not know and we do not read
    return load_workbook(io.BytesIO(data), read_only=True, data_only=data_only, keep_links=False)


def _unread(others: Sequence[Any], read: str) -> Iterator[str]:
    for sheet in others:
        if sheet.title != OURS and _of_sheet(sheet, most=1):
            yield f"Only the sheet “{read}” was read. The sheet “{sheet.title}” was not."


def _of_sheet(sheet: Any, most: int | None = None) -> list[Line]:
    sheet.reset_dimensions()  # what the file says of its size may be a lie
    lines: list[Line] = []
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = filled([_text(cell) for cell in row])
        if cells:
            lines.append(within_limits(Line(number, cells)))
            counted(lines)
            if len(lines) == most:
                break
    return lines


def _work_out(lines: list[Line], data: bytes, title: str) -> None:
    """Put in place of each formula what the program that saved it worked out; it is never worked out here."""
    if not any(UNCOMPUTED in line.cells for line in lines):
        return
    sheet = _opened(data, data_only=True)[title]
    sheet.reset_dimensions()
    rows = dict(enumerate(sheet.iter_rows(), start=1))
    for place, line in enumerate(lines):
        if UNCOMPUTED in line.cells:
            saved = [_text(cell) for cell in rows[line.number]]
            cells = (saved[at] or cell if cell == UNCOMPUTED else cell for at, cell in enumerate(line.cells))
            lines[place] = Line(line.number, tuple(cells))


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        constant = unguarded(value) if isinstance(value, str) else value
        return UNCOMPUTED if constant == value else constant
    if isinstance(value, str):
        return ESCAPED.sub(lambda found: chr(int(found[1], 16)), value).replace(UNCOMPUTED, LOST)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, date):
        return shown.day(value, cell.number_format)
    if isinstance(value, time):
        return value.isoformat()
    return shown.number(value, cell.number_format) if isinstance(value, int | float) else str(value)
