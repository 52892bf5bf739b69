"""HSC time on claim-specific tasks: full-time equivalents on a day or averaged over days, under a reading. Exact."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction

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


def on_day(staff: Iterable[StaffRow], roles: frozenset[str], readings: Combination, day: date) -> Fraction:
    return average(staff, roles, readings, [(day, day)])


def rises_after(staff: Iterable[StaffRow], day: date, through: date) -> list[date]:
    """The days after `day`, up to `through`, on which staffing may rise: somebody begins, or may bill."""
    starts = {start for row in staff for start in (row.first, row.billable_from) if start and day < start <= through}
    return sorted(starts | ({day + A_DAY} if day < through else set()))


def _days_counted(row: StaffRow, readings: Combination, first: date, last: date) -> int:
    if readings[Question.UNBILLABLE_TIME] == "excluded":
        if row.billable_from is None:
            return 0
        first = max(first, row.billable_from)
    first = max(first, row.first)
    last = min(last, row.last) if row.last else last
    return max(0, (last - first).days + 1)
