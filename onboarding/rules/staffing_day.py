"""Staffing on one day: the HSC time of that day, against what the claims of the four quarters before it require."""

from datetime import date
from typing import NamedTuple

from onboarding.rules.claims_ratio import (
    bounds,
    bounds_of,
    needed_time,
    not_annualised,
    ranged,
    unrecorded,
)
from onboarding.rules.findings import Bounds, Need, Outcome, ReadingOutcome
from onboarding.rules.readings import agreement, unanimous
from onboarding.rules.replacement import QUESTIONS, last_ended, required_fte, year_to
from onboarding.rules.rulebook import Provision, Question
from onboarding.rules.staffing import Staffed
from onboarding.rules.wording import count, matters, needed_quarters


class DayFinding(NamedTuple):
    """The level on a day. `required_fte` None: the claims of one of the four quarters are missing."""

    day: date
    hsc_fte: Bounds
    required_fte: Bounds | None
    outcome: Outcome
    because: str
    source: tuple[str, ...]
    questions: tuple[Question, ...] = ()
    readings: tuple[ReadingOutcome, ...] = ()
    needs: tuple[Need, ...] = ()


def on_day(day: date, staffed: Staffed) -> DayFinding:
    """Whether the COHE is at its required level on a day, as a leaving on that day is judged."""
    law, year = staffed.law, year_to(last_ended(day))
    times = staffed.levels.averages([(day, day)])
    fte = bounds_of(times)
    source = law.source((Provision.REQUIRED_FTE,), ("claims_per_fte", "claims_per_half_fte", *QUESTIONS))
    claims = {row.quarter: row.claims for row in staffed.given if row.quarter in year}
    if missing := [each for each in year if each not in claims]:
        because = f"{ranged(fte)} HSC FTE on {day}. {not_annualised(missing)}"
        needs = needed_quarters(missing)
        return DayFinding(day, fte, None, Outcome.UNDETERMINED, because, source, needs=needs)
    together = sum(claims.values())
    required = [required_fte(together, law, each) for each in staffed.tried]
    outcomes = [
        unanimous(Outcome.MET if each >= needed else Outcome.NOT_MET for each in time)
        for time, needed in zip(times, required, strict=True)
    ]
    agreed = agreement(list(zip(staffed.tried, outcomes, strict=True)))
    needs = needed_time(staffed.rows, [(day, day)]) if agreed.outcome is Outcome.UNDETERMINED else ()
    because = (
        f"{ranged(fte)} HSC FTE on {day}. The {count(together, 'claim')} of {year[0]} to {year[-1]} require"
        f" {ranged(bounds(required))} FTE.{unrecorded(needs)}{matters(law, agreed)}"
    )
    return DayFinding(
        day, fte, bounds(required), agreed.outcome, because, source, agreed.questions, agreed.readings, needs
    )
