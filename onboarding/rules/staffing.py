"""Staffing: claims for each HSC full-time equivalent by quarter and year, against what L&I requires and recommends.

Replacements are in `replacement`, days without cover in `coverage`.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from onboarding.rules import coverage, fte, replacement
from onboarding.rules.days import QUARTERS_A_YEAR, Quarter
from onboarding.rules.facts import QuarterClaims, Staffing, StaffRow
from onboarding.rules.findings import Bounds, Exact, Need, Outcome, ReadingOutcome
from onboarding.rules.readings import Combination, agreement, combinations
from onboarding.rules.replacement import QUESTIONS, last_ended, required_fte, year_to
from onboarding.rules.rulebook import Provision, Question
from onboarding.rules.rulings import Law, Rulings
from onboarding.rules.wording import figure, listed, matters, needed_quarters

ROLES = ("hsc", "assistant", "surgical_hsc")
SURGICAL = frozenset({"surgical_hsc"})


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
    """The last four complete quarters given. `recommendation` is within or over L&I's, which binds nobody."""

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


def staff(facts: Staffing, rulings: Rulings, as_of: date) -> StaffingAnswer:
    """What the COHE's claims, staff and absences come to on the as-of date."""
    law = rulings.in_force(as_of, facts.cohe, None)
    given = sorted(facts.quarters, key=lambda row: row.quarter)
    quarters = tuple(_quarter(row, facts.staff, law, as_of) for row in given)
    year = [row for row in given if row.quarter.last <= as_of][-QUARTERS_A_YEAR:]
    missing = _missing(year, as_of)
    return StaffingAnswer(
        facts.id,
        facts.cohe,
        as_of,
        quarters,
        _year(year, missing, facts.staff, law),
        _surgical(year, missing, facts.staff, law),
        replacement.replacements(facts, law, as_of),
        coverage.gaps(facts),
        law.source((Provision.COVERAGE_PLAN,)),
    )


def ratio(claims: int, time: Fraction) -> Exact | None:
    """Claims for each full-time equivalent: 0 without claims; None, not infinity, for claims without any time."""
    if not claims:
        return 0
    return claims / time if time else None


def _bounds(figures: Sequence[Exact | None]) -> Bounds:
    """Over all readings. Where one cannot be computed there is no upper bound; where none can, no lower either."""
    known = [figure for figure in figures if figure is not None]
    return Bounds(min(known, default=None), max(known) if len(known) == len(figures) else None)


def _over(claims: int, time: Fraction, allowed: Fraction) -> bool:
    """Whether there are more claims than allowed for each full-time equivalent; claims and no time always are."""
    found = ratio(claims, time)
    return found is None or found > allowed


def _quarter(row: QuarterClaims, rows: Sequence[StaffRow], law: Law, as_of: date) -> QuarterFinding:
    period = (row.quarter.first, row.quarter.last)
    source = law.source((Provision.QUARTER_DISCUSSION, Provision.REQUIRED_FTE), ("quarter_trigger", *QUESTIONS))
    if period[1] > as_of:
        return QuarterFinding(
            row.quarter, False, None, None, Outcome.OPEN, f"{row.quarter} ends on {period[1]}, after {as_of}.", source
        )
    trigger = law.numbers.quarter_trigger
    times, tried = [], []
    for combination in combinations(law, QUESTIONS):
        time = fte.average(rows, fte.roles_counted(combination), combination, [period])
        times.append(time)
        over = _over(row.claims, time, trigger)
        tried.append((combination, Outcome.REQUIRED if over else Outcome.NOT_REQUIRED))
    agreed = agreement(tried)
    ratios = _bounds([ratio(row.claims, time) for time in times])
    said = f"{_per_fte(row.claims, times)}; a discussion is required above {figure(trigger)} in a quarter."
    return QuarterFinding(
        row.quarter,
        True,
        _bounds(times),
        ratios,
        agreed.outcome,
        said + matters(law, agreed),
        source,
        agreed.questions,
        agreed.readings,
    )


def _per_fte(claims: int, times: Sequence[Fraction], whose: str = "HSC") -> str:
    """The claims, the time, and the one divided by the other, in words."""
    least, most = min(times), max(times)
    said = figure(least) if least == most else f"{figure(least)} to {figure(most)}"
    text = f"{figure(claims)} claims and {said} {whose} FTE"
    ratios = _bounds([ratio(claims, time) for time in times])
    if ratios.at_least is None:
        return f"{text}: with claims and no FTE the ratio cannot be computed"
    if ratios.at_most is None:
        return f"{text}: at least {figure(ratios.at_least)} claims per FTE, and without FTE it cannot be computed"
    if ratios.at_least == ratios.at_most:
        return f"{text}: {figure(ratios.at_least)} claims per FTE"
    return f"{text}: {figure(ratios.at_least)} to {figure(ratios.at_most)} claims per FTE"


