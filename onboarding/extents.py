"""How far what an Office file says of itself reaches, counted in its XML before anything builds what it describes.

A few bytes can ask for two thousand million rows. What no program writes, and what no honest file needs, is refused
here, by name and with what to do. Runs confined, on an archive whose unpacked sizes were counted.
"""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import ZipFile, ZipInfo

# What the programs themselves have: Excel's last row and column. Word has 63 columns; others a few more.
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
WIDEST_TABLE = 1_000
# House policy: fifty thousand people with twenty facts of each; beyond that, reading takes longer than anybody waits.
MOST_CELLS = 1_000_000
MOST_ELEMENTS = 6_000_000  # a cell is two, and its text in the list of texts two more
DEEPEST = 200  # elements within one another; a table within a table within a frame has thirty
# An archive within the archive has a list of its own; only far more than any file has is worth a refusal by itself.
MOST_LISTED = 20_000
LISTED = b"PK\x01\x02"
CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,9})")
SPANS = ("gridSpan", "gridBefore", "gridAfter", "vMerge")
PIECE = 2**16
NEW_WORKBOOK = "Copy the filled cells into a new workbook, and send that."
NEW_DOCUMENT = "Copy the text into a new document, or print it to a PDF, and send that."


class TooFar(Exception):  # noqa: N818 - it is what is wrong with the file, not an error of ours
    """The file describes more than is read, or not in the order in which it is read.

    The message says where, how much, and what to do; `row` 0: no one row.
    """

    def __init__(self, what: str, row: int = 0) -> None:
        self.row = row
        super().__init__(what)


def lists_too_many(data: bytes) -> bool:
    """Whether an archive lists so many entries that only reading the list would take its time."""
    return data.count(LISTED) > MOST_LISTED


def check(archive: ZipFile) -> None:
    """Raises TooFar where a part of the archive describes more than is read."""
    left = MOST_ELEMENTS
    for entry in archive.infolist():
        left -= _counted(archive, entry, left)


def _counted(archive: ZipFile, entry: ZipInfo, left: int) -> int:
    """How many elements a part has, once it was looked at; what is no XML has none.

    XML that breaks off is counted as far as it goes, which is as far as anybody reads it.
    """
    part = _Part(entry.filename, left)
    parser = ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = part.begins, part.ends
    parser.buffer_text = True
    try:
        with archive.open(entry) as file:
            while piece := file.read(PIECE):
                parser.Parse(piece)
    except ExpatError:
        pass
    return part.elements


class _At(NamedTuple):
    row: int
    column: int


Look = Callable[["_Part", Mapping[str, str]], None]


