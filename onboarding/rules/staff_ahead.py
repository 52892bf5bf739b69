"""What is recorded of a COHE's staff for days to come: who comes or leaves, whose time changes, who cannot bill."""

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
    recorded) are what they are then, of who leaves what they were. `bills`: whether it is known from when they may.
    """

    on: date
    staff: str
    what: What
    role: str
    share: Fraction | None
    bills: bool


def events(staff: Sequence[StaffRow], today: date, through: date) -> list[Event]:
    """What is recorded for the days after today up to another, and who is here and may not bill, in order of day."""
    found: list[Event] = []
    by_person = groupby(sorted(staff, key=lambda row: (row.id, row.first)), key=lambda row: row.id)
    for _, rows in by_person:
        found += _of_person([row for row in rows if row.first <= through], today, through)
    return sorted(found, key=lambda each: (each.on, each.staff, each.what))


def _of_person(rows: Sequence[StaffRow], today: date, through: date) -> list[Event]:
    found = []
    for before, row, after in zip([None, *rows], rows, [*rows[1:], None], strict=False):
        if row.first > today:
            goes_on = before is not None and before.last == row.first - A_DAY
            if not goes_on:
                found.append(_event(row.first, What.COMES, row))
            elif before and (before.claim_fte, before.role) != (row.claim_fte, row.role):
                found.append(_event(row.first, What.CHANGES, row))
        elif row.billable_from is None and (row.last is None or row.last > today):
            found.append(_event(row.first, What.CANNOT_BILL, row))
        if row.last and today <= row.last <= through and not (after and after.first == row.last + A_DAY):
            found.append(_event(row.last, What.LEAVES, row))
    return found


def _event(on: date, what: What, row: StaffRow) -> Event:
    return Event(on, row.id, what, row.role, row.claim_fte, row.billable_from is not None)
