"""HSC time on claim-specific tasks: full-time equivalents on a day or averaged over days, under a reading. Exact."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import accumulate
from math import lcm
from typing import NamedTuple

from onboarding.rules.credit import NEVER
from onboarding.rules.days import MINUTES_AN_HOUR
from onboarding.rules.facts import StaffRow
from onboarding.rules.numbers import Numbers
from onboarding.rules.readings import Combination
from onboarding.rules.rulebook import Question

A_DAY = timedelta(days=1)
NOBODY, EVERYBODY = Fraction(0), Fraction(1)  # what somebody can be on claims whose time nobody recorded
Days = tuple[date, date]  # first and last, both included


class Time(NamedTuple):
    """Full-time equivalents; the two differ where somebody's time is not recorded."""

    least: Fraction
    most: Fraction


def share(minutes: int, numbers: Numbers) -> Fraction:
    """What so many minutes a week on claim-specific tasks are of full time; nobody is more than one equivalent."""
    return min(EVERYBODY, minutes / (numbers.full_time_hours * MINUTES_AN_HOUR))


def roles_counted(readings: Combination) -> frozenset[str]:
    """Whose time counts as HSC staffing."""
    return frozenset({"hsc", "assistant"} if readings[Question.ASSISTANT_TIME] == "included" else {"hsc"})


def who_counts(staff: Iterable[StaffRow], tried: Iterable[Combination]) -> list[StaffRow]:
    """The rows whose time counts as HSC staffing under at least one of these combinations."""
    roles = frozenset[str]().union(*map(roles_counted, tried))
    return [row for row in staff if row.role in roles]


def average(
    staff: Iterable[StaffRow], roles: frozenset[str], readings: Combination, periods: Sequence[Days]
) -> Fraction:
    """The average over all days of the periods (first and last day, both included); 0 where there are none."""
    return Level(staff, roles, readings).average(periods)


class Level:
    """The full-time equivalents day by day, under a reading: worked out once, asked often.

    `unrecorded`: what somebody is counted as whose time nobody recorded.
    """

    def __init__(
        self,
        staff: Iterable[StaffRow],
        roles: frozenset[str],
        readings: Combination,
        unrecorded: Fraction = NOBODY,
    ) -> None:
        counted = [
            (
                unrecorded if row.claim_fte is None else row.claim_fte,
                first.toordinal(),
                row.last.toordinal() + 1 if row.last else NEVER,
            )
            for row in staff
            if row.role in roles and (first := counted_from(row, readings)) is not None
        ]
        self._of = lcm(*(time.denominator for time, _, _ in counted))  # so that what is summed are whole numbers
        changes = dict[int, int]()
        for time, begins, after in counted:
            parts = int(time * self._of)
            if begins < after:
                changes[begins] = changes.get(begins, 0) + parts
                changes[after] = changes.get(after, 0) - parts
        self._days = sorted(changes)
        self._levels = list(accumulate((changes[day] for day in self._days), initial=0))
        spans = zip(self._days, self._days[1:], self._levels[1:], strict=False)
        self._worked = [0, *accumulate((level * (after - first) for first, after, level in spans), initial=0)]

    def on(self, day: int) -> Fraction:
        """The level on a day, by its ordinal."""
        return Fraction(self._levels[bisect_right(self._days, day)], self._of)

    def average(self, periods: Sequence[Days]) -> Fraction:
        """The average over all days of the periods (first and last day, both included); 0 where there are none."""
        days = sum((last - first).days + 1 for first, last in periods)
        worked = sum(self._before(last.toordinal() + 1) - self._before(first.toordinal()) for first, last in periods)
        return Fraction(worked, days * self._of) if days else NOBODY

    def _before(self, day: int) -> int:
        """The parts of a day's work that were done on all days before this one."""
        place = bisect_right(self._days, day)
        since = day - self._days[place - 1] if place else 0
        return self._worked[place] + self._levels[place] * since

    def regained(self, required: Fraction, after: int, through: int) -> date | None:
        """The first day after a day, up to another, with at least what is required."""
        days = [after + 1, *self._days[bisect_right(self._days, after) :]]
        return next((date.fromordinal(day) for day in days if day <= through and self.on(day) >= required), None)


class Levels:
    """The level under each of these combinations of readings, and within what bounds where somebody's time is not
    recorded. `roles`: whose time counts under one."""

    def __init__(
        self,
        staff: Sequence[StaffRow],
        tried: Sequence[Combination],
        roles: Callable[[Combination], frozenset[str]] = roles_counted,
    ) -> None:
        supposed = (NOBODY, EVERYBODY) if any(row.claim_fte is None for row in staff) else (NOBODY,)
        made: dict[object, list[Level]] = {}
        self.each: list[tuple[Level, Level]] = []
        for readings in tried:
            counts = roles(readings), readings[Question.UNBILLABLE_TIME]
            if counts not in made:
                made[counts] = [Level(staff, counts[0], readings, unrecorded) for unrecorded in supposed]
            self.each.append((made[counts][0], made[counts][-1]))

    def averages(self, periods: Sequence[Days]) -> list[Time]:
        """The average over all days of the periods, under each combination."""
        made: dict[Level, Fraction] = {}
        for both in self.each:
            for level in both:
                if level not in made:
                    made[level] = level.average(periods)
        return [Time(made[least], made[most]) for least, most in self.each]


def counted_from(row: StaffRow, readings: Combination) -> date | None:
    """The first day on which a row's time counts; None where it never does yet."""
    if readings[Question.UNBILLABLE_TIME] == "included":
        return row.first
    return max(row.first, row.billable_from) if row.billable_from else None
