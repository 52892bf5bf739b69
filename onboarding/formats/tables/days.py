"""Dates as people type them, into YYYY, YYYY-MM or YYYY-MM-DD. What could be two dates is no date.

With slashes and hyphens the month comes first, as Americans write. With dots others write the day first, and so do some
here: there a date is read where only one of the two can be meant.
"""

import re

from onboarding.rules.days import partial_date

FIRST_YEAR, LAST_YEAR = 1900, 2100
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
SHORTEST_MONTH = 3
TIME = r"[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?(?:Z|UTC|[-+]\d{2}(?::?\d{2})?))?"
ISO = re.compile(rf"(\d{{4}})(?:[-/.](\d{{1,2}})(?:[-/.](\d{{1,2}})(?:{TIME})?)?)?", re.A | re.I)
AMERICAN = re.compile(r"(\d{1,2})([-/.])(?:(\d{1,2})\2)?(\d{4})(?: \d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]M)?)?", re.A | re.I)
NAMED = re.compile(r"(?P<month>[a-z]+)\.?(?: (?P<day>\d{1,2})(?:st|nd|rd|th)?)?,? (?P<year>\d{4})", re.A)
NAMED_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)? (?P<month>[a-z]+)\.?,? (?P<year>\d{4})", re.A)
NAMED_YEAR_FIRST = re.compile(r"(?P<year>\d{4}),? (?P<month>[a-z]+)\.?(?: (?P<day>\d{1,2}))?", re.A)
SHORT_YEAR = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2}|(?:\d{1,2}[- ])?[a-z]{3,9}[-. ']+\d{2}|\d{1,2}[-/]\d{2}", re.A)
NO_YEAR = re.compile(r"--\d{2}-\d{2}|\d{1,2}[-/]\d{1,2}|[a-z]{3,9}\.? \d{1,2}", re.A)
SERIAL = re.compile(r"[1-6]\d{4}", re.A)  # the days since 1900 by which spreadsheets keep a date
WAYS = "Write it like 3/15/2019, March 2019 or 2019"


class NoDate(Exception):  # noqa: N818 - it is what happened to the cell, not an error of ours
    """The text is no date that can be told for certain; the message says why and what to write."""


def written(text: str) -> str:
    """The date as YYYY, YYYY-MM or YYYY-MM-DD, as exact as it was typed. Raises NoDate."""
    plain = " ".join(text.split())
    _refuse_either(plain)
    parts = _iso(plain) or _american(plain) or _named(plain.casefold())
    if parts is None:
        raise NoDate(_why_not(plain.casefold()))
    found = "-".join((parts[0], *(part.zfill(2) for part in parts[1:] if part)))
    if not FIRST_YEAR <= int(parts[0]) <= LAST_YEAR:
        raise NoDate(f"the year is {parts[0]}. Write the year that is meant, with four digits")
    if partial_date(found) is None:
        raise NoDate(_no_such(parts))
    return found


Parts = tuple[str, str, str]  # year, month, day; empty where not said


def _iso(text: str) -> Parts | None:
    found = ISO.fullmatch(text)
    return (found[1], found[2] or "", found[3] or "") if found else None


def _american(text: str) -> Parts | None:
    found = AMERICAN.fullmatch(text)
    if found is None:
        return None
    month, day, year = found[1], found[3] or "", found[4]
    swapped = found[2] == "." and int(month) > len(MONTHS) >= int(day or 0) > 0
    return (year, day, month) if swapped else (year, month, day)


def _refuse_either(text: str) -> None:
    found = AMERICAN.fullmatch(text)
    if found is None or found[2] != "." or not found[3]:
        return
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    if first != second and max(first, second) <= len(MONTHS) and min(first, second) > 0:
        month_first, day_first = (
            f"{MONTHS[month - 1].title()} {day}, {year}" for month, day in ((first, second), (second, first))
        )
        raise NoDate(
            f"it could be {month_first} or {day_first}. Write the one that is meant, like {first}/{second}/{year}"
        )


def _named(text: str) -> Parts | None:
    for pattern in (NAMED, NAMED_DAY_FIRST, NAMED_YEAR_FIRST):
        if found := pattern.fullmatch(text.replace("-", " ")):
            month = _month(found["month"])
            return (found["year"], month, found["day"] or "") if month else None
    return None


def _month(name: str) -> str:
    """Its number; empty for what is no month's name. Any beginning of three letters or more will do, and “sept”."""
    fits = [place for place, month in enumerate(MONTHS, start=1) if month.startswith(name)]
    return str(fits[0]) if len(name) >= SHORTEST_MONTH and fits else ""


def _no_such(parts: Parts) -> str:
    year, month, day = parts
    if not 1 <= int(month or 1) <= len(MONTHS):
        return f"there is no month {int(month)}. The month comes first, then the day. {WAYS}"
    return f"there is no day {int(day or 0)} in {MONTHS[int(month or 1) - 1].title()} {year}. Correct it"


def _why_not(text: str) -> str:
    if SERIAL.fullmatch(text):
        return f"{text} is how a spreadsheet keeps a date. Give the cell the format of a date. {WAYS}"
    if NO_YEAR.fullmatch(text) and not SHORT_YEAR.fullmatch(text):
        return f"the year is missing. {WAYS}"
    if SHORT_YEAR.fullmatch(text):
        return f"the year has to have four digits, so that it cannot be a day. {WAYS}"
    return f"it is no date. {WAYS}"
