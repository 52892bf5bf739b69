"""The headings of somebody's own table, each with the column that its name suggests: for a page that matches them."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from onboarding.formats.tables import cells, opening
from onboarding.formats.tables.body import bodied
from onboarding.formats.tables.cells import Unfit, folded
from onboarding.formats.tables.lines import HEADINGS_WITHIN, Line
from onboarding.formats.tables.records import Column, names_of

LIKE_ENOUGH = 0.8
TRIED = 50  # cells below a heading, before its column is suggested


class Heading(NamedTuple):
    """A heading of somebody's own table: at which place from 0, which column it is read as, and the first cell below.

    `known`: it is the column's own name, or another that the column has; else it is only like one, or like none.
    """

    place: int
    text: str
    key: str | None
    known: bool
    sample: str


class Headings(NamedTuple):
    """The headings of a table, and the number of their line. `is_certain`: it cannot be another line."""

    line: int
    is_certain: bool
    columns: list[Heading]


def first_lines(data: bytes, columns: Sequence[Column]) -> Sequence[Line]:
    """The lines among which the headings are, for somebody to choose. Raises UnreadableTable."""
    return _lines(data, names_of(columns))[:HEADINGS_WITHIN]


def read(data: bytes, columns: Sequence[Column], line: int | None = None) -> Headings:
    """What stands above the columns of a CSV or XLSX file. A column is suggested for one heading at most.

    `line`: the number of the line with the headings, where somebody chose it.

    In our template, filled in, the headings tell; else it is suggested where the cells below fit. For a slip of the pen
    it is suggested too: what stands below would else be lost in silence. Raises UnreadableTable.
    """
    names = names_of(columns)
    body = bodied(_lines(data, names), names, line)
    texts = {place: text.strip() for place, text in enumerate(body.head.cells) if text.strip()}
    below = {place: _below(body.lines, place) for place in texts}
    is_ours = {folded(text) for text in texts.values()} <= {folded(column.heading) for column in columns}
    known = _suggested(texts, {} if is_ours else below, names)
    left = [column for column in columns if column not in known.values()]
    rest = {folded(name): column for column in left for name in (column.heading, *column.perhaps)}
    slips = {place: slip for place, text in texts.items() if place not in known and (slip := _meant(text, rest))}
    keys = {place: column.key for place, column in {**_suggested(slips, below, rest), **known}.items()}
    found = [
        Heading(place, text, keys.get(place), place in known, "".join(below[place][:1]))
        for place, text in texts.items()
    ]
    return Headings(body.head.number, body.is_certain, found)


def _lines(data: bytes, names: Mapping[str, Column]) -> Sequence[Line]:
    return opening.read(data, lambda cells_: sum(folded(each) in names for each in cells_)).lines


def _below(lines: Sequence[Line], place: int) -> list[str]:
    return [line.cells[place] for line in lines if place < len(line.cells) and line.cells[place].strip()]


def _suggested(
    texts: Mapping[int, str], below: Mapping[int, Sequence[str]], names: Mapping[str, Column]
) -> dict[int, Column]:
    """The columns that have these names, where what stands below fits."""
    suggested: dict[int, Column] = {}
    for place, text in texts.items():
        column = names.get(folded(text))
        if column is None or column in suggested.values():
            continue
        if _fits(column, below.get(place, ())[:TRIED]):
            suggested[place] = column
    return suggested


def _meant(heading: str, known: Iterable[str]) -> str:
    """Which of what is known a heading is likely to mean, written otherwise."""
    return "".join(difflib.get_close_matches(folded(heading), list(known), 1, LIKE_ENOUGH))


def _fits(column: Column, below: Sequence[str]) -> bool:
    """Whether a column could be what stands in these cells: not where it takes none of them."""
    return not below or any(_read(column, cell) is not None for cell in below)


def _read(column: Column, cell: str) -> Any:
    try:
        return column.read(text) if (text := cells.plain(cell)) else None
    except Unfit:
        return None
