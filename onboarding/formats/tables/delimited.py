"""CSV: which characters its bytes are, what separates its cells, and its lines. Guesses only what can be said."""

import codecs
import contextlib
import csv
import io
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from onboarding.extents import MOST_CELLS
from onboarding.formats.tables.characters import guessed
from onboarding.formats.tables.guard import unguarded
from onboarding.formats.tables.lines import (
    HEADINGS_WITHIN,
    LONGEST_CELL,
    MOST_ENDS,
    Line,
    Lines,
    UnreadableTable,
    counted,
    filled,
    within_limits,
)

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
LOOKED_AT = 2_000  # bytes, to tell UTF-16 without a mark by its zeros
SEPARATOR_LINE = "sep="  # which some programs write first, and Excel obeys
Recognise = Callable[[Sequence[str]], int]


def read(data: bytes, recognise: Recognise) -> Lines:
    """The lines. `recognise` says how many of some headings it knows. Raises UnreadableTable."""
    text, notes = _text(data)
    _refuse_boundless(text)
    first, separator = _beginning(text, recognise)
    lines: list[Line] = []
    for number, row in _rows(text, separator):
        if number >= first and (cells := filled([unguarded(cell) for cell in row])):
            lines.append(within_limits(Line(number, cells)))
            counted(lines)
    return Lines(tuple(lines), notes)


def _text(data: bytes) -> tuple[str, tuple[str, ...]]:
    encoding = next((name for mark, name in MARKS if data.startswith(mark)), None) or _without_mark(data)
    try:
        text = data.decode(encoding)
        notes: tuple[str, ...] = ()
    except UnicodeDecodeError:
        if encoding != "utf-8":
            raise UnreadableTable(f"The file is damaged: it is not {encoding.upper()} all through.") from None
        text, note = guessed(data)
        notes = (note,)
    if "\0" in text:
        raise UnreadableTable("This is no text file. Save the table as CSV UTF-8 or as XLSX.")
    return text, notes


def _refuse_boundless(text: str) -> None:
    """Raises UnreadableTable for more lines, empty ones too, or cells than are gone through; builds none of them."""
    ends = text.count("\n") + text.count("\r") - text.count("\r\n")
    if ends > MOST_ENDS:
        raise UnreadableTable(
            f"There are more than {MOST_ENDS:,} lines, empty ones among them. Delete the empty lines below the table, "
            "or split the file, and send it again.",
            MOST_ENDS + 1,
        )
    for separator, name in SEPARATORS.items():
        if text.count(separator) > MOST_CELLS:
            raise UnreadableTable(
                f"There are more than {MOST_CELLS:,} {name}, and so cells, empty ones among them. Delete the empty "
                "columns and lines, or split the file, and send it again."
            )


def _without_mark(data: bytes) -> str:
    """UTF-16 shows: every other byte of Latin letters is zero."""
    head = data[:LOOKED_AT]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) * 3 < len(head):
        return "utf-8"
    return "utf-16-be" if even > odd else "utf-16-le"


def _beginning(text: str, recognise: Recognise) -> tuple[int, str]:
    """The first line that counts, and the separator: the one that gives headings that are known, or the most cells."""
    head = text[: len(SEPARATOR_LINE) + 1]
    if head.casefold().startswith(SEPARATOR_LINE) and head[-1] in SEPARATORS:
        return 2, head[-1]
    return 1, max(SEPARATORS, key=lambda each: _fits(text, each, recognise))


def _fits(text: str, separator: str, recognise: Recognise) -> tuple[int, int]:
    """How many headings are known in one of the first lines, and how many cells it has; up to a line that is none."""
    best = (0, 0)
    with contextlib.suppress(UnreadableTable):
        rows = (cells for _, row in _rows(text, separator) if (cells := filled(row)))
        for cells in islice(rows, HEADINGS_WITHIN):
            best = max(best, (recognise(cells), len(cells)))
    return best


def _rows(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Each line with its number. A cell may go over several lines of the file, which are one of the table."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise UnreadableTable(_said(str(error)), number) from None
        yield number, cells


def _said(error: str) -> str:
    if "field larger" in error:
        return f"A cell has far more than {LONGEST_CELL:,} characters. A quotation mark may be missing at its end."
    return (
        'The quotation marks do not fit: one opens a cell and none closes it, or text follows the closing one. A " '
        'inside of a quoted cell is written "".'
    )
