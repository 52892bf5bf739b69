"""How many FTE more, from which day on, keep a COHE within a line that it would cross."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from onboarding.rules.findings import Bounds, Exact
from onboarding.rules.lines_met import Judged

A_DAY = timedelta(days=1)


class More(NamedTuple):
    """How many FTE more from a day on keep the line through a later one: for the likely claims, and for the most of the
    range (None without one). Each from a least to a most, where readings or time that nobody recorded leave both."""

    by: date
    through: date
    likely: Bounds
    most: Bounds | None


def prevention(likely: Sequence[Judged | None], most: Sequence[Judged | None], first: date, today: date) -> More | None:
    """What keeps the line in all of these periods, by the first day of the first that crosses it, or by tomorrow where
    that has begun. `most`: the same periods with the most claims, which is left out unless each of them has a range.

    None where it cannot be told, or no day of them is left.
    """
    by = max(first, today + A_DAY)
    known = [each for each in likely if each and each.needed]
    ends = [each for each in most if each and each.needed]
    enough = _enough(known, by)
    if enough is None:
        return None
    return More(by, known[-1].last, enough, _enough(ends, by) if len(ends) == len(known) else None)


def _enough(periods: Iterable[Judged], by: date) -> Bounds | None:
    """What is enough in each of the periods that has a day left."""
    found = [_missing(each, by) for each in periods if by <= each.last]
    if not found:
        return None
    return Bounds(max(least for least, _ in found), max(most for _, most in found))


def _missing(judged: Judged, by: date) -> tuple[Exact, Exact]:
    """What is missing on average, spread over the days of the period on which somebody who starts then is there."""
    assert judged.needed is not None
    first = judged.periods[0][0]
    left = Fraction((judged.last - first).days + 1, (judged.last - max(by, first)).days + 1)
    least = _over(judged.needed.at_least, judged.fte.at_most)
    most = _over(judged.needed.at_most, judged.fte.at_least)
    return least * left, most * left


def _over(needed: Exact | None, there: Exact | None) -> Exact:
    assert needed is not None and there is not None  # of time, and of what is required, there are always bounds
    return max(0, needed - there)
