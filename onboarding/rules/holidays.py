"""Washington's legal holidays, worked out from the rulebook, and working days (RCW 1.16.050, RCW 1.12.040)."""

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

from onboarding.rules.rulebook import HolidayRule, Holidays, Rulebook

SATURDAY = 5
A_DAY = timedelta(days=1)


@lru_cache(maxsize=4096)
def legal_holidays(book: Rulebook, year: int) -> frozenset[date]:
    """The days of `year` kept as legal holidays.

    31 December is one when the next year's 1 January is a Saturday, so the next year is looked into as well.
    """
    kept = {day for near in (year, year + 1) for day in _kept(book.holidays, near)}
    return frozenset(day for day in kept if day.year == year)


def next_working_day(book: Rulebook, day: date) -> date:
    """`day` itself, or the first day after it that is not a Saturday, a Sunday or a legal holiday."""
    while not is_working_day(book, day):
        day += A_DAY
    return day


@lru_cache(maxsize=4096)
def working_day_before(book: Rulebook, day: date, working_days: int = 0) -> date:
    """`day` itself or the last working day before it, and from there so many working days back."""
    while not is_working_day(book, day) or working_days:
        working_days -= is_working_day(book, day)
        day -= A_DAY
    return day


def working_day_after(book: Rulebook, day: date, working_days: int) -> date:
    """The last of so many working days that follow a day."""
    while working_days:
        day += A_DAY
        working_days -= is_working_day(book, day)
    return day


def is_working_day(book: Rulebook, day: date) -> bool:
    """Whether a day is no Saturday, no Sunday and no legal holiday."""
    return day.weekday() < SATURDAY and day not in legal_holidays(book, day.year)


def day_off(book: Rulebook, day: date) -> str | None:
    """What a day is on which nobody works: "a Sunday", "Thanksgiving Day"; None of a working day."""
    kept = {**_kept(book.holidays, day.year), **_kept(book.holidays, day.year + 1)}
    return kept.get(day) or (f"a {day:%A}" if day.weekday() >= SATURDAY else None)


def _kept(holidays: Holidays, year: int) -> dict[date, str]:
    """The days of the year's holidays, moved where they are, and what they are called."""
    if year > date.max.year:
        return {}
    moves = dict(holidays.moves)
    found = {rule.id: _falls_on(rule, year) for rule in holidays.days if rule.kind != "day-after"}
    found |= {rule.id: found[rule.of] + A_DAY for rule in holidays.days if rule.kind == "day-after"}
    rules = {rule.id: rule for rule in holidays.days}
    return {
        day + timedelta(moves.get(day.weekday(), 0)): rules[id].says
        for id, day in found.items()
        if rules[id].since <= day
    }


def _falls_on(rule: HolidayRule, year: int) -> date:
    if rule.kind == "date":
        return date(year, rule.month, rule.day)
    first_weekday, days = monthrange(year, rule.month)
    first = 1 + (rule.weekday - first_weekday) % 7
    if rule.nth > 0:
        return date(year, rule.month, first + 7 * (rule.nth - 1))
    return date(year, rule.month, first + 7 * ((days - first) // 7))