def _missing(year: Sequence[QuarterClaims], as_of: date) -> list[Quarter]:
    """The quarters without which nothing is annualised: of the four ending with the last complete one given."""
    last = year[-1].quarter if year else last_ended(as_of)
    given = [row.quarter for row in year]
    return [quarter for quarter in year_to(last) if quarter not in given]


def _year(year: Sequence[QuarterClaims], missing: Sequence[Quarter], rows: Sequence[StaffRow], law: Law) -> YearFinding:
    quarters, claims = tuple(row.quarter for row in year), sum(row.claims for row in year)
    source = law.source(
        (Provision.REQUIRED_FTE, Provision.RECOMMENDED_VOLUME),
        ("claims_per_fte", "claims_per_half_fte", "recommended_claims", *QUESTIONS),
    )
    tried = combinations(law, QUESTIONS)
    times = _times(year, rows, tried)
    if missing:
        because = _not_annualised(missing)
        needs = needed_quarters(missing)
        return YearFinding(
            quarters, claims, _bounds(times), None,
            Outcome.UNDETERMINED, Outcome.UNDETERMINED, because, source, (), (), needs,
        )  # fmt: skip
    required = [required_fte(claims, law, combination) for combination in tried]
    outcomes = [
        Outcome.MET if time >= needed else Outcome.NOT_MET for time, needed in zip(times, required, strict=True)
    ]
    agreed = agreement(list(zip(tried, outcomes, strict=True)))
    recommended = law.numbers.recommended_claims
    recommendation = _recommendation(claims, times, recommended)
    asked = " to ".join(dict.fromkeys(figure(bound) for bound in (min(required), max(required))))
    because = (
        f"{quarters[0]} to {quarters[-1]}: {_per_fte(claims, times)}. Required: {asked} FTE."
        f" L&I recommends at most {figure(recommended)} claims a year for one HSC.{matters(law, agreed)}"
    )
    return YearFinding(
        quarters, claims, _bounds(times), _bounds(required), agreed.outcome, recommendation, because, source,
        agreed.questions, agreed.readings, (),
    )  # fmt: skip


def _times(year: Sequence[QuarterClaims], rows: Sequence[StaffRow], tried: Sequence[Combination]) -> list[Fraction]:
    periods = [(row.quarter.first, row.quarter.last) for row in year]
    return [fte.average(rows, fte.roles_counted(each), each, periods) for each in tried]


def _recommendation(claims: int, times: Sequence[Fraction], recommended: Fraction) -> Outcome:
    found = {Outcome.OVER if _over(claims, time, recommended) else Outcome.WITHIN for time in times}
    return found.pop() if len(found) == 1 else Outcome.UNDETERMINED


def _surgical(
    year: Sequence[QuarterClaims], missing: Sequence[Quarter], rows: Sequence[StaffRow], law: Law
) -> SurgicalFinding:
    tried = combinations(law, QUESTIONS)
    periods = [(row.quarter.first, row.quarter.last) for row in year]
    times = [fte.average(rows, SURGICAL, each, periods) for each in tried]
    source = law.source((Provision.RECOMMENDED_VOLUME,), ("recommended_surgical_claims", *QUESTIONS))
    stated = [row.surgical_claims for row in year if row.surgical_claims is not None]
    claims = sum(stated)
    silent = [row.quarter for row in year if row.surgical_claims is None]
    if silent:
        because = f"The surgical claims of {listed(map(str, silent))} are not stated."
        needs = (Need("quarters", f"surgical claims of {', '.join(map(str, silent))}"),)
        return SurgicalFinding(None, _bounds(times), None, Outcome.UNDETERMINED, because, source, needs=needs)
    ratios = _bounds([ratio(claims, time) for time in times])
    recommended = law.numbers.recommended_surgical_claims
    if missing:
        because = _not_annualised(missing)
        return SurgicalFinding(
            claims, _bounds(times), ratios, Outcome.UNDETERMINED, because, source, needs=needed_quarters(missing)
        )
    outcomes = [Outcome.OVER if _over(claims, time, recommended) else Outcome.WITHIN for time in times]
    agreed = agreement(list(zip(tried, outcomes, strict=True)))
    because = (
        f"{_per_fte(claims, times, 'surgical HSC')}; L&I recommends at most {figure(recommended)} a year for one"
        f" surgical HSC.{matters(law, agreed)}"
    )
    return SurgicalFinding(
        claims, _bounds(times), ratios, agreed.outcome, because, source, agreed.questions, agreed.readings
    )


def _not_annualised(missing: Sequence[Quarter]) -> str:
    names = listed(map(str, missing))
    return f"Nothing is annualised: a year is four quarters without a gap, and the claims of {names} are missing."
