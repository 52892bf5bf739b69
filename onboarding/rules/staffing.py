"""Staffing: claims for each HSC full-time equivalent by quarter and year, against what L&I requires and recommends.

Surgical HSCs are in `surgical`, replacements in `replacement`, days without cover in `coverage`.
"""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import replace
from datetime import date
from typing import NamedTuple, Self

from onboarding.rules import coverage, replacement
from onboarding.rules.claims_ratio import (
    bounds,
    bounds_of,
    judged,
    needed_time,
    not_annualised,
    per_fte,
    ratios_of,
    unrecorded,
)
from onboarding.rules.days import QUARTERS_A_YEAR, Quarter
from onboarding.rules.facts import QuarterClaims, Staffing
from onboarding.rules.findings import Bounds, Need, Outcome, ReadingOutcome
from onboarding.rules.fte import Levels, who_counts
from onboarding.rules.readings import agreement, combinations, unanimous
from onboarding.rules.replacement import QUESTIONS, last_ended, required_fte, year_to
from onboarding.rules.rulebook import Provision, Question
from onboarding.rules.rulings import Rulings
from onboarding.rules.surgical import SURGICAL, SurgicalFinding, surgical
from onboarding.rules.wording import figure, matters, needed_quarters

ROLES = ("hsc", "assistant", "surgical_hsc")


class QuarterFinding(NamedTuple):
    quarter: Quarter
    complete: bool
    hsc_fte: Bounds | None
    claims_per_fte: Bounds | None
    discussion: Outcome
    because: str
    source: tuple[str, ...]
    questions: tuple[Question, ...] = ()
    readings: tuple[ReadingOutcome, ...] = ()
    needs: tuple[Need, ...] = ()


class YearFinding(NamedTuple):
    """Quarters of a year, the last four complete ones given. `recommendation` is within or over L&I's, which binds
    nobody."""

    quarters: tuple[Quarter, ...]
    claims: int
    hsc_fte: Bounds | None
    required_fte: Bounds | None
    outcome: Outcome
    recommendation: Outcome
    because: str
    source: tuple[str, ...]
    questions: tuple[Question, ...]
    readings: tuple[ReadingOutcome, ...]
    needs: tuple[Need, ...]


class StaffingAnswer(NamedTuple):
    id: str
    cohe: str | None
    as_of: date
    quarters: tuple[QuarterFinding, ...]
    year: YearFinding
    surgical: SurgicalFinding
    replacements: tuple[replacement.ReplacementFinding, ...]
    coverage_gaps: tuple[coverage.Gap, ...]
    coverage_source: tuple[str, ...]


class Staffed:
    """A COHE's staffing under the law of a day, worked out once: what each finding about it is judged by."""

    def __init__(self, facts: Staffing, rulings: Rulings, as_of: date) -> None:
        self.facts, self.as_of = facts, as_of
        self.law = rulings.in_force(as_of, facts.cohe, None)
        self.given = sorted(facts.quarters, key=lambda row: row.quarter)
        self.tried = combinations(self.law, QUESTIONS)
        self.rows = who_counts(facts.staff, self.tried)
        self.levels = Levels(self.rows, self.tried)
        self.surgical_rows = [row for row in facts.staff if row.role in SURGICAL]
        self.surgical_levels = Levels(self.surgical_rows, self.tried, lambda _: SURGICAL)

    def with_claims(self, supposed: Mapping[Quarter, QuarterClaims | None]) -> Self:
        """The same with other claims in these quarters, such as those of a forecast; None: with none given."""
        other = copy(self)
        rows = {**{row.quarter: row for row in self.given}, **supposed}
        other.given = sorted(filter(None, rows.values()), key=lambda row: row.quarter)
        other.facts = replace(self.facts, quarters=tuple(other.given))
        return other

    @property
    def complete(self) -> list[QuarterClaims]:
        """The quarters given that have ended, in their order."""
        return [row for row in self.given if row.quarter.last <= self.as_of]

    def year(self, quarters: Sequence[Quarter]) -> tuple[YearFinding, SurgicalFinding]:
        """What is found of these quarters, of which a year has four: those not given or not ended are missing."""
        rows = [row for row in self.complete if row.quarter in quarters]
        given = [row.quarter for row in rows]
        missing = [each for each in quarters if each not in given]
        of_surgery = surgical(rows, missing, self.surgical_rows, self.surgical_levels, self.tried, self.law)
        return _year(rows, missing, self), of_surgery


