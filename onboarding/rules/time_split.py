"""The tasks among which a person's week is split. Only time on claim-specific tasks counts as HSC staffing."""

from collections.abc import Mapping
from math import ceil

from onboarding.rules.days import MINUTES_AN_HOUR
from onboarding.rules.numbers import Numbers
from onboarding.rules.wording import count

CLAIMS = "claims"
# Each as a person says it, in the order in which they are asked for.
TASKS: Mapping[str, str] = {
    CLAIMS: "Claim-specific tasks",
    "provider_training": "Training providers",
    "outreach": "Outreach",
    "administration": "Administration",
    "other": "Other tasks",
}
MINUTES_A_WEEK = 7 * 24 * MINUTES_AN_HOUR


def faults(week: int, parts: Mapping[str, int], most: int) -> dict[str, str]:
    """What is wrong with a split, in sentences, by the field it is about; all in minutes. `most`: of full time.

    The parts may leave some of the week open, and never exceed it. A person is one full-time equivalent at most.
    """
    found = {}
    if not 0 < week <= MINUTES_A_WEEK:
        found["week"] = f"{hours(week)} a week is not possible. Enter the hours of one week."
    elif (together := sum(parts.values())) > week:
        found["week"] = f"The tasks come to {hours(together)}, and the week has {hours(week)}. Correct one of them."
    if parts.get(CLAIMS, 0) > most:
        found[CLAIMS] = f"Full time is {hours(most)} a week, and nobody counts for more than one HSC. Enter less."
    return found


def hours(minutes: int) -> str:
    """ "37.5 hours", exact to the minute: "33 hours 20 minutes" where no two decimals say it."""
    whole, over = divmod(minutes, MINUTES_AN_HOUR)
    if over and over * 100 % MINUTES_AN_HOUR == 0:
        return f"{whole}.{over * 100 // MINUTES_AN_HOUR:02}".rstrip("0") + " hours"
    return f"{count(whole, 'hour')} {count(over, 'minute')}" if over else count(whole, "hour")


def full_time(numbers: Numbers) -> int:
    """Full time, in minutes a week; of minutes that are begun, whole ones."""
    return ceil(numbers.full_time_hours * MINUTES_AN_HOUR)
