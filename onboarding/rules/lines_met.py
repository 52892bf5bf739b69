"""Every line of staffing that a quarter is held to, as the rules judge it, and the FTE with which it would be kept."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from onboarding.rules import staffing, staffing_lines as lines
from onboarding.rules.claims_ratio import bounds_of
from onboarding.rules.days import Quarter
from onboarding.rules.findings import Bounds, Outcome
from onboarding.rules.fte import Days
from onboarding.rules.replacement import year_to
from onboarding.rules.staffing import Staffed
from onboarding.rules.staffing_lines import Line

OVER = frozenset({Outcome.REQUIRED, Outcome.NOT_MET, Outcome.OVER})
WITHIN = frozenset({Outcome.NOT_REQUIRED, Outcome.MET, Outcome.WITHIN})


class Held(StrEnum):
    """A line that a COHE is held to, or may hold itself to."""

    TRIGGER = "trigger"
    REQUIREMENT = "requirement"
    RECOMMENDATION = "recommendation"
    SURGICAL = "surgical"


class Judged(NamedTuple):
    """A line as it is judged. `over`: whether it is crossed; None where that cannot be told.

    `fte`: the average there is over `periods`, which follow each other; `needed`: what keeps the line, None where that
    cannot be told.
    """

    line: Line
    fte: Bounds
    needed: Bounds | None
    periods: Sequence[Days]

    @property
    def over(self) -> bool | None:
        """Whether the line is crossed."""
        return True if self.line.outcome in OVER else False if self.line.outcome in WITHIN else None

    @property
    def last(self) -> date:
        """The last day of what is judged."""
        return self.periods[-1][1]


def judged(staffed: Staffed, of: Quarter) -> dict[Held, Judged]:
    """The lines of a quarter that is over on the staffing's day: its trigger, where its claims are given, and what is
    judged over the four quarters that end with it. The surgical line is not there without claims or time of surgery."""
    law, quarters = staffed.law, year_to(of)
    found, alone, periods = {}, [(of.first, of.last)], [(each.first, each.last) for each in quarters]
    if row := next((each for each in staffed.given if each.quarter == of), None):
        fte = bounds_of(staffed.levels.averages(alone))
        line = lines.trigger(staffing.quarter(row, staffed), row.claims, fte, law)
        found[Held.TRIGGER] = Judged(line, fte, _exactly(row.claims / law.numbers.quarter_trigger), alone)
    year, surgery = staffed.year(quarters)
    fte = bounds_of(staffed.levels.averages(periods))
    whole = year.required_fte is not None
    found[Held.REQUIREMENT] = Judged(lines.requirement(year, law), fte, year.required_fte, periods)
    needed = _exactly(year.claims / law.numbers.recommended_claims) if whole else None
    found[Held.RECOMMENDATION] = Judged(lines.recommendation(year, law), fte, needed, periods)
    if surgery.claims or any(surgery.fte):
        line = lines.surgical_recommendation(surgery, whole, law)
        told = whole and surgery.claims is not None
        needed = _exactly((surgery.claims or 0) / law.numbers.recommended_surgical_claims) if told else None
        found[Held.SURGICAL] = Judged(line, surgery.fte, needed, periods)
    return found


def _exactly(fte: Fraction) -> Bounds:
    return Bounds(fte, fte)
