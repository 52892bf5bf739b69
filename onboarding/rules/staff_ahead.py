"""What is recorded of a COHE's staff for days to come: who comes and leaves, whose time changes, who may not bill yet."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from onboarding.rules.facts import StaffRow

A_DAY = timedelta(days=1)


class What(StrEnum):
    """What happens to somebody."""

    COMES = "comes"
    LEAVES = "leaves"
    CHANGES = "changes"
    CANNOT_BILL = "cannot_bill"


class Event(NamedTuple):
    """It happens on this day; of who may not bill yet, since the first day of that. `role` and `share` (None: not
    recorded) are what they are then, of who leaves what they were."""

    on: date
    staff: str
    what: What
    role: str
    share: Fraction | None


def events(staff: Sequence[StaffRow], today: date, through: date) -> list[Event]:
    """What is recorded for the days after today up to another, and who may not bill on any of them, in order of day."""
    found: list[Event] = []
    by_person = groupby(sorted(staff, key=lambda row: (row.id, row.first)), key=lambda row: row.id)
    for _, rows in by_person:
        found += _of_person([row for row in rows if row.first <= through], today, through)
    return sorted(found)


def _of_person(rows: Sequence[StaffRow], today: date, through: date) -> list[Event]:
    found = []
    for place, row in enumerate(rows):
        before, after = (rows[place - 1] if place else None), (rows[place + 1] if place + 1 < len(rows) else None)
        goes_on = before is not None and before.last == row.first - A_DAY
        if row.first > today and not goes_on:
            found.append(Event(row.first, row.id, What.COMES, row.role, row.claim_fte))
        elif row.first > today and before and (before.claim_fte, before.role) != (row.claim_fte, row.role):
            found.append(Event(row.first, row.id, What.CHANGES, row.role, row.claim_fte))
        if row.last and today <= row.last <= through and not (after and after.first == row.last + A_DAY):
            found.append(Event(row.last, row.id, What.LEAVES, row.role, row.claim_fte))
    if rows and (rows[-1].last is None or rows[-1].last > today) and rows[-1].billable_from is None:
        last = rows[-1]
        found.append(Event(last.first, last.id, What.CANNOT_BILL, last.role, last.claim_fte))
    return found
