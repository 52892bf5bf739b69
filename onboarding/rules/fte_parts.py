"""What a period's full-time equivalents are made of: by role, by whether the person may bill, and person by person.

Nothing is judged here, and no reading is chosen: each part stands by itself, so that with and without are both seen.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from onboarding.rules.facts import StaffRow
from onboarding.rules.fte import EVERYBODY, NOBODY, Days, Level, Levels, Time
from onboarding.rules.readings import Combination
from onboarding.rules.rulebook import Question
from onboarding.rules.staffing import ROLES, Staffed

# Whose time is counted, by the readings of whether assistants' time does, and time before a person may bill.
COUNTED = {
    ("excluded", "excluded"): "HSCs who may bill",
    ("excluded", "included"): "All HSCs",
    ("included", "excluded"): "HSCs and Assistant HSCs who may bill",
    ("included", "included"): "All HSCs and Assistant HSCs",
}


class Counted(NamedTuple):
    """The average with some counted and others not. `in_force`: whether that is, or could be, how L&I counts."""

    says: str
    fte: Time
    in_force: bool


class Part(NamedTuple):
    """The average of those in one role: of who may bill, and of who may not yet or not now."""

    role: str
    billing: Time
    unbillable: Time

    @property
    def together(self) -> Time:
        """Both."""
        return Time(self.billing.least + self.unbillable.least, self.billing.most + self.unbillable.most)


class Share(NamedTuple):
    """One row's part in an average: its days of all days of the period, times its time. `fte` None: not recorded.

    `unbillable_days`: how many of them are before the person may bill.
    """

    row: StaffRow
    first: date
    last: date
    days: int
    of: int
    unbillable_days: int

    @property
    def fte(self) -> Fraction | None:
        """What the row adds to the average over the period, billable or not."""
        return None if self.row.claim_fte is None else self.row.claim_fte * self.days / self.of


def parts(staff: Sequence[StaffRow], period: Days) -> list[Part]:
    """The average of each role over a period (first and last day, both included); they add up to all of it."""
    return [_part(role, staff, period) for role in ROLES]


def _part(role: str, staff: Sequence[StaffRow], period: Days) -> Part:
    billing, everybody = (
        Time(
            *(Level(staff, frozenset({role}), reading, supposed).average([period]) for supposed in (NOBODY, EVERYBODY))
        )
        for reading in (_unbillable("excluded"), _unbillable("included"))
    )
    return Part(role, billing, Time(everybody.least - billing.least, everybody.most - billing.most))


def _unbillable(reading: str) -> Combination:
    return {Question.UNBILLABLE_TIME: reading}


def counted(staffed: Staffed, period: Days) -> list[Counted]:
    """The average of HSC time with and without assistants, and who may not bill yet; whatever L&I has ruled."""
    tried = {(each[Question.ASSISTANT_TIME], each[Question.UNBILLABLE_TIME]) for each in staffed.tried}
    every = [{Question.ASSISTANT_TIME: assistant, Question.UNBILLABLE_TIME: billing} for assistant, billing in COUNTED]
    times = Levels(staffed.facts.staff, every).averages([period])
    return [
        Counted(says, time, readings in tried) for (readings, says), time in zip(COUNTED.items(), times, strict=True)
    ]


def shares(staff: Sequence[StaffRow], period: Days) -> list[Share]:
    """Each row that has days in the period, in the order of the staff."""
    first, last = period
    of = (last - first).days + 1
    found = []
    for row in staff:
        begins, ends = max(first, row.first), min(last, row.last) if row.last else last
        if begins <= ends:
            days = (ends - begins).days + 1
            unbillable = days if row.billable_from is None else min(days, max(0, (row.billable_from - begins).days))
            found.append(Share(row, begins, ends, days, of, unbillable))
    return found
