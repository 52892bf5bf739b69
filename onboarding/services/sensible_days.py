"""Which days of applications, hires, jobs and degrees anybody can mean: decided here once, for every way in.

They hold for what is recorded, and are no rule of L&I's: the rules take any day that there is.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from onboarding.errors import OnboardingError
from onboarding.formats.faults import Refused
from onboarding.rules.days import PartialDate, add_years, partial_date
from onboarding.rules.faults import Fault
from onboarding.rules.wording import long_day

FIRST = date(2000, 1, 1)  # the first COHE took up its work in 2002
STARTS_WITHIN = timedelta(days=180)  # a first day that is announced; a year typed wrong is mostly further off
LEAVES_WITHIN = timedelta(days=366)  # a last day that is
WORKING_YEARS = 80  # longer ago nobody worked, or learned, who applies today
CONFERRED_WITHIN = 10  # years, of a degree that somebody is still working on


def application(day: date, today: date) -> str | None:
    """What is wrong with the day of an application, and what would be right, in sentences; None where nothing is."""
    return _outside("day of the application", day, FIRST, today, f"and not after today, {long_day(today)}")


def first_day(day: date, today: date) -> str | None:
    """The same of the first day in a role."""
    last = today + STARTS_WITHIN
    return _outside("first day in the role", day, FIRST, last, f"and not after {long_day(last)}")


def supervision(day: date, today: date) -> str | None:
    """The same of the day from which somebody supervises an assistant."""
    last = today + STARTS_WITHIN
    return _outside("first day of supervision", day, FIRST, last, f"and not after {long_day(last)}")


def last_day(day: date, first: date, today: date) -> str | None:
    """The same of the last day in a role."""
    if day < first:
        return (
            f"The last day in the role, {long_day(day)}, is before the first, {long_day(first)}. Correct one of them."
        )
    last = today + LEAVES_WITHIN
    return _outside("last day in the role", day, first, last, f"and not after {long_day(last)}")


def refuse(field: str, says: str | None) -> None:
    """Raises OnboardingError for that field, where something is wrong with its day."""
    if says:
        raise OnboardingError(says, field)


def refuse_claim(claim: Mapping[str, Any], today: date) -> None:
    """Raises Refused with every day of a claim that nobody can mean, by its path."""
    if faults := [*of_claim(claim, today)]:
        raise Refused(faults)


def of_claim(claim: Mapping[str, Any], today: date) -> Iterator[Fault]:
    """The days of a claim's jobs and degrees that nobody can mean, by their paths, each with what would be right."""
    ago, expected = add_years(today, -WORKING_YEARS), add_years(today, CONFERRED_WITHIN)
    for place, job in enumerate(claim.get("work", ())):
        begun, still = "It has not begun, so leave it out", "Leave the last day out where the job goes on"
        yield from _of_part(f"work[{place}].startDate", job, ago, today, f"is after today. {begun}")
        yield from _of_part(f"work[{place}].endDate", job, ago, today, f"is after today. {still}")
    for place, degree in enumerate(claim.get("education", ())):
        late = f"is too far ahead. Give the year in which it is expected, {expected.year} at the latest"
        yield from _of_part(f"education[{place}].endDate", degree, ago, expected, late)


def _outside(name: str, day: date, first: date, last: date, until: str) -> str | None:
    if first <= day <= last:
        return None
    off = "too long ago" if day < first else "too far ahead"
    return f"The {name}, {long_day(day)}, is {off}. Enter one not before {long_day(first)} {until}."


def _of_part(path: str, part: Mapping[str, Any], first: date, last: date, late: str) -> Iterator[Fault]:
    typed = part.get(path.rpartition(".")[2])
    day = partial_date(typed) if isinstance(typed, str) else None
    if day and day.latest < first:
        yield Fault(path, f"{_spoken(day)} is more than {WORKING_YEARS} years ago. Correct the year")
    elif day and day.earliest > last:
        yield Fault(path, f"{_spoken(day)} {late}")


def _spoken(day: PartialDate) -> str:
    """A day that may be known in part, as people say it."""
    if day.exact:
        return long_day(day.earliest)
    return f"{day.earliest:%B} {day.earliest.year}" if len(day.written) > len("2026") else day.written
