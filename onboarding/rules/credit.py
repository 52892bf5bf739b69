"""Credited days: adding up jobs day by day, never more than a day a day, and when N years of them are reached.

Days are ordinals and amounts whole numbers of 1/`unit` day, so that the arithmetic is exact and fast.
Which job counts, and for how much, is decided in `experience`.
"""

from bisect import bisect_right
from calendar import isleap
from collections.abc import Iterable
from datetime import date

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

Change = tuple[int, int]  # a day, and by how much more (or less) a day counts from it on


class Credit:
    """Credit added up, a whole day at most of any day.

    It is made from the changes of it, in order of day. `total` is through a day, `first` the first credited day (None:
    there is none).
    """

    __slots__ = ("_needs", "_segments", "_unit", "first", "through", "total")

    def __init__(self, changes: Iterable[Change], unit: int, through: int) -> None:
        self._unit, self.through = unit, through
        self._needs: dict[int, int] = {}
        segments = []  # first day, day after the last, credit a day
        total = running = since = 0
        for day, change in changes:
            if running and since < day:
                credit = running if running < unit else unit
                segments.append((since, day, credit))
                if since <= through:
                    total += credit * ((day if day <= through else through + 1) - since)
            running += change
            since = day
        self.total, self._segments = total, segments
        self.first = segments[0][0] if segments else None

    def has(self, years: int) -> bool:
        """Whether N years are reached by the day `through`."""
        # Only a total near to what N years take needs a closer look: they hold one leap day more, or some fewer.
        days = 365 * years + years // 4
        if self.total > (days + 1) * self._unit:
            return True
        return self.total >= max(1, (days - LEAP_SLACK) * self._unit) and self.total >= self._needed(years)

    def short(self, years: int) -> int:
        """The credit still lacking for N years by the day `through`."""
        return 0 if self.has(years) else max(0, self._needed(years) - self.total)

    def reached_on(self, years: int) -> int:
        """The first day, past or to come, on which N years are reached if the spans go on as they are, or NEVER."""
        return self._day_of(self._needed(years))

    def _needed(self, years: int) -> int:
        found = self._needs.get(years)
        if found is None:
            found = self._needs[years] = self._least(years)
        return found

    def _least(self, years: int) -> int:
        """The total credit at which N years are reached.

        They are reached from some credited day on, so that what lies before that day is lost. A later day can only be
        the better one where its N years hold fewer leap days, and no more than LEAP_SLACK days are lost by waiting.
        """
        unit = self._unit
        if not self._segments:
            return _days_in_years(self.through + 1, years) * unit
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


def _days_in_years(first: int, years: int) -> int:
    """Days from `first` to its N-th anniversary. Past the year 9999: more than there are."""
    day = date.fromordinal(first) if first < NEVER else date.max
    year = day.year + years
    if year > date.max.year:
        return NEVER
    # 29 February's anniversary is 28 February, in a leap year too.
    return date(year, day.month, 28 if day.month == 2 and day.day == 29 else day.day).toordinal() - first
