"""Surgical HSCs and surgical claims: they stand apart from the others, against a recommendation of their own."""

from collections.abc import Sequence
from typing import NamedTuple

from onboarding.rules.claims_ratio import (
    bounds_of,
    judged,
    needed_time,
    not_annualised,
    per_fte,
    ratios_of,
    unrecorded,
)
from onboarding.rules.days import Quarter
from onboarding.rules.facts import QuarterClaims, StaffRow
from onboarding.rules.findings import Bounds, Need, Outcome, ReadingOutcome
from onboarding.rules.fte import Levels
from onboarding.rules.readings import Combination, agreement
from onboarding.rules.replacement import QUESTIONS
from onboarding.rules.rulebook import Provision, Question
from onboarding.rules.rulings import Law
from onboarding.rules.wording import figure, listed, matters, needed_quarters

SURGICAL = frozenset({"surgical_hsc"})


class SurgicalFinding(NamedTuple):
    """Surgical claims and time of the same quarters; `claims` None: not stated for each of them."""

    claims: int | None
    fte: Bounds
    claims_per_fte: Bounds | None
    recommendation: Outcome
    because: str
    source: tuple[str, ...]
    questions: tuple[Question, ...] = ()
    readings: tuple[ReadingOutcome, ...] = ()
    needs: tuple[Need, ...] = ()


def surgical(
    year: Sequence[QuarterClaims],
    missing: Sequence[Quarter],
    rows: Sequence[StaffRow],
    levels: Levels,
    tried: Sequence[Combination],
    law: Law,
) -> SurgicalFinding:
    """The surgical claims of these quarters, against what L&I recommends; `missing`: without which it is no year.

    `rows` and `levels`: of surgical HSCs alone.
    """
    periods = [(row.quarter.first, row.quarter.last) for row in year]
    times = levels.averages(periods)
    source = law.source((Provision.RECOMMENDED_VOLUME,), ("recommended_surgical_claims", *QUESTIONS))
    silent = [row.quarter for row in year if row.surgical_claims is None]
    if silent:
        because = f"The surgical claims of {listed(map(str, silent))} are not stated."
        needs: tuple[Need, ...] = (Need("quarters", f"surgical claims of {', '.join(map(str, silent))}"),)
        return SurgicalFinding(None, bounds_of(times), None, Outcome.UNDETERMINED, because, source, needs=needs)
    claims = sum(row.surgical_claims or 0 for row in year)
    fte, ratios = bounds_of(times), ratios_of(claims, times)
    if missing:
        because, needs = not_annualised(missing), needed_quarters(missing)
        return SurgicalFinding(claims, fte, ratios, Outcome.UNDETERMINED, because, source, needs=needs)
    allowed = law.numbers.recommended_surgical_claims
    agreed = agreement(
        [
            (each, judged(claims, time, allowed, Outcome.OVER, Outcome.WITHIN))
            for each, time in zip(tried, times, strict=True)
        ]
    )
    needs = needed_time(rows, periods) if agreed.outcome is Outcome.UNDETERMINED else ()
    because = (
        f"{per_fte(claims, times, 'surgical HSC')}; L&I recommends at most {figure(allowed)} a year for one"
        f" surgical HSC.{unrecorded(needs)}{matters(law, agreed)}"
    )
    return SurgicalFinding(
        claims, fte, ratios, agreed.outcome, because, source, agreed.questions, agreed.readings, needs
    )
