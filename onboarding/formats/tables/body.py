"""What of a table is the headings, what stands above them, and which lines below are of nobody."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from onboarding.formats.tables.cells import NOBODY, folded, shown
from onboarding.formats.tables.lines import HEADINGS_WITHIN, Line

FEWEST_KNOWN = 2  # headings, for a line that is not the first to be theirs
FIGURE = re.compile(r"[$€]?[\d., \u00a0]+%?|#[a-z0/!?]+", re.ASCII | re.IGNORECASE)


class Body(NamedTuple):
    """The parts of a table. `left_out`: lines that repeat the headings, sum up the others, or end a report."""

    above: Sequence[Line]
    head: Line
    lines: Sequence[Line]
    left_out: Sequence[Line]


def bodied(lines: Sequence[Line], names: Mapping[str, Any]) -> Body:
    """The parts. `names`: the headings that are known, folded; where few are, the first line holds the headings."""
    known = [sum(folded(cell) in names for cell in line.cells) for line in lines[:HEADINGS_WITHIN]]
    most = max(known)
    place = known.index(most) if most >= FEWEST_KNOWN else 0
    head, below, left_out = lines[place], list[Line](), list[Line]()
    for line in lines[place + 1 :]:
        (left_out if line.cells == head.cells or _is_about_nobody(line) else below).append(line)
    return Body(lines[:place], head, below, left_out)


def notes(body: Body) -> Iterator[str]:
    """A sentence for whatever was not read."""
    if body.above:
        yield f"What stands above the headings, which are in line {body.head.number}, was not read."
    for line in body.left_out:
        what = "repeats the headings" if line.cells == body.head.cells else f"({shown(_first(line))}) is about nobody"
        yield f"Line {line.number} {what}, and was not read."


def _is_about_nobody(line: Line) -> bool:
    """Whether a line begins with the word for a sum, or what ends a report, and holds nothing else but figures."""
    _, *others = filled = [text for cell in line.cells if (text := cell.strip())]
    return bool(NOBODY.fullmatch(filled[0])) and all(map(FIGURE.fullmatch, others))


def _first(line: Line) -> str:
    return next(cell for cell in line.cells if cell.strip())