class _Part:
    """One part as it is read: what was met in it so far."""

    def __init__(self, name: str, left: int) -> None:
        self.name, self.left = name, left
        self.elements = self.depth = self.cells = self.set_columns = self.grid = 0
        self.at = _At(0, 0)
        self.within_row = 0  # how deep that is which stands directly in the row being read, whatever it calls itself
        self.looks: dict[str, Look] = {}

    def begins(self, tag: str, attributes: dict[str, str]) -> None:
        """Count an element, and look at those that say how far something reaches."""
        self.elements += 1
        self.depth += 1
        if self.elements > self.left:
            raise TooFar(f"The file describes more than {MOST_ELEMENTS:,} things. Split it, and send the parts.")
        if self.depth > DEEPEST:
            raise TooFar(f"The file nests more than {DEEPEST} things within one another. {NEW_DOCUMENT}")
        name = tag.rpartition(":")[2]
        if self.elements == 1:
            self.looks = KINDS.get(name, {})  # what a part is, its first element says
        if self.depth == self.within_row:
            self.cell(attributes)
        elif look := self.looks.get(name):
            look(self, attributes)

    def ends(self, _tag: str) -> None:
        """Leave an element."""
        self.depth -= 1
        if self.depth < self.within_row - 1:
            self.within_row = 0

    def row(self, attributes: Mapping[str, str]) -> None:
        """A row of a sheet. Who reads it fills up the rows that are missing before it."""
        number = _number(attributes.get("r"), self.at.row + 1)
        if number > LAST_ROW:
            raise TooFar(
                f"{self.sheet}: its row {_shown(number)} lies beyond the last that a workbook has ({LAST_ROW:,}). "
                f"{NEW_WORKBOOK}",
                min(number, LAST_ROW + 1),
            )
        if number <= self.at.row:
            self._out_of_order(f"row {_shown(number)} after row {self.at.row:,}")
        self.at, self.within_row = _At(number, 0), self.depth + 1

    def cell(self, attributes: Mapping[str, str]) -> None:
        """A cell. Who reads it fills up the cells that are missing before it."""
        said = attributes.get("r", "")
        reference = CELL.fullmatch(said)
        column = _column(reference[1]) if reference else self.at.column + 1
        if column > LAST_COLUMN:
            raise TooFar(
                f"{self.sheet}, row {self.at.row:,}: a cell lies beyond the last column that a workbook has (XFD). "
                f"{NEW_WORKBOOK}",
                self.at.row,
            )
        if said and (not reference or column <= self.at.column or int(reference[2]) != self.at.row):
            self._out_of_order(f"a cell {said[:20]} where another belongs", f", row {self.at.row:,}")
        self.cells += column - self.at.column
        self.at = _At(self.at.row, column)
        if self.cells > MOST_CELLS:
            raise TooFar(
                f"{self.sheet}, row {self.at.row:,}: there are more than {MOST_CELLS:,} cells up to here, empty ones "
                f"before filled ones among them. {NEW_WORKBOOK}",
                self.at.row,
            )

    def columns(self, attributes: Mapping[str, str]) -> None:
        """How some columns look, from one to another. No column is described twice by any program."""
        first, last = _number(attributes.get("min"), 1), _number(attributes.get("max"), 1)
        self.set_columns += max(0, last - first) + 1
        if self.set_columns > LAST_COLUMN:
            raise TooFar(f"{self.sheet}: it describes more columns than a workbook has (XFD). {NEW_WORKBOOK}")

    def span(self, attributes: Mapping[str, str]) -> None:
        """How many columns a cell of a document's table goes over."""
        value = next((each for name, each in attributes.items() if name.rpartition(":")[2] == "val"), None)
        self._wide(_number(value, 1))

    def table(self, _attributes: Mapping[str, str]) -> None:
        """Where a document's table begins to say its columns."""
        self.grid = 0

    def column(self, _attributes: Mapping[str, str]) -> None:
        """A column of a document's table."""
        self.grid += 1
        self._wide(self.grid)

    @property
    def sheet(self) -> str:
        """What people are told a sheet is: its number, since its name stands in another part."""
        number = re.search(r"([0-9]{1,4})\.xml$", self.name)
        return f"Sheet {number[1]}" if number else "A sheet"

    def _out_of_order(self, what: str, where: str = "") -> None:
        """What does not stand in its order, some readers leave out and others put elsewhere."""
        raise TooFar(
            f"{self.sheet}{where}: it has {what}, so programs differ in what it says. {NEW_WORKBOOK}", self.at.row
        )

    def _wide(self, columns: int) -> None:
        if columns > WIDEST_TABLE:
            raise TooFar(
                f"A table in the document is {_shown(columns)} columns wide, and {WIDEST_TABLE:,} are read. "
                f"{NEW_DOCUMENT}"
            )


SHEET: dict[str, Look] = {"row": _Part.row, "col": _Part.columns}
TEXT: dict[str, Look] = {
    **dict.fromkeys(SPANS, _Part.span),
    "tblGrid": _Part.table,
    "gridCol": _Part.column,
}
KINDS: dict[str, dict[str, Look]] = {
    "worksheet": SHEET,
    **dict.fromkeys(("document", "hdr", "ftr", "footnotes", "endnotes", "comments"), TEXT),
}


def _number(text: str | None, otherwise: int) -> int:
    """A whole number, also one that is written with a point or an exponent, as readers take it."""
    try:
        return int(text) if text is not None else otherwise
    except ValueError:
        pass
    try:
        return int(float(text or ""))
    except (ValueError, OverflowError):
        return otherwise


def _column(letters: str) -> int:
    """Which column letters name: AB is 28."""
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return column


def _shown(number: int) -> str:
    return f"{number:,}" if number < 10**12 else "far beyond a million"
