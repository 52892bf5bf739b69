"""What of a table is the headings, what stands above them, and which lines below are of nobody."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from onboarding.formats.tables.cells import NOBODY, folded, shown
from onboarding.formats.tables.lines import HEADINGS_WITHIN, Line

FEWEST_KNOWN = 2  # headings, for a line that is not the first to be theirs
EXAMPLE = re.compile(r"\s*example\s*:", re.IGNORECASE)  # no name: nobody's holds a colon
FIGURE = re.compile(r"[$€]?[\d., \u00a0]+%?|#[a-z0/!?]+", re.ASCII | re.IGNORECASE)


class Body(NamedTuple):
    """The parts of a table. `left_out`: lines that repeat the headings, sum up the others, end a report, or are the
    template's example, each with why it is not read. `is_certain`: no other line could hold the headings."""

    above: Sequence[Line]
    head: Line
    lines: Sequence[Line]
    left_out: Sequence[tuple[Line, str]]
    is_certain: bool


def bodied(lines: Sequence[Line], names: Mapping[str, Any], head: int | None = None) -> Body:
    """The parts. `names`: the columns, by the headings that are known of them, folded. `head`: the number of the line
    with the headings, where somebody chose it; else the one with the most known headings."""
    first = lines[:HEADINGS_WITHIN]
    chosen = next((place for place, line in enumerate(first) if line.number == head), None)
    place, is_certain = _headings(first, names) if chosen is None else (chosen, True)
    below, left_out = list[Line](), list[tuple[Line, str]]()
    examples = [at for at, cell in enumerate(lines[place].cells) if _is_of_names(cell, names)]
    for line in lines[place + 1 :]:
        if why := _why_not(line, lines[place], examples):
            left_out.append((line, why))
        else:
            below.append(line)
    return Body(lines[:place], lines[place], below, left_out, is_certain)


def _headings(lines: Sequence[Line], names: Mapping[str, Any]) -> tuple[int, bool]:
    """Where the headings are, and whether that is certain: several are known there, or all, and as many nowhere else
    but where they are repeated."""
    known = [sum(folded(cell) in names for cell in line.cells) for line in lines]
    most = max(known)
    if most < FEWEST_KNOWN:
        return 0, known[0] == sum(bool(cell.strip()) for cell in lines[0].cells)
    place = known.index(most)
    others = (line for line, count in zip(lines, known, strict=True) if count == most)
    return place, all(line.cells == lines[place].cells for line in others)


def notes(body: Body) -> Iterator[str]:
    """A sentence for whatever was not read."""
    if body.above:
        yield f"What stands above the headings, which are in line {body.head.number}, was not read."
    for line, why in body.left_out:
        yield f"Line {line.number} {why}, and was not read."


def _why_not(line: Line, head: Line, names_at: Sequence[int]) -> str | None:
    """Why a line below the headings is not read; None for one that is."""
    if line.cells == head.cells:
        return "repeats the headings"
    if any(EXAMPLE.match(line.cells[at]) for at in names_at if at < len(line.cells)):
        return "is the example of the template"
    return f"({shown(_first(line))}) is about nobody" if _is_about_nobody(line) else None


def _is_of_names(heading: str, names: Mapping[str, Any]) -> bool:
    column = names.get(folded(heading))
    return column is not None and column.key == "name"


def _is_about_nobody(line: Line) -> bool:
    """Whether a line begins with the word for a sum, or what ends a report, and holds nothing else but figures."""
    _, *others = filled = [text for cell in line.cells if (text := cell.strip())]
    return bool(NOBODY.fullmatch(filled[0])) and all(map(FIGURE.fullmatch, others))


def _first(line: Line) -> str:
    return next(cell for cell in line.cells if cell.strip())
