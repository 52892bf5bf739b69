"""Staffing by quarter as a picture: claims per FTE against the lines that L&I draws, and FTE against what is required.

The geometry alone; `templates/components/staffing_chart.html` draws it, the same on a page and on paper. A quarter of
which nothing is known is a gap, and one that is known within bounds a hatched range; no color tells anything alone.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from onboarding.packets.plot import FOOT, KEY, LEFT, LETTER, PLOT, TOP, Plot
from onboarding.packets.timeline import NARROW, WIDE, Label
from onboarding.queries.staffing_overview import OfQuarter
from onboarding.rules.days import QUARTERS_A_YEAR, Quarter
from onboarding.rules.findings import Bounds, Exact
from onboarding.rules.staffing_wording import short
from onboarding.rules.wording import figure, quarter

FEW = 12  # quarters for which there is room on a phone
NAMED, SHORT = 174, 42  # units to the right of the plot, in which lines are named, or their figures stand
TRIGGER, PACE = "Trigger", "Recommended a quarter"


class Mark(NamedTuple):
    """A quarter's figure: from `low` up to `high`, the same where it is exact. `open_ended`: there is no upper bound.

    `so_far`: the quarter goes on. `says`: the figure in words.
    """

    x: float
    width: float
    low: float
    high: float
    open_ended: bool
    so_far: bool
    says: str

    @property
    def exact(self) -> bool:
        return self.low == self.high and not self.open_ended


class Line(NamedTuple):
    """A line across, in pieces (each a path of points), with its name at the end."""

    kind: str
    pieces: tuple[str, ...]
    label: Label


class Span(NamedTuple):
    """What is required in a quarter, from where to where; the same where it is exact."""

    x: float
    width: float
    low: float
    high: float


class Chart(NamedTuple):
    """The whole picture, in units of its own. `says` tells it to who cannot see it; `base` is where zero is."""

    id: str
    width: int
    height: int
    base: float
    right: float
    title: str
    says: str
    grid: tuple[Label, ...]
    ticks: tuple[Label, ...]
    marks: tuple[Mark, ...]
    columns: bool
    joined: tuple[str, ...]
    lines: tuple[Line, ...]
    spans: tuple[Span, ...]
    keys: tuple[tuple[str, Label], ...]


def claims_per_fte(quarters: Sequence[OfQuarter], width: int = WIDE) -> Chart | None:
    """Claims per FTE of each quarter, against the trigger and what L&I recommends; None where no claims are recorded.

    `quarters`: the latest first.
    """
    shown = _shown(quarters, width)
    if not any(each.ratio and each.ratio.at_least is not None for each in shown):
        return None
    known = [each for row in shown if row.ratio for each in row.ratio if each is not None]
    most = max([*known, *(each.trigger for each in shown)])
    plot = Plot(shown, width, most, SHORT if width == NARROW else NAMED)
    marks = tuple(_marks(plot, lambda each: each.ratio))
    trigger, pace = shown[-1].trigger, shown[-1].recommended / QUARTERS_A_YEAR
    lines = _lines(
        plot,
        [
            ("trigger", f"{TRIGGER}: above {figure(trigger)}", lambda each: each.trigger),
            ("pace", f"{PACE}: {figure(pace)}", lambda each: each.recommended / QUARTERS_A_YEAR),
        ],
    )
    if width == NARROW:
        lines = tuple(line._replace(label=line.label._replace(text=line.label.text.split()[-1])) for line in lines)
    return _chart("ratio", plot, "Claims per FTE by quarter", marks, lines, ())


def time(quarters: Sequence[OfQuarter], width: int = WIDE) -> Chart | None:
    """HSC FTE of each quarter, against what the four quarters to it require; None where nobody was in a role."""
    shown = _shown(quarters, width)
    if not any(each.fte.at_most for each in shown):
        return None
    known = [each for row in shown for found in (row.fte, row.required) if found for each in found if each is not None]
    plot = Plot(shown, width, max(known))
    marks = tuple(_marks(plot, lambda each: each.fte))
    return _chart("time", plot, "HSC FTE by quarter", marks, (), tuple(_spans(plot)))


def _shown(quarters: Sequence[OfQuarter], width: int) -> list[OfQuarter]:
    latest = quarters[:FEW] if width == NARROW else quarters
    return list(reversed(latest))


def _marks(plot: Plot[OfQuarter], of: Callable[[OfQuarter], Bounds | None]) -> Iterator[Mark]:
    for place, each in enumerate(plot.quarters):
        found = of(each)
        if found is None or found.at_least is None:
            continue
        most = plot.top if found.at_most is None else found.at_most
        so_far = "" if each.complete else " so far"
        says = f"{quarter(each.quarter)}{so_far}: {short(found)}"
        yield Mark(
            plot.x(place), round(plot.slot, 1), plot.y(found.at_least), plot.y(most), found.at_most is None,
            not each.complete, says,
        )  # fmt: skip


def joined(plot: Plot[Any], marks: Sequence[Mark]) -> Iterator[str]:
    """A path through exact figures of quarters that follow each other."""
    points = {mark.x: f"{round(mark.x + mark.width / 2, 1)} {mark.low}" for mark in marks if mark.exact}
    row = [points.get(plot.x(place)) for place in range(len(plot.quarters))]
    for known, group in groupby(row, key=bool):
        path = [each for each in group if each]
        if known and len(path) > 1:
            yield "M" + " L".join(path)


def _lines(plot: Plot[OfQuarter], said: Sequence[tuple[str, str, Callable[[OfQuarter], Exact]]]) -> tuple[Line, ...]:
    found, taken = [], list[int]()
    for kind, says, of in said:
        heights = [plot.y(of(each)) for each in plot.quarters]
        pieces = tuple(
            f"M{plot.x(row[0])} {height} H{plot.x(row[-1] + 1)}"
            for height, row in ((key, [place for place, _ in rows]) for key, rows in _runs(heights))
        )
        y = int(heights[-1]) + 4
        while any(abs(y - other) < LETTER * 2 for other in taken):
            y += 1  # the lower line is named later
        taken.append(y)
        found.append(Line(kind, pieces, Label(plot.x(len(plot.quarters)) + 6, y, says)))
    return tuple(found)


def _runs(heights: Sequence[float]) -> Iterator[tuple[float, list[tuple[int, float]]]]:
    for height, rows in groupby(enumerate(heights), key=lambda row: row[1]):
        yield height, list(rows)


def _spans(plot: Plot[OfQuarter]) -> Iterator[Span]:
    for place, each in enumerate(plot.quarters):
        found = each.required
        if found and found.at_least is not None and found.at_most is not None:
            yield Span(plot.x(place), round(plot.slot, 1), plot.y(found.at_least), plot.y(found.at_most))


def _keys(
    plot: Plot[OfQuarter], marks: Sequence[Mark], lines: Sequence[Line], spans: Sequence[Span]
) -> Iterator[tuple[str, Label]]:
    """What each way to draw means, of those that are there."""
    columns = not lines
    there = [
        ("exact", "HSC FTE" if columns else "Claims per FTE", any(mark.exact for mark in marks) or columns),
        ("range", "Can be anything in the range", any(not mark.exact for mark in marks)),
        ("so-far", "The quarter goes on", any(mark.so_far for mark in marks)),
        ("trigger", TRIGGER, bool(lines) and plot.width == NARROW),
        ("pace", PACE, bool(lines) and plot.width == NARROW),
        ("required", "Required FTE, four quarters", bool(spans)),
        ("gap", "No mark: claims or time not recorded", len(marks) < len(plot.quarters)),
    ]
    x, y = float(LEFT), TOP + PLOT + FOOT + KEY
    for key, says, shown in there:
        wide = 26 + len(says) * LETTER
        if shown:
            if x > LEFT and x + wide > plot.width:
                x, y = float(LEFT), y + KEY
            yield key, Label(round(x, 1), y, says)
            x += wide + 12


def _chart(
    id: str,
    plot: Plot[OfQuarter],
    title: str,
    marks: tuple[Mark, ...],
    lines: tuple[Line, ...],
    spans: tuple[Span, ...],
) -> Chart:
    columns = id == "time"
    keys = tuple(_keys(plot, marks, lines, spans))
    first, last = plot.quarters[0].quarter, plot.quarters[-1].quarter
    said = [line.label.text for line in lines] + [mark.says for mark in marks]
    return Chart(
        f"{id}-{plot.width}",
        plot.width,
        max([TOP + PLOT + FOOT, *(label.y + 8 for _, label in keys)]),
        plot.y(0),
        plot.x(len(plot.quarters)),
        title,
        f"{title}, {through(first, last)}. {'. '.join(said)}. The table of quarters has every figure.",
        tuple(plot.grid()),
        tuple(plot.ticks()),
        marks,
        columns,
        () if columns else tuple(joined(plot, marks)),
        lines,
        spans,
        keys,
    )


def through(first: Quarter, last: Quarter) -> str:
    """ "Q1 2025 to Q3 2026"."""
    return quarter(first) if first == last else f"{quarter(first)} to {quarter(last)}"
