"""The steps of arithmetic behind a COHE's staffing, one by one, so that somebody can do them again by hand.

Nothing is judged here. Each way to count stands by itself, whatever L&I has ruled, and says whether it is in force.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from onboarding.rules.fte import Days, Levels, Time, roles_counted
from onboarding.rules.fte_parts import COUNTED
from onboarding.rules.readings import Combination
from onboarding.rules.replacement import required_fte
from onboarding.rules.rulebook import Question
from onboarding.rules.rulings import Law
from onboarding.rules.staffing import Staffed
from onboarding.rules.surgical import SURGICAL
from onboarding.rules.wording import figure

Counting = Callable[[Combination], frozenset[str]]  # whose time counts under a reading
OF_SURGERY = {"excluded": "Surgical HSCs who may bill", "included": "All surgical HSCs"}


class Averaged(NamedTuple):
    """Some who are counted: their shares of full time times their days together, divided by all days.

    `in_force`: whether that is, or could be, how L&I counts. `surgical`: of surgical HSCs, who stand apart.
    """

    says: str
    worked: Time
    days: int
    fte: Time
    in_force: bool
    surgical: bool = False


class Asked(NamedTuple):
    """What a year's claims require by one reading: how it is computed, and what it comes to."""

    says: str
    fte: Fraction
    in_force: bool


def averages(staffed: Staffed, periods: Sequence[Days]) -> list[Averaged]:
    """The average over all days of the periods (first and last day, both included), by who is counted."""
    tried = {(each[Question.ASSISTANT_TIME], each[Question.UNBILLABLE_TIME]) for each in staffed.tried}
    billing = {billable for _, billable in tried}
    ways: list[tuple[str, Combination, Counting, bool]] = [
        (says, _reading(assistant, billable), roles_counted, (assistant, billable) in tried)
        for (assistant, billable), says in COUNTED.items()
    ]
    ways += [(says, _reading("excluded", each), _surgical, each in billing) for each, says in OF_SURGERY.items()]
    return [_averaged(staffed, periods, *way) for way in ways]


def required(claims: int, law: Law) -> list[Asked]:
    """The full-time equivalents that a year's claims require, by each reading of how that is rounded."""
    numbers = law.numbers
    halves = ceil(claims / numbers.claims_per_half_fte)
    says = {
        "proportional": f"{figure(claims)} ÷ {figure(numbers.claims_per_fte)}",
        "half-steps": f"{figure(claims)} ÷ {figure(numbers.claims_per_half_fte)}, rounded up to {halves}, halved",
    }
    in_force = law.readings[Question.FTE_ROUNDING]
    return [
        Asked(each, required_fte(claims, law, {Question.FTE_ROUNDING: reading}), reading in in_force)
        for reading, each in says.items()
    ]


def _averaged(
    staffed: Staffed,
    periods: Sequence[Days],
    says: str,
    reading: Combination,
    roles: Counting,
    in_force: bool,
) -> Averaged:
    (fte,) = Levels(staffed.facts.staff, [reading], roles).averages(periods)
    days = sum((last - first).days + 1 for first, last in periods)
    return Averaged(says, Time(*(each * days for each in fte)), days, fte, in_force, roles is _surgical)


def _reading(assistant: str, billable: str) -> Combination:
    return {Question.ASSISTANT_TIME: assistant, Question.UNBILLABLE_TIME: billable}


def _surgical(_: Combination) -> frozenset[str]:
    return SURGICAL
