"""The days that deadlines can be narrowed to, as addresses and pages say them."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from onboarding.queries.deadline_span import Span
from onboarding.queries.staff_lines import WEEK
from onboarding.rules.days import add_months
from onboarding.rules.wording import long_day

AHEAD = 6  # months that are looked at together, this one among them
DAY = timedelta(days=1)
NAMED: Mapping[str, str] = {
    "overdue": "Overdue",
    "week": "In the next 7 days",
    "month": "To the end of this month",
    "half": "In the next six months",
    "later": "After six months",
    "none": "Without a day",
}


def span_of(word: str, today: date) -> Span | None:
    """The days that a word of an address means: one of those above, a month (2026-12) or a day; None for any other."""
    ends = add_months(month_of(today), 1) - DAY
    found = {
        "overdue": Span(until=today - DAY),
        "week": Span(today, today + WEEK),
        "month": Span(today, ends),
        "half": Span(today, add_months(month_of(today), AHEAD) - DAY),
        "later": Span(add_months(month_of(today), AHEAD)),
        "none": Span(dayless=True),
    }.get(word)
    if found or word in NAMED:
        return found
    if first := asked_month(word):
        return whole_month(first)
    day = _day(word)
    return Span(day, day) if day else None


def said(word: str) -> str:
    """The same in words."""
    if first := asked_month(word):
        return f"{first:%B %Y}"
    day = _day(word)
    return NAMED.get(word) or (long_day(day) if day else "")


def asked_month(word: str) -> date | None:
    """The first day of a month as addresses write it; None for what is none."""
    return _day(f"{word}-01") if len(word) == len("2026-12") else None


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def whole_month(first: date) -> Span:
    """Every day of a month."""
    return Span(first, add_months(first, 1) - DAY)


def ahead(today: date) -> Iterator[str]:
    """The rows of the view of six months, as addresses write them: every deadline is in exactly one."""
    yield from ("overdue", "month")
    for months in range(1, AHEAD):
        yield f"{add_months(month_of(today), months):%Y-%m}"
    yield from ("later", "none")


def weeks(first: date) -> list[list[date | None]]:
    """The weeks of a month, from Sunday on; None for a day of another month."""
    days: list[date | None] = [None] * (first.isoweekday() % 7)
    day = first
    while day.month == first.month:
        days.append(day)
        day += DAY
    days += [None] * (-len(days) % 7)
    return [days[start : start + 7] for start in range(0, len(days), 7)]


def _day(text: str) -> date | None:
    """A day of a year in which anything can be due. Others would lead calendars to days that do not exist."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1900 <= day.year < 2200 and len(text) == len("2026-12-01") else None
