"""A table as lines of text cells, whatever file it came in; how large it may be; and how a fault in it is said.

A cell is text. Of a spreadsheet's own kinds: a number is its digits; a date YYYY-MM-DD, as exact as the cell shows it
(YYYY-MM where only the month shows); a yes or no of the program TRUE or FALSE; what was not worked out UNCOMPUTED.
"""

from typing import NamedTuple

MOST_BYTES = 25 * 2**20
MOST_LINES = 50_000  # below the headings
MOST_ENDS = 4 * MOST_LINES  # ends of lines in a text file: blank lines, and cells of several lines, have their own
MOST_COLUMNS = 200
LONGEST_CELL = 10_000
HEADINGS_WITHIN = 20  # lines that are not blank: a title may stand above the headings
UNCOMPUTED = "\0"  # a formula that was saved without what it comes to; no other cell may hold this character


class Line(NamedTuple):
    """A line and its number, as a spreadsheet program counts rows: from 1, blank ones too."""

    number: int
    cells: tuple[str, ...]


class Lines(NamedTuple):
    """What is not blank of a table, the headings first. `notes`: what was assumed in reading, for people to check."""

    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()


class Fault(NamedTuple):
    """What is wrong, and what to do. `line` 0: the file as a whole. `column`: the heading, empty for the whole line."""

    line: int
    column: str
    what: str

    def __str__(self) -> str:
        where = [f"Line {self.line}"] if self.line else []
        where += [self.column] if self.column else []
        return f"{', '.join(where)}: {self.what}" if where else self.what


class UnreadableTable(Exception):  # noqa: N818 - it is what happened to the file, not an error of ours
    """The file is no table that can be read: the fault says why and what to do."""

    def __init__(self, what: str, line: int = 0, column: str = "") -> None:
        self.fault = Fault(line, column, what)
        super().__init__(str(self.fault))


def within_limits(line: Line) -> Line:
    """The line. Raises UnreadableTable where it is wider, or a cell longer, than a table of people's records is."""
    if len(line.cells) > MOST_COLUMNS:
        raise UnreadableTable(
            f"There are more than {MOST_COLUMNS} columns. Delete the ones that are not needed.", line.number
        )
    for place, cell in enumerate(line.cells, start=1):
        if len(cell) > LONGEST_CELL:
            raise UnreadableTable(
                f"The cell in column {place} has {len(cell):,} characters. Shorten it to {LONGEST_CELL:,}.", line.number
            )
    return line


def counted(lines: list[Line]) -> None:
    """Raises UnreadableTable once there are too many lines."""
    if len(lines) > MOST_LINES + 1:
        raise UnreadableTable(
            f"There are more than {MOST_LINES:,} lines. Split the file, and send one after the other."
        )


def filled(cells: list[str]) -> tuple[str, ...]:
    """The cells without those at the end that hold nothing but blanks; none for a blank line."""
    end = next((place for place in range(len(cells), 0, -1) if cells[place - 1].strip()), 0)
    return tuple(cells[:end])
