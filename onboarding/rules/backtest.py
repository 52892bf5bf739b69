"""How the plain forecast did in every past quarter, with no more than was known then; and the range that follows.

A forecast is off by a share of what it said. The range is drawn as wide as what forecasts made as far ahead were off by
in `forecast_held_percent` of all cases. Drawn for each past quarter from the errors known then, it must have held as
often; else it is widened until it did.
"""

from bisect import insort
from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from onboarding.rules.claims_trend import AHEAD, Claims, is_enough, made_from
from onboarding.rules.days import Quarter
from onboarding.rules.numbers import Numbers

HALF, HUNDRED = Fraction(1, 2), 100
NOTHING = Fraction(0)


class Drawn(NamedTuple):
    """A range of claims, both ends in it: begun claims below and above are whole ones, so that it is never narrower."""

    least: int
    most: int

    def holds(self, claims: int) -> bool:
        """Whether so many claims are in it."""
        return self.least <= claims <= self.most


class Past(NamedTuple):
    """One past quarter as it would have been forecast. `off`: by what share of the forecast it came otherwise.

    `known_off`: how wide the errors known then drew the range, before it is widened; `drawn` the range itself, as
    widened. Both None: too few errors were known.
    """

    quarter: Quarter
    forecast: Fraction
    claims: int
    off: Fraction
    known_off: Fraction | None
    drawn: Drawn | None = None

    @property
    def likely(self) -> int:
        """The forecast in whole claims."""
        return whole(self.forecast)

    @property
    def held(self) -> bool | None:
        """Whether the range held; None where none was drawn."""
        return self.drawn.holds(self.claims) if self.drawn else None


class Tested(NamedTuple):
    """Every past forecast made so many quarters ahead, oldest first. `off`: what they were off by, in as many cases as
    the range is to hold; None where there are too few. `widened`: by how much the range is drawn wider than that.
    """

    ahead: int
    rows: tuple[Past, ...]
    off: Fraction | None
    widened: Fraction

    @property
    def width(self) -> Fraction | None:
        """How wide a range is drawn now, as a share of the forecast on either side."""
        return None if self.off is None else self.off + self.widened

    @property
    def drawn(self) -> list[Past]:
        """Those that had a range."""
        return [row for row in self.rows if row.drawn]

    @property
    def held(self) -> int:
        """How many of these the range held in."""
        return sum(row.held is True for row in self.rows)

    @property
    def held_now(self) -> int:
        """In how many of all past quarters a range as wide as it is drawn now would have held."""
        width = self.width
        return 0 if width is None else sum(drawn(row.forecast, width).holds(row.claims) for row in self.rows)


def backtest(known: Claims, numbers: Numbers) -> list[Tested]:
    """What came of the forecasts of all past quarters, for each number of quarters ahead. `known`: claims of quarters
    that are over."""
    return [_tested(known, ahead, numbers) for ahead in AHEAD]


def whole(claims: Fraction) -> int:
    """The nearest whole number of claims; half a claim is one."""
    return floor(claims + HALF)


def drawn(forecast: Fraction, width: Fraction) -> Drawn:
    """The range of that width around a forecast; there are no fewer claims than none."""
    return Drawn(max(0, floor(forecast * (1 - width))), ceil(forecast * (1 + width)))


def _tested(known: Claims, ahead: int, numbers: Numbers) -> Tested:
    rows = _rows(known, ahead, numbers)
    widened = _widened([row.off - row.known_off for row in rows if row.known_off is not None], numbers)
    found = tuple(
        row if row.known_off is None else row._replace(drawn=drawn(row.forecast, row.known_off + widened))
        for row in rows
    )
    return Tested(ahead, found, _usual(sorted(row.off for row in rows), numbers), widened)


def _rows(known: Claims, ahead: int, numbers: Numbers) -> list[Past]:
    """Each with the errors known when it was made: of quarters that were over then."""
    rows: list[Past] = []
    ended: list[Fraction] = []
    counted = 0
    for quarter in sorted(known):
        last = quarter.earlier(ahead)
        forecast = made_from(known, last, ahead) if is_enough(known, last) else None
        if forecast is None:
            continue
        while counted < len(rows) and rows[counted].quarter <= last:
            insort(ended, rows[counted].off)
            counted += 1
        off = abs(known[quarter] - forecast) / forecast
        rows.append(Past(quarter, forecast, known[quarter], off, _usual(ended, numbers)))
    return rows


def _usual(errors: Sequence[Fraction], numbers: Numbers) -> Fraction | None:
    """What so many of these are not above, of which the least comes first; None where they are too few."""
    return _at(errors, numbers) if len(errors) >= numbers.forecast_errors_least else None


def _widened(missed: Sequence[Fraction], numbers: Numbers) -> Fraction:
    """By how much ranges are widened so that enough of them held. `missed`: how far each was too narrow."""
    return max(NOTHING, _at(sorted(missed), numbers)) if missed else NOTHING


def _at(ordered: Sequence[Fraction], numbers: Numbers) -> Fraction:
    """The first of these up to which, itself included, lie as many as a range is to hold."""
    return ordered[ceil(Fraction(len(ordered) * numbers.forecast_held_percent, HUNDRED)) - 1]
