"""Whether an applicant could be hired, and bill, by the day on which somebody who left has to be replaced.

By how long it took the COHE's own people: nothing else is known, and where they are too few it is said so.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from statistics import median
from typing import NamedTuple

from onboarding.rules.numbers import Numbers
from onboarding.rules.wording import count


class Far(StrEnum):
    """How far an applicant is. `hired`: the first day is to come; `would`: qualifies as stated; `later`: has the
    experience from a day on; `more`: something is missing that could change the answer; `nothing`: nothing was entered
    yet."""

    HIRED = "hired"
    QUALIFIED = "qualified"
    WOULD = "would"
    LATER = "later"
    MORE = "more"
    NOTHING = "nothing"


class Verdict(StrEnum):
    """Against the day by which the replacement is due."""

    IN_TIME = "in_time"
    MAY_BE_LATE = "may_be_late"
    TOO_LATE = "too_late"
    CANNOT_TELL = "cannot_tell"


class Took(NamedTuple):
    """How many days something took here, in how many cases. None of a case: no case."""

    cases: int
    shortest: int | None
    median: int | None
    longest: int | None


class Times(NamedTuple):
    """`hire`: from the application to the first day in the role; `start`: from the determination to it; `bill`: from
    the first day to billing."""

    hire: Took
    start: Took
    bill: Took


class Candidate(NamedTuple):
    """An applicant. `applied_on`, `decided_on`: None where it is not recorded; `experienced_on`: from when they have
    the experience, where that is to come; `bills`: may bill here already; `starts_on`: the first day of who is hired.
    """

    far: Far
    applied_on: date | None
    decided_on: date | None = None
    experienced_on: date | None = None
    bills: bool = False
    starts_on: date | None = None


class Days(NamedTuple):
    """A day by the shortest, the median and the longest time it took here. `longest` None: this took longer already."""

    shortest: date
    median: date
    longest: date | None


class Filling(NamedTuple):
    """When somebody could be hired and bill; None: cannot be told, and then `unknown` says why."""

    hired: Days | None
    bills: Days | None
    verdict: Verdict
    unknown: tuple[str, ...]


def took(days: Iterable[int]) -> Took:
    """What cases come to. The median is rounded up: half a day is another day."""
    every = sorted(days)
    if not every:
        return Took(0, None, None, None)
    return Took(len(every), every[0], -int(-median(every) // 1), every[-1])


def filling(
    one: Candidate, times: Times, due: date, today: date, numbers: Numbers, from_first_day: bool = False
) -> Filling:
    """When an applicant could be hired and bill, against the last day to replace somebody.

    `from_first_day`: a ruling counts time before a person may bill, so that the first day in the role decides.
    """
    unknown: list[str] = []
    hired = _hired(one, times, today, numbers, unknown)
    bills = _after(hired, times.bill, numbers, unknown, "from the first day to billing") if not one.bills else hired
    counts = hired if from_first_day else bills
    earliest = counts or hired
    floor = earliest.shortest if earliest else max(today, one.experienced_on or today)
    if floor > due:
        return Filling(hired, bills, Verdict.TOO_LATE, tuple(unknown))
    if counts is None or one.far in (Far.MORE, Far.NOTHING):
        return Filling(hired, bills, Verdict.CANNOT_TELL, tuple(unknown))
    in_time = counts.longest is not None and counts.longest <= due
    return Filling(hired, bills, Verdict.IN_TIME if in_time else Verdict.MAY_BE_LATE, tuple(unknown))


def _hired(one: Candidate, times: Times, today: date, numbers: Numbers, unknown: list[str]) -> Days | None:
    """The first day in the role: counted from the determination where enough is known of that, else from the day of
    the application."""
    if one.starts_on:
        return Days(one.starts_on, one.starts_on, one.starts_on)
    if one.far is Far.NOTHING:
        unknown.append("What they can show is not entered yet.")
        return None
    if one.far is Far.MORE:
        unknown.append("Whether they qualify is not known before the missing information comes.")
        return None
    begun, steps = one.applied_on, times.hire
    if one.decided_on and times.start.cases >= numbers.own_cases_least:
        begun, steps = one.decided_on, times.start
    if begun is None:
        unknown.append("The day of their application is not recorded.")
        return None
    if steps.shortest is None or steps.median is None or steps.longest is None or _few(steps, numbers):
        unknown.append(_says_few("from the application to the first day", steps, numbers))
        return None
    first = max(today, one.experienced_on or today)
    shortest, middle, longest = (begun + timedelta(days) for days in (steps.shortest, steps.median, steps.longest))
    if longest < today:
        unknown.append("They have waited longer already than anybody who was hired here.")
    return Days(max(first, shortest), max(first, middle), max(first, longest) if longest >= today else None)


def _after(hired: Days | None, steps: Took, numbers: Numbers, unknown: list[str], what: str) -> Days | None:
    """So long after that day."""
    if steps.shortest is None or steps.median is None or steps.longest is None or _few(steps, numbers):
        unknown.append(_says_few(what, steps, numbers))
        return None
    if hired is None:
        return None
    return Days(
        hired.shortest + timedelta(steps.shortest),
        hired.median + timedelta(steps.median),
        hired.longest + timedelta(steps.longest) if hired.longest else None,
    )


def _few(steps: Took, numbers: Numbers) -> bool:
    return steps.cases < numbers.own_cases_least


def _says_few(what: str, steps: Took, numbers: Numbers) -> str:
    return (
        f"How long it takes {what}: {count(steps.cases, 'person', 'people')} of this COHE did, and "
        f"{numbers.own_cases_least} are needed to tell."
    )
