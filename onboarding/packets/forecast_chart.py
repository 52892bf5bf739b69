"""The claims of past quarters and the forecast of those ahead, in its range, as a picture.

The geometry alone, as of staffing_chart.py; `templates/components/staffing_chart.html` draws both. What was counted is
a filled point, what is likely an open one, and the range is hatched, so that a copy in black and white tells the same.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from onboarding.packets.plot import FOOT, KEY, LEFT, LETTER, PLOT, TOP, Plot
from onboarding.packets.staffing_chart import FEW as FEW, Chart, Mark, joined, through
from onboarding.packets.timeline import NARROW, WIDE, Label
from onboarding.rules.days import Quarter
from onboarding.rules.facts import QuarterClaims
from onboarding.rules.forecast import Ahead, Forecast
from onboarding.rules.wording import count, figure, quarter as said

TITLE = "Claims by quarter, and the forecast"
MOST = 20  # quarters for which there is room on a desk
KEYS = {"exact": "Counted", "likely": "Likely", "range": "Range of the forecast"}


class Shown(NamedTuple):
    """A quarter that is over or ahead, with its claims: `counted`, or as `ahead` has them."""

    quarter: Quarter
    counted: int | None
    ahead: Ahead | None


def claims(past: Sequence[QuarterClaims], forecast: Forecast, width: int = WIDE) -> Chart | None:
    """The past quarters that follow each other up to the last one known, and those ahead; None without a forecast.

    `past`: the earliest first. On a phone the latest alone.
    """
    shown = rows(past, forecast)[-(FEW if width == NARROW else MOST) :]
    known = [each for row in shown for each in _figures(row)]
    if not any(row.ahead for row in shown) or not known:
        return None
    plot = Plot(shown, width, max(*known, 1))
    counted = tuple(_marks(plot, shown, "counted"))
    marks = (*_marks(plot, shown, "range"), *counted, *_marks(plot, shown, "likely"))
    keys = tuple(_keys(plot, shown))
    text = [mark.says for mark in (*counted, *_marks(plot, shown, "likely"))]
    return Chart(
        f"forecast-{width}",
        width,
        max(label.y + 8 for _, label in keys),
        plot.y(0),
        plot.x(len(shown)),
        TITLE,
        f"{TITLE}, {through(shown[0].quarter, shown[-1].quarter)}. {'. '.join(text)}. The table has every figure.",
        tuple(plot.grid()),
        tuple(plot.ticks()),
        marks,
        False,
        tuple(joined(plot, counted)),
        (),
        (),
        keys,
    )


def rows(past: Sequence[QuarterClaims], forecast: Forecast) -> list[Shown]:
    """Each quarter of the picture, for the table behind it: from the first after which none is missing."""
    if forecast.last is None:
        return []
    given, at, counted = {row.quarter: row.claims for row in past}, forecast.last, list[Shown]()
    while at in given:
        counted.append(Shown(at, given[at], None))
        at = at.earlier(1)
    return [*reversed(counted), *(Shown(each.quarter, None, each) for each in forecast.quarters)]


def _figures(row: Shown) -> list[int]:
    of = (row.counted, *((row.ahead.likely, row.ahead.least, row.ahead.most) if row.ahead else ()))
    return [each for each in of if each is not None]


def _marks(plot: Plot[Shown], shown: Sequence[Shown], kind: str) -> Iterator[Mark]:
    for place, row in enumerate(shown):
        low, high = _span(row, kind)
        if low is not None and high is not None:
            x, width = plot.x(place), round(plot.slot, 1)
            yield Mark(x, width, plot.y(low), plot.y(high), False, kind == "likely", _says(row))


def _span(row: Shown, kind: str) -> tuple[int | None, int | None]:
    if kind == "counted":
        return row.counted, row.counted
    if row.ahead is None:
        return None, None
    return (row.ahead.likely, row.ahead.likely) if kind == "likely" else (row.ahead.least, row.ahead.most)


def _says(row: Shown) -> str:
    if row.counted is not None:
        return f"{said(row.quarter)}: {count(row.counted, 'claim')}"
    assert row.ahead
    least, likely, most = (None if each is None else figure(each) for each in (row.ahead.least, row.ahead.likely,
                                                                              row.ahead.most))  # fmt: skip
    return f"{said(row.quarter)}: {likely} likely" + (f", {least} to {most}" if least and most else "")


def _keys(plot: Plot[Shown], shown: Sequence[Shown]) -> Iterator[tuple[str, Label]]:
    there = {"exact": any(row.counted is not None for row in shown), "likely": True,
             "range": any(row.ahead and row.ahead.least is not None for row in shown)}  # fmt: skip
    x, y = float(LEFT), TOP + PLOT + FOOT + KEY
    for key, says in KEYS.items():
        wide = 26 + len(says) * LETTER
        if not there[key]:
            continue
        if x > LEFT and x + wide > plot.width:
            x, y = float(LEFT), y + KEY
        yield key, Label(round(x, 1), y, says)
        x += wide + 12
