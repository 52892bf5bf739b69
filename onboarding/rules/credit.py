"""Credited days: adding up jobs day by day, never more than a day a day, and when N years of them are reached.

Days are ordinals and amounts whole numbers of 1/`unit` day, so that the arithmetic is exact and fast.
Which job counts, and for how much, is decided in `experience`.
"""

from bisect import bisect_right
from calendar import isleap
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

# The day after the last day there is: the end of what goes on, and the day of what does not come.
NEVER = date.max.toordinal() + 1
# Two spans of N years differ by at most this many days (leap days, and the one that 1900 or 2100 leaves out).
LEAP_SLACK = 2
# The days from which the length of N years may change: each 1 March, and 29 February, which has its own anniversaries.
TURNS = tuple(
    date(year, 3, 1).toordinal() - back
    for year in range(1, date.max.year + 1)
    for back in ((1, 0) if isleap(year) else (0,))
)

Span = tuple[int, int, int]  # first day, day after the last, credit a day


class Reach(NamedTuple):
    """N years: the first day, past or to come, on which they are reached, or NEVER; and the credit still lacking."""

    on: int
    short: int


class Credit:
    """Spans of credit added up: `total` through a day, `first` the first credited day (None: there is none)."""

    __slots__ = ("_reaches", "_segments", "_through", "_unit", "first", "total")

    def __init__(self, spans: Iterable[Span], unit: int, through: int) -> None:
        self._segments = _laid_over(spans, unit)
        self._unit, self._through = unit, through
        self._reaches: dict[int, Reach] = {}
        self.first = self._segments[0][0] if self._segments else None
        total = 0
        for first, after, credit in self._segments:
            if first > through:
                break
            total += credit * ((after if after <= through else through + 1) - first)
        self.total = total

    def has(self, years: int) -> bool:
        """Whether N years are reached by the day `through`."""
        # Fewer days than any N years have need no closer look.
        fewest = 365 * years + years // 4 - LEAP_SLACK
        return self.total >= fewest * self._unit and self.reach(years).on <= self._through

    def reach(self, years: int) -> Reach:
        """When N years are reached if the spans go on as they are."""
        found = self._reaches.get(years)
        if found is None:
            needed = self._needed(years)
            found = self._reaches[years] = Reach(self._day_of(needed), max(0, needed - self.total))
        return found

    def _needed(self, years: int) -> int:
        """The total credit at which N years are reached.

        They are reached from some credited day on, so that what lies before that day is lost. A later day can only be
        the better one where its N years hold fewer leap days, and no more than LEAP_SLACK days are lost by waiting.
        """
        unit = self._unit
        if not self._segments:
            return _days_in_years(self._through + 1, years) * unit
        least = _days_in_years(self._segments[0][0], years) * unit
        before = 0
        for first, after, credit in self._segments:
            if before >= LEAP_SLACK * unit:
                break
            last = min(after - 1, first + (LEAP_SLACK * unit - before - 1) // credit)
            if before:
                least = min(least, _days_in_years(first, years) * unit + before)
            turn = bisect_right(TURNS, first)
            while turn < len(TURNS) and TURNS[turn] <= last:
                lost = before + credit * (TURNS[turn] - first)
                least = min(least, _days_in_years(TURNS[turn], years) * unit + lost)
                turn += 1
            before += credit * (after - first)
        return max(least, 1)  # no years at all still ask for a credited day

    def _day_of(self, needed: int) -> int:
        before = 0
        for first, after, credit in self._segments:
            gained = credit * (after - first)
            if before + gained >= needed:
                return first + (needed - before + credit - 1) // credit - 1
            before += gained
        return NEVER


def _laid_over(spans: Iterable[Span], unit: int) -> list[Span]:
    """The spans laid over each other: disjoint, in order, each day's credit summed and capped at a whole day."""
    changes: dict[int, int] = {}
    for first, after, credit in spans:
        changes[first] = changes.get(first, 0) + credit
        changes[after] = changes.get(after, 0) - credit
    segments = []
    running, since = 0, 0
    for day in sorted(changes):
        if running:
            segments.append((since, day, running if running < unit else unit))
        running += changes[day]
        since = day
    return segments


def _days_in_years(first: int, years: int) -> int:
    """Days from `first` to its N-th anniversary. Past the year 9999: more than there are."""
    day = date.fromordinal(first) if first < NEVER else date.max
    year = day.year + years
    if year > date.max.year:
        return NEVER
    # 29 February's anniversary is 28 February, in a leap year too.
    return date(year, day.month, 28 if day.month == 2 and day.day == 29 else day.day).toordinal() - first
