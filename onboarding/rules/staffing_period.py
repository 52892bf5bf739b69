"""The day, quarter or year for which staffing is looked at, by its name in an address."""

import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from onboarding.rules.days import QUARTERS_A_YEAR, Quarter, whole_date
from onboarding.rules.wording import long_day, quarter

YEAR = re.compile(r"[12][0-9]{3}")


class Kind(StrEnum):
    """How long a period is."""

    DAY = "day"
    QUARTER = "quarter"
    YEAR = "year"


class Period(NamedTuple):
    """`key` is its name: 2026, 2026-Q1 or 2026-01-15. Both days are included."""

    key: str
    kind: Kind
    first: date
    last: date

    @property
    def says(self) -> str:
        """ "2026", "Q1 2026", "January 15, 2026"."""
        if self.kind is Kind.DAY:
            return long_day(self.first)
        return quarter(Quarter.of(self.first)) if self.kind is Kind.QUARTER else self.key

    @property
    def quarters(self) -> list[Quarter]:
        """The calendar quarters it is in, oldest first."""
        first, last = Quarter.of(self.first), Quarter.of(self.last)
        return [last.earlier(back) for back in reversed(range(QUARTERS_A_YEAR)) if last.earlier(back) >= first]

    def is_over(self, on: date) -> bool:
        """Whether its last day has passed, or is that day."""
        return self.last <= on


def period(key: str) -> Period | None:
    """The period of that name; None where it is none."""
    if YEAR.fullmatch(key):
        return of_year(int(key))
    if of := Quarter.parse(key):
        return of_quarter(of)
    day = whole_date(key)
    return of_day(day) if day else None


def of_year(year: int) -> Period:
    """A calendar year."""
    return Period(str(year), Kind.YEAR, date(year, 1, 1), date(year, 12, 31))


def of_quarter(of: Quarter) -> Period:
    """A calendar quarter."""
    return Period(str(of), Kind.QUARTER, of.first, of.last)


def of_day(day: date) -> Period:
    """A day."""
    return Period(day.isoformat(), Kind.DAY, day, day)


def back_to(first: Quarter, today: date) -> Iterator[Period]:
    """Every quarter and year from one quarter to today, each year before its quarters, the latest first."""
    at = Quarter.of(today)
    year = None
    while at >= first:
        if at.year != year:
            year = at.year
            yield of_year(year)
        yield of_quarter(at)
        at = at.earlier(1)
