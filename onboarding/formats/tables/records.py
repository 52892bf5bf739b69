"""A table as records: headings matched with the columns that are known, each cell read by its column, faults kept."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from onboarding.formats.tables import cells, opening
from onboarding.formats.tables.body import bodied, notes as body_notes
from onboarding.formats.tables.cells import Reader, Unfit, folded, shown
from onboarding.formats.tables.lines import Fault, Line, UnreadableTable

MOST_FAULTS = 1_000  # that are named; the rest are counted
LIKE_ENOUGH = 0.8
TRIED = 50  # cells below a heading, before its column is suggested
STRAY = (
    "{} stands in column {}, which has no heading. Give it one, or clear it. In a CSV file, a cell that holds a comma "
    "needs quotation marks around it"
)


@dataclass(frozen=True)
class Column:
    """A column that is read: what its cells become, and what the template says of it. `also`: other headings it has."""

    key: str
    heading: str
    read: Reader
    says: str
    example: str = ""
    also: tuple[str, ...] = ()
    needed: bool = False


class Record(NamedTuple):
    """A line, read: what is filled in, by the columns' keys, and which keys are filled in with what does not fit."""

    line: int
    values: dict[str, Any]
    faulted: frozenset[str] = frozenset()


@dataclass
class Faults:
    """Every fault of a table, counted; the first of them kept."""

    named: list[Fault] = field(default_factory=list)
    count: int = 0

    def add(self, line: int, column: str, what: str) -> None:
        """Note one. `what` is a clause, which becomes a sentence."""
        self.count += 1
        if len(self.named) < MOST_FAULTS:
            end = "" if what[-1:] in ".…" else "."
            self.named.append(Fault(line, column, f"{what[:1].upper()}{what[1:]}{end}"))


class Table(NamedTuple):
    """What was read. With any fault the records are for finding more of them, and not for keeping."""

    records: tuple[Record, ...]
    faults: Faults
    notes: tuple[str, ...]


class Heading(NamedTuple):
    """A heading of somebody's own table: at which place from 0, what its name suggests, and the first cell below it."""

    place: int
    text: str
    suggested: str | None
    sample: str


class Headings(NamedTuple):
    """The headings of a table; none where it cannot be read, and `faults` say why."""

    found: tuple[Heading, ...]
    faults: tuple[Fault, ...]


def headings(data: bytes, columns: Sequence[Column]) -> Headings:
    """What stands in the first line of a CSV or XLSX file. A column is suggested for one heading at most."""
    names = _names(columns)
    try:
        found = opening.read(data, lambda cells_: sum(folded(each) in names for each in cells_))
    except UnreadableTable as unreadable:
        return Headings((), (unreadable.fault,))
    body = bodied(found.lines, names)
    taken: set[str] = set()
    result = []
    for place, text in enumerate(body.head.cells):
        column = names.get(folded(text))
        below = [line.cells[place] for line in body.lines if place < len(line.cells) and line.cells[place].strip()]
        suggested = column.key if column and column.key not in taken and _fits(column, below[:TRIED]) else None
        taken.add(suggested or "")
        if text.strip():
            result.append(Heading(place, text.strip(), suggested, below[0] if below else ""))
    return Headings(tuple(result), ())


def _fits(column: Column, below: Sequence[str]) -> bool:
    """Whether a column could be what stands in these cells: not where it takes none of them."""
    return not below or any(_read(column, cell) is not None for cell in below)


def _read(column: Column, cell: str) -> Any:
    try:
        return column.read(text) if (text := cells.plain(cell)) else None
    except Unfit:
        return None


def read(data: bytes, columns: Sequence[Column], mapped: Mapping[int, Column] | None = None) -> Table:
    """The records of a CSV or XLSX file. Nothing is raised: a file that cannot be read is one fault.

    `mapped`: which column stands at which place; else the headings tell.
    """
    faults = Faults()
    names = _names(columns)
    try:
        found = opening.read(data, lambda headings: sum(folded(heading) in names for heading in headings))
    except UnreadableTable as unreadable:
        faults.add(*unreadable.fault)
        return Table((), faults, ())
    body = bodied(found.lines, names)
    head, lines = body.head, body.lines
    if mapped is None:
        matched, notes = _matched(head, columns, names, faults)
    else:
        matched, notes = _as_mapped(head, columns, mapped, faults), []
    notes = [*found.notes, *body_notes(body), *notes]
    if faults.count:
        return Table((), faults, tuple(notes))
    if not lines:
        faults.add(0, "", "there is no line below the headings. Fill in one line or more")
    headed = frozenset(place for place, heading in enumerate(head.cells) if heading.strip())
    records = [_record(line, matched, headed, faults) for line in lines]
    return Table(tuple(records), faults, tuple(notes))


def _names(columns: Sequence[Column]) -> dict[str, Column]:
    return {folded(name): column for column in columns for name in (column.heading, column.key, *column.also)}


def _matched(
    head: Line, columns: Sequence[Column], names: dict[str, Column], faults: Faults
) -> tuple[dict[int, Column], list[str]]:
    """Which column is at which place, and which headings are not read."""
    matched: dict[int, Column] = {}
    unknown: dict[int, str] = {}
    for place, heading in enumerate(head.cells):
        column = names.get(folded(heading))
        if column is None:
            unknown[place] = heading.strip()
        elif column in matched.values():
            faults.add(head.number, column.heading, "two columns have this heading. Delete one, or name it otherwise")
        else:
            matched[place] = column
    if not matched:
        faults.add(head.number, "", "none of the headings is known. Take the template's, in any order")
        return matched, []
    absent = [column for column in columns if column not in matched.values()]
    notes = [note for heading in unknown.values() if heading and (note := _unread(head, heading, absent, faults))]
    for column in absent:
        if column.needed:
            faults.add(head.number, column.heading, "this column is missing. Add it, with this heading")
    return matched, notes


def _as_mapped(
    head: Line, columns: Sequence[Column], mapped: Mapping[int, Column], faults: Faults
) -> dict[int, Column]:
    """The same by what somebody chose: no column twice, and each that is needed."""
    places = dict(mapped)
    for column in columns:
        at = [place for place, each in places.items() if each is column]
        if len(at) > 1:
            faults.add(head.number, column.heading, "two columns are read as this one. Choose one of them")
        if column.needed and not at:
            faults.add(head.number, column.heading, "no column is read as this one. Choose which of yours it is")
    return places


def _unread(head: Line, heading: str, absent: Sequence[Column], faults: Faults) -> str | None:
    """A heading nobody knows: a slip of the pen is a fault, since what stands below would be lost in silence."""
    close = {folded(column.heading): column for column in absent}
    for like in difflib.get_close_matches(folded(heading), close, 1, LIKE_ENOUGH):
        faults.add(
            head.number, shown(heading), f"this heading is not known. Write “{close[like].heading}” if that is meant"
        )
        return None
    return f"The column {shown(heading)} was not read."


def _record(line: Line, matched: dict[int, Column], headed: frozenset[int], faults: Faults) -> Record:
    values: dict[str, Any] = {}
    faulted = set()
    stray = next((place for place, cell in enumerate(line.cells) if place not in headed and cell.strip()), None)
    if stray is not None:
        faults.add(line.number, "", STRAY.format(shown(line.cells[stray]), stray + 1))
    for place, cell in enumerate(line.cells):
        column = matched.get(place)
        try:
            if column is not None and (text := cells.plain(cell)):
                values[column.key] = column.read(text)
        except Unfit as unfit:
            faults.add(line.number, matched[place].heading, str(unfit))
            faulted.add(matched[place].key)
    return Record(line.number, values, frozenset(faulted))
