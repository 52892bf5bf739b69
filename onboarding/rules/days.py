"""Civil dates: anniversaries, months, dates known only in part, quarters, and a length of time in words.

Legal holidays are in `holidays`; what a length of time means for anybody is not decided here.
"""

import calendar
import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple, Self

MONTHS_A_YEAR = 12
MONTHS_A_QUARTER = 3
QUARTERS_A_YEAR = 4
MINUTES_AN_HOUR = 60
_PARTIAL = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_QUARTER = re.compile(r"([0-9]{4})-Q([1-4])")


class PartialDate(NamedTuple):
    """A date known to the day, the month or the year: any day from `earliest` through `latest`."""

    earliest: date
    latest: date
    written: str

    @property
    def exact(self) -> bool:
        return self.earliest == self.latest

    def __str__(self) -> str:
        return self.written


def partial_date(text: str) -> PartialDate | None:
    """The days that `YYYY`, `YYYY-MM` or `YYYY-MM-DD` may stand for; None where there is no such date."""
    return _partial_date(text) if len(text) <= len("YYYY-MM-DD") else None


@lru_cache(maxsize=16384)  # of short texts only, so that it stays small
def _partial_date(text: str) -> PartialDate | None:
    found = _PARTIAL.fullmatch(text)
    if not found:
        return None
    year, month, day = found.groups()
    try:
        earliest = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    if day:
        return PartialDate(earliest, earliest, text)
    if month:
        return PartialDate(earliest, earliest.replace(day=_days_in_month(earliest.year, earliest.month)), text)
    return PartialDate(earliest, earliest.replace(month=12, day=31), text)


def whole_date(text: str) -> date | None:
    """The day that `YYYY-MM-DD` names; None where it names none."""
    found = partial_date(text)
    return found.earliest if found and len(text) == len("YYYY-MM-DD") else None


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` calendar months later, or that month's last day (RCW 1.16.060).

    Always counted from the day given: 31 August and six months is 28 February, never 3 March.
    Raises OverflowError past the year 9999.
    """
    year, month = divmod(day.year * MONTHS_A_YEAR + day.month - 1 + months, MONTHS_A_YEAR)
    if year > date.max.year:
        raise OverflowError(f"{months} months after {day} is past the year {date.max.year}")
    return date(year, month + 1, min(day.day, _days_in_month(year, month + 1)))


def add_years(day: date, years: int) -> date:
    """The N-th anniversary; 29 February's is 28 February in a common year."""
    return add_months(day, years * MONTHS_A_YEAR)


def years_months_days(first: date, after: date) -> tuple[int, int, int]:
    """From a day up to, and without, a later one: full years, months over, days over."""
    months = (after.year - first.year) * MONTHS_A_YEAR + after.month - first.month
    over = after.day - min(first.day, _days_in_month(after.year, after.month))
    if over < 0:  # the last of the months is not full: count from its day in the month before
        months -= 1
        length = _days_in_month(*((after.year, after.month - 1) if after.month > 1 else (after.year - 1, 12)))
        over = after.day + length - min(first.day, length)
    return months // MONTHS_A_YEAR, months % MONTHS_A_YEAR, over


class Quarter(NamedTuple):
    """A calendar quarter."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The quarter that `YYYY-Qn` names; None where it names none."""
        found = _QUARTER.fullmatch(text)
        if not found or not int(found[1]):
            return None
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, (day.month - 1) // MONTHS_A_QUARTER + 1)

    @property
    def first(self) -> date:
        return date(self.year, (self.number - 1) * MONTHS_A_QUARTER + 1, 1)

    @property
    def last(self) -> date:
        month = self.number * MONTHS_A_QUARTER
        return date(self.year, month, _days_in_month(self.year, month))

    def earlier(self, quarters: int) -> Self:
        year, index = divmod(self.year * QUARTERS_A_YEAR + self.number - 1 - quarters, QUARTERS_A_YEAR)
        return type(self)(year, index + 1)

    def __str__(self) -> str:
        return f"{self.year:04}-Q{self.number}"


def _days_in_month(year: int, month: int) -> int:
    if month == 2:
        return 29 if calendar.isleap(year) else 28
    return 30 if month in (4, 6, 9, 11) else 31
