"""A COHE's claims in the quarters ahead: the plain forecast, in a range from its own past errors. No other method.

The method is in `claims_trend`, what it was off by in `backtest`.
"""

from fractions import Fraction
from typing import NamedTuple

from onboarding.rules.backtest import Tested, backtest, drawn, whole
from onboarding.rules.claims_trend import AHEAD, Claims, base_of, is_enough, made_from, two_years_to, years
from onboarding.rules.days import Quarter
from onboarding.rules.numbers import Numbers

UNCHANGED = Fraction(1)


class Ahead(NamedTuple):
    """The claims of one quarter ahead. `ahead`: how many quarters after the last one known. `base`: those of the same
    quarter of the year before.

    `likely` None: there is no claim to scale. `least` and `most` None: no range can be drawn yet. `so_far`: counted
    while the quarter goes on; none of the three is below it.
    """

    quarter: Quarter
    ahead: int
    base: int
    likely: int | None
    least: int | None
    most: int | None
    so_far: int | None = None


class Forecast(NamedTuple):
    """`last`: the last quarter that it rests on; None where none can be made. `missing`: the quarters whose claims
    would make it, or make it newer. `before`, `after`: the claims of the two years whose quotient is the trend.
    """

    last: Quarter | None
    quarters: tuple[Ahead, ...]
    before: int
    after: int
    missing: tuple[Quarter, ...]
    tested: tuple[Tested, ...]

    @property
    def trend(self) -> Fraction | None:
        """What the claims of the last year are of those of the year before; None where that had none."""
        return Fraction(self.after, self.before) if self.before else None


def forecast(given: Claims, now: Quarter, numbers: Numbers, factor: Fraction = UNCHANGED) -> Forecast:
    """The four quarters ahead of the last one known, the one under way among them.

    `given`: the final claims of quarters that are over, and what was counted so far of the one under way. `factor`:
    how many times as many claims are supposed in each quarter ahead.
    """
    known = {quarter: claims for quarter, claims in given.items() if quarter < now}
    missing = tuple(each for each in two_years_to(now.earlier(1)) if each not in known)
    last = next((each for each in map(now.earlier, AHEAD) if is_enough(known, each)), None)
    if last is None:
        return Forecast(None, (), 0, 0, missing, ())
    tested = backtest(known, numbers)
    quarters = tuple(_ahead(known, last, each, factor, given.get(now), now) for each in tested)
    return Forecast(last, quarters, *years(known, last), missing, tuple(tested))


def _ahead(known: Claims, last: Quarter, tested: Tested, factor: Fraction, counted: int | None, now: Quarter) -> Ahead:
    quarter, base = last.earlier(-tested.ahead), known[base_of(last, tested.ahead)]
    so_far = counted if quarter == now else None
    made = made_from(known, last, tested.ahead)
    if made is None:
        return Ahead(quarter, tested.ahead, base, None, None, None, so_far)
    made *= factor
    around = drawn(made, tested.width) if tested.width is not None else None
    least, most = around or (None, None)
    at_least = so_far or 0
    likely, least, most = (None if each is None else max(each, at_least) for each in (whole(made), least, most))
    return Ahead(quarter, tested.ahead, base, likely, least, most, so_far)
