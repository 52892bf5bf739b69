"""Lines and columns that a workbook does not show: whoever looked at it may not know that they are there.

Runs confined, on what `archive` found to declare nothing.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import IO
from xml.etree.ElementTree import Element, iterparse

from onboarding.formats.tables.lines import Line, UnreadableTable

YES = ("1", "true")
SIGNS = re.compile(rb"hidden|(?:ht|width)\s*=\s*[\"']0")
LONGEST_SIGN, PIECE = 20, 2**16
HIDDEN_LINE = (
    "This line is hidden, by a filter or by hand{}. Whether hidden lines are meant cannot be told. Show all lines, "
    "delete those that are not meant, and send the table again."
)
HIDDEN_COLUMN = "Column {} is hidden in the workbook. It was read all the same."


def check(opened: Callable[[], IO[bytes]], lines: Sequence[Line]) -> tuple[str, ...]:
    """A note for each hidden column that holds something. Raises UnreadableTable for a hidden line that does.

    `opened`: the XML of the sheet, from its beginning.
    """
    if not _may_hide(opened()):
        return ()
    hidden_lines, hidden_columns = _of(opened())
    found = [line.number for line in lines if line.number in hidden_lines]
    if found:
        more = f", as {len(found) - 1} more are" if len(found) > 1 else ""
        raise UnreadableTable(HIDDEN_LINE.format(more), found[0])
    used = {place for line in lines for place, cell in enumerate(line.cells, start=1) if cell.strip()}
    return tuple(HIDDEN_COLUMN.format(_letters(place)) for place in sorted(hidden_columns & used))


def _may_hide(sheet: IO[bytes]) -> bool:
    """Whether it is worth reading the sheet once more for what it hides."""
    before = b""
    while piece := sheet.read(PIECE):
        if SIGNS.search(before + piece):
            return True
        before = piece[-LONGEST_SIGN:]
    return False


def _of(sheet: IO[bytes]) -> tuple[set[int], set[int]]:
    """The numbers of the lines and columns that are hidden."""
    lines, columns = set[int](), set[int]()
    number = 0
    for element in _elements(sheet):
        if element.tag.endswith("}row"):
            number = int(element.get("r", number + 1))
            if _is_hidden(element, "ht"):
                lines.add(number)
        elif element.tag.endswith("}col") and _is_hidden(element, "width"):
            columns.update(range(int(element.get("min", 1)), int(element.get("max", 1)) + 1))
    return lines, columns


def _elements(sheet: IO[bytes]) -> Iterator[Element]:
    """Rows and columns as they begin; what is in them is thrown away."""
    for _, element in iterparse(sheet, ("start", "end")):
        if element.tag.endswith(("}row", "}col")):
            if element.attrib:
                yield element
            element.attrib.clear()
        element.clear()


def _is_hidden(element: Element, size: str) -> bool:
    return element.get("hidden") in YES or element.get(size) in ("0", "0.0")


def _letters(place: int) -> str:
    """How a spreadsheet calls a column: 28 is AB."""
    found = ""
    while place:
        place, rest = divmod(place - 1, 26)
        found = chr(ord("A") + rest) + found
    return found
