"""When somebody is reminded of what was asked for and is not done, and for how long. House rules, all of it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from enum import StrEnum

from onboarding.rules.numbers import Numbers


class Ladder(StrEnum):
    """What somebody is reminded of: what they were asked for, or what is to be done."""

    REFERENCE = "reference"
    APPLICATION = "application"
    INFORMATION = "information"
    CREDENTIALS = "credentials"
    SIGN_OFF = "sign_off"
    COVER = "cover"
    TRAINING = "training"
    TRAINING_OF_STAFF = "training_of_staff"  # the same, told to managers and HR


def _confirming(numbers: Numbers) -> tuple[int, ...]:
    return numbers.reference_first_days, numbers.reference_second_days, numbers.reference_last_days


# For what was asked the days, from the day on which it was asked, after which somebody is reminded.
RUNGS: dict[Ladder, Callable[[Numbers], tuple[int, ...]]] = {
    Ladder.REFERENCE: _confirming,
    Ladder.SIGN_OFF: _confirming,
    Ladder.COVER: _confirming,
    Ladder.APPLICATION: lambda numbers: (numbers.link_first_days, numbers.link_last_days),
    Ladder.INFORMATION: lambda numbers: (
        numbers.information_first_days,
        numbers.information_second_days,
        numbers.information_last_days,
    ),
}


def next_rung(ladder: Ladder, asked_at: datetime, now: datetime, numbers: Numbers) -> datetime | None:
    """When somebody is reminded next, after `now`; None where the last reminder has gone out."""
    rungs = sorted(asked_at + timedelta(days=days) for days in RUNGS[ladder](numbers))
    return next((rung for rung in rungs if rung > now), None)


def reference_until(asked_at: datetime, numbers: Numbers) -> datetime:
    """Until when the link to answer a reference works."""
    return asked_at + timedelta(days=numbers.reference_open_days)


def sign_off_until(sent_at: datetime, numbers: Numbers) -> datetime:
    """Until when the link to sign off a visit works: as long as that of a reference."""
    return reference_until(sent_at, numbers)


def link_until(sent_at: datetime, numbers: Numbers) -> datetime:
    """Until when an applicant's link to the application works."""
    return sent_at + timedelta(days=numbers.link_open_days)


def times_told(remind_on: date | None, due_on: date | None, on: date, numbers: Numbers) -> int | None:
    """How often managers were told before of what is still to be done on that day; None where they are not told."""
    if remind_on is None:
        return None
    until = (due_on or remind_on) + timedelta(days=numbers.retell_until_days)
    if not remind_on <= on < until:
        return None
    return (on - remind_on).days // max(1, numbers.retell_days)


def next_told(remind_on: date | None, due_on: date | None, last: int, on: date, numbers: Numbers) -> date | None:
    """From which day on managers are told next, where the last time had `last` before it (-1: none was yet).

    None where they are told no more.
    """
    if remind_on is None:
        return None
    day = remind_on + timedelta(days=(last + 1) * max(1, numbers.retell_days))
    until = (due_on or remind_on) + timedelta(days=numbers.retell_until_days)
    return day if max(day, on) < until else None
