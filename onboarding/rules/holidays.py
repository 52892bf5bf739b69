"""Washington's legal holidays, worked out from the rulebook, and the next working day (RCW 1.16.050, RCW 1.12.040)."""

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
    while day.weekday() >= SATURDAY or day in legal_holidays(book, day.year):
        day += A_DAY
    return day


def _kept(holidays: Holidays, year: int) -> set[date]:
    if year > date.max.year:
        return set()
    moves = dict(holidays.moves)
    found = {rule.id: _falls_on(rule, year) for rule in holidays.days if rule.kind != "day-after"}
    found |= {rule.id: found[rule.of] + A_DAY for rule in holidays.days if rule.kind == "day-after"}
    since = {rule.id: rule.since for rule in holidays.days}
    return {day + timedelta(moves.get(day.weekday(), 0)) for id, day in found.items() if since[id] <= day}


def _falls_on(rule: HolidayRule, year: int) -> date:
    if rule.kind == "date":
        return date(year, rule.month, rule.day)
    first_weekday, days = monthrange(year, rule.month)
    first = 1 + (rule.weekday - first_weekday) % 7
    if rule.nth > 0:
        return date(year, rule.month, first + 7 * (rule.nth - 1))
    return date(year, rule.month, first + 7 * ((days - first) // 7))