def staff(facts: Staffing, rulings: Rulings, as_of: date) -> StaffingAnswer:
    """What the COHE's claims, staff and absences come to on the as-of date."""
    return answer(Staffed(facts, rulings, as_of))


def answer(staffed: Staffed) -> StaffingAnswer:
    """The same of what is worked out already."""
    facts, law, as_of = staffed.facts, staffed.law, staffed.as_of
    year, of_surgery = staffed.year(last_year(staffed))
    return StaffingAnswer(
        facts.id,
        facts.cohe,
        as_of,
        tuple(quarter(row, staffed) for row in staffed.given),
        year,
        of_surgery,
        replacement.replacements(facts, law, as_of),
        coverage.gaps(facts),
        law.source((Provision.COVERAGE_PLAN,)),
    )


def last_year(staffed: Staffed) -> list[Quarter]:
    """The four quarters that end with the last complete one given, and the last four complete ones given where those
    are others: without each of them nothing is annualised."""
    complete = [row.quarter for row in staffed.complete]
    last = complete[-1] if complete else last_ended(staffed.as_of)
    return sorted({*year_to(last), *complete[-QUARTERS_A_YEAR:]})


def quarter(row: QuarterClaims, staffed: Staffed) -> QuarterFinding:
    """What is found of one quarter."""
    law, period = staffed.law, (row.quarter.first, row.quarter.last)
    source = law.source((Provision.QUARTER_DISCUSSION, Provision.REQUIRED_FTE), ("quarter_trigger", *QUESTIONS))
    if period[1] > staffed.as_of:
        because = f"{row.quarter} ends on {period[1]}, after {staffed.as_of}."
        return QuarterFinding(row.quarter, False, None, None, Outcome.OPEN, because, source)
    trigger, times = law.numbers.quarter_trigger, staffed.levels.averages([period])
    agreed = agreement(
        [
            (each, judged(row.claims, time, trigger, Outcome.REQUIRED, Outcome.NOT_REQUIRED))
            for each, time in zip(staffed.tried, times, strict=True)
        ]
    )
    needs = needed_time(staffed.rows, [period]) if agreed.outcome is Outcome.UNDETERMINED else ()
    said = f"{per_fte(row.claims, times)}; a discussion is required above {figure(trigger)} in a quarter."
    return QuarterFinding(
        row.quarter,
        True,
        bounds_of(times),
        ratios_of(row.claims, times),
        agreed.outcome,
        said + unrecorded(needs) + matters(law, agreed),
        source,
        agreed.questions,
        agreed.readings,
        needs,
    )


def _year(year: Sequence[QuarterClaims], missing: Sequence[Quarter], staffed: Staffed) -> YearFinding:
    law, quarters, claims = staffed.law, tuple(row.quarter for row in year), sum(row.claims for row in year)
    source = law.source(
        (Provision.REQUIRED_FTE, Provision.RECOMMENDED_VOLUME),
        ("claims_per_fte", "claims_per_half_fte", "recommended_claims", *QUESTIONS),
    )
    periods = [(each.first, each.last) for each in quarters]
    times = staffed.levels.averages(periods)
    if missing:
        because, needs = not_annualised(missing), needed_quarters(missing)
        return YearFinding(
            quarters, claims, bounds_of(times), None,
            Outcome.UNDETERMINED, Outcome.UNDETERMINED, because, source, (), (), needs,
        )  # fmt: skip
    required = [required_fte(claims, law, each) for each in staffed.tried]
    outcomes = [
        unanimous(Outcome.MET if each >= needed else Outcome.NOT_MET for each in time)
        for time, needed in zip(times, required, strict=True)
    ]
    agreed = agreement(list(zip(staffed.tried, outcomes, strict=True)))
    allowed = law.numbers.recommended_claims
    recommended = unanimous(judged(claims, time, allowed, Outcome.OVER, Outcome.WITHIN) for time in times)
    open_ = Outcome.UNDETERMINED in (agreed.outcome, recommended)
    needs = needed_time(staffed.rows, periods) if open_ else ()
    asked = " to ".join(dict.fromkeys(figure(bound) for bound in (min(required), max(required))))
    because = (
        f"{quarters[0]} to {quarters[-1]}: {per_fte(claims, times)}. Required: {asked} FTE."
        f" L&I recommends at most {figure(allowed)} claims a year for one HSC.{unrecorded(needs)}{matters(law, agreed)}"
    )
    return YearFinding(
        quarters, claims, bounds_of(times), bounds(required), agreed.outcome, recommended, because, source,
        agreed.questions, agreed.readings, needs,
    )  # fmt: skip
