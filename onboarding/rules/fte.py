"""HSC time on claim-specific tasks: full-time equivalents on a day or averaged over days, under a reading. Exact."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import accumulate

from onboarding.rules.credit import NEVER
from onboarding.rules.facts import StaffRow
from onboarding.rules.readings import Combination
from onboarding.rules.rulebook import Question

A_DAY = timedelta(days=1)


def roles_counted(readings: Combination) -> frozenset[str]:
    """Whose time counts as HSC staffing."""
    return frozenset({"hsc", "assistant"} if readings[Question.ASSISTANT_TIME] == "included" else {"hsc"})


def average(
    staff: Iterable[StaffRow], roles: frozenset[str], readings: Combination, periods: Sequence[tuple[date, date]]
) -> Fraction:
    """The average over all days of the periods (first and last day, both included); 0 where there are none."""
    days = sum((last - first).days + 1 for first, last in periods)
    worked = sum(
        (
            row.claim_fte * _days_counted(row, readings, first, last)
            for row in staff
            if row.role in roles
            for first, last in periods
        ),
        Fraction(0),
    )
    return worked / days if days else Fraction(0)


class Level:
    """The full-time equivalents day by day, under a reading: worked out once, asked often."""

    def __init__(self, staff: Iterable[StaffRow], readings: Combination) -> None:
        roles, changes = roles_counted(readings), dict[int, Fraction]()
        for row in staff:
            if row.role in roles and (counted := _counted_from(row, readings)) is not None:
                first, after = counted.toordinal(), row.last.toordinal() + 1 if row.last else NEVER
                if first < after:
                    changes[first] = changes.get(first, Fraction(0)) + row.claim_fte
                    changes[after] = changes.get(after, Fraction(0)) - row.claim_fte
        self._days = sorted(changes)
        self._levels = list(accumulate((changes[day] for day in self._days), initial=Fraction(0)))

    def on(self, day: int) -> Fraction:
        """The level on a day, by its ordinal."""
        return self._levels[bisect_right(self._days, day)]

    def regained(self, required: Fraction, after: int, through: int) -> date | None:
        """The first day after a day, up to another, with at least what is required."""
        days = [after + 1, *self._days[bisect_right(self._days, after) :]]
        return next((date.fromordinal(day) for day in days if day <= through and self.on(day) >= required), None)


def _counted_from(row: StaffRow, readings: Combination) -> date | None:
    """The first day on which a row's time counts; None where it never does yet."""
    if readings[Question.UNBILLABLE_TIME] == "included":
        return row.first
    return max(row.first, row.billable_from) if row.billable_from else None


def _days_counted(row: StaffRow, readings: Combination, first: date, last: date) -> int:
    counted = _counted_from(row, readings)
    if counted is None:
        return 0
    first, last = max(first, counted), min(last, row.last) if row.last else last
    return max(0, (last - first).days + 1)
