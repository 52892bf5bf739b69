"""Lists out, as CSV and XLSX. No text in them becomes a formula, and reading them back gives what was written."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from onboarding.formats.tables.guard import guarded

Value = str | int | Decimal | date | bool | None
LONGEST_IN_XLSX = 32_767  # characters of a cell, past which Excel finds the file damaged
WIDEST = 60  # characters of a column as it first shows
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}


def to_csv(headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """UTF-8 with its mark, which Excel needs to see; every cell in quotes, so that none is split by another program."""
    into = io.StringIO(newline="")
    writer = csv.writer(into, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([guarded(heading) for heading in headings])
    writer.writerows([_said(value) for value in row] for row in rows)
    return into.getvalue().encode("utf-8-sig")


def to_xlsx(sheet: str, headings: Sequence[str], rows: Iterable[Sequence[Value]], widths: Sequence[int] = ()) -> bytes:
    """One sheet. Texts are texts whatever they begin with; numbers and dates are the program's own."""
    into = io.BytesIO()
    with Workbook(into, OPTIONS) as book:
        fill(book, sheet, headings, rows, widths)
    return into.getvalue()


def fill(
    book: Workbook, sheet: str, headings: Sequence[str], rows: Iterable[Sequence[Value]], widths: Sequence[int] = ()
) -> None:
    """Add a sheet: headings that stay in sight, and the rows."""
    page = book.add_worksheet(sheet)
    page.freeze_panes(1, 0)
    for place, heading in enumerate(headings):
        wide = widths[place] if widths else max(12, len(heading) + 2)
        page.set_column(place, place, min(wide, WIDEST))
    bold = book.add_format({"bold": True, "bottom": 1})
    for place, heading in enumerate(headings):
        _text(page, 0, place, heading, bold)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            _write(page, number, place, value, wrapped)


def _said(value: Value) -> str:
    """A value in a CSV file. A number is no text, and needs no guard."""
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def _write(page: Worksheet, number: int, place: int, value: Value, wrapped: object) -> None:
    if isinstance(value, bool):
        _text(page, number, place, "yes" if value else "no", wrapped)
    elif isinstance(value, datetime):
        _text(page, number, place, value.isoformat(" ", "seconds"), wrapped)
    elif isinstance(value, date):
        page.write_datetime(number, place, value)
    elif isinstance(value, int | Decimal):
        page.write_number(number, place, float(value))
    elif value:
        _text(page, number, place, value, wrapped)


def _text(page: Worksheet, number: int, place: int, text: str, how: object) -> None:
    if len(text) > LONGEST_IN_XLSX:
        raise ValueError(f"a cell of {len(text):,} characters; XLSX holds {LONGEST_IN_XLSX:,}")
    page.write_string(number, place, text, how)
