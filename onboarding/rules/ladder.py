"""On which days somebody is reminded who was asked for something and has not answered. House rules, all of it."""

from datetime import datetime, timedelta
from enum import StrEnum

from onboarding.rules.rulebook import Numbers


class Ladder(StrEnum):
    """What somebody was asked for."""

    REFERENCE = "reference"
    APPLICATION = "application"
    INFORMATION = "information"


# For each the numbers of its rungs: days from the day on which it was asked.
RUNGS = {
    Ladder.REFERENCE: ("reference_first_days", "reference_second_days", "reference_last_days"),
    Ladder.APPLICATION: ("link_first_days", "link_last_days"),
    Ladder.INFORMATION: ("information_first_days", "information_second_days", "information_last_days"),
}


def next_rung(ladder: Ladder, asked_at: datetime, now: datetime, numbers: Numbers) -> datetime | None:
    """When somebody is reminded next, after `now`; None where the last reminder has gone out."""
    rungs = sorted(asked_at + timedelta(days=getattr(numbers, each)) for each in RUNGS[ladder])
    return next((rung for rung in rungs if rung > now), None)
