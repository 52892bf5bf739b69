"""A COHE's staffing for a day, quarter or year: each line with how far it is, what it is made of, what is not known."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from sqlalchemy import exists, select

from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person, Posting
from onboarding.models.staffing import InitiatedClaims
from onboarding.queries import credentials, staffing as known
from onboarding.queries.staffing import Recorded, Silent
from onboarding.rules import coverage, fte_parts, staffing, staffing_lines as lines, vacancies as rules
from onboarding.rules.claims_ratio import bounds_of, ratios_of
from onboarding.rules.coverage import Gap
from onboarding.rules.days import Quarter
from onboarding.rules.duties import Duty
from onboarding.rules.findings import Bounds, Outcome
from onboarding.rules.fte_parts import Counted, Part, Share
from onboarding.rules.lead_times import Step
from onboarding.rules.replacement import QUESTIONS, last_ended, year_to
from onboarding.rules.rulings import Law, Rulings
from onboarding.rules.staffing import Staffed
from onboarding.rules.staffing_day import on_day
from onboarding.rules.staffing_lines import Line
from onboarding.rules.staffing_period import Kind, Period
from onboarding.rules.vacancies import Vacancy


class OfQuarter(NamedTuple):
    """A quarter against its lines. `year`: whether the four quarters that end with it met what is required.

    `trigger`: claims per FTE above which a quarter is discussed, `recommended`: claims a year, as its law has them.
    `fte` and `ratio` of a quarter under way are what they come to with what is recorded so far.
    """

    quarter: Quarter
    row: InitiatedClaims | None
    complete: bool
    fte: Bounds
    ratio: Bounds | None
    discussion: Outcome
    distance: str
    required: Bounds | None
    year: Outcome
    recommendation: Outcome
    trigger: Fraction
    recommended: Fraction


class Unknown(NamedTuple):
    """What nobody recorded that the period rests on."""

    silent: Sequence[Silent]
    quarters: Sequence[Quarter]
    surgical: Sequence[Quarter]
    counted_early: Sequence[Quarter]
    contradicting: Sequence[Person]


class Overview(NamedTuple):
    """Everything about one period. `as_of`: the day whose law it is judged by, its last or today."""

    period: Period
    as_of: date
    lines: Sequence[Line]
    parts: Sequence[Part]
    counted: Sequence[Counted]
    shares: Sequence[Share]
    unknown: Unknown
    recorded: Recorded
    claims: int | None


def overview(organisation: Organisation, recorded: Recorded, rulings: Rulings, period: Period, today: date) -> Overview:
    """What a period's staffing comes to. A day to come is judged by what is recorded of it so far."""
    as_of = period.last if period.kind is Kind.DAY else min(period.last, today)
    staffed = staffed_on(organisation, recorded, rulings, as_of)
    days = (period.first, period.last)
    given = {row.quarter: row.claims for row in staffed.given}
    stated = [given.get(each) for each in period.quarters]
    return Overview(
        period,
        as_of,
        _lines(staffed, period),
        fte_parts.parts(staffed.facts.staff, days),
        fte_parts.counted(staffed, days),
        fte_parts.shares(staffed.facts.staff, days),
        _unknown(staffed, recorded, period, today),
        recorded,
        None if None in stated or period.kind is Kind.DAY else sum(each or 0 for each in stated),
    )


def by_quarter(
    organisation: Organisation, recorded: Recorded, rulings: Rulings, today: date, most: int | None = None
) -> list[OfQuarter]:
    """Every quarter from the first of which claims are recorded to the one under way, the latest first. `most`: no
    more than so many.

    Each is judged by the law of its last day, as `overview` judges it: a ruling is no earlier quarter's.
    """
    at, first = Quarter.of(today), next(iter(recorded.claims), None)
    found, staffed = list[OfQuarter](), None
    while first is not None and at >= first and (most is None or len(found) < most):
        as_of = min(at.last, today)
        law = rulings.in_force(as_of, organisation.slug, None)
        if staffed is None or not same_law(staffed.law, law):
            staffed = staffed_on(organisation, recorded, rulings, as_of)
        found.append(_quarter(at, staffed, recorded))
        at = at.earlier(1)
    return found


def same_law(one: Law, other: Law) -> bool:
    """Whether two days have the same law, as far as staffing goes."""
    return one.numbers == other.numbers and all(one.readings[each] == other.readings[each] for each in QUESTIONS)


def vacancies(organisation: Organisation, recorded: Recorded, rulings: Rulings, today: date) -> list[Vacancy]:
    """Leavings that took or will take the COHE below its required level, as they stand on a day."""
    staffed = staffed_on(organisation, recorded, rulings, today)
    if not any(row.last for row in staffed.facts.staff):
        return []
    bill = credentials.own_times(organisation, today)[Step.BILL]
    return rules.vacancies(staffed.facts, staffed.law, bill, today)


def duties(organisation: Organisation, rulings: Rulings, today: date) -> list[tuple[Person, Duty]]:
    """Who is to be replaced, and by when; nothing where no claims are recorded, or nobody's last day."""
    claims = exists().where(InitiatedClaims.organisation_id == organisation.id)
    leaves = exists().where(Posting.organisation_id == organisation.id, Posting.left_on.is_not(None))
    if not db.session.scalar(select(claims & leaves)):
        return []
    recorded = known.recorded(organisation)
    of = recorded.person_of
    found = [(of[each.found.staff], rules.duty(each)) for each in vacancies(organisation, recorded, rulings, today)]
    return [(person, duty) for person, duty in found if duty]


def leavers(on: date) -> Sequence[tuple[int, int]]:
    """Whose last day has passed, in COHEs that record claims: of which organisation, and who, by number, in order."""
    claims = exists().where(InitiatedClaims.organisation_id == Posting.organisation_id)
    chosen = select(Posting.organisation_id, Person.id).join(Person, Person.posting_id == Posting.id)
    chosen = chosen.where(Posting.left_on < on, claims).order_by(Posting.organisation_id, Person.id)
    return [(organisation_id, id) for organisation_id, id in db.session.execute(chosen)]


def gaps(organisation: Organisation, recorded: Recorded, rulings: Rulings, since: date) -> list[Gap]:
    """The uncovered days of absences that are not over on a day, by person and day."""
    facts = staffed_on(organisation, recorded, rulings, since).facts
    return [each for each in coverage.gaps(facts) if each.last >= since]


def staffed_on(organisation: Organisation, recorded: Recorded, rulings: Rulings, as_of: date) -> Staffed:
    """What is recorded, under the law of a day."""
    numbers = rulings.in_force(as_of, organisation.slug, None).numbers
    return Staffed(known.facts_of(organisation, recorded, numbers, as_of), rulings, as_of)


def _lines(staffed: Staffed, period: Period) -> list[Line]:
    law = staffed.law
    if period.kind is Kind.DAY:
        return [lines.requirement_on(on_day(period.first, staffed), law)]
    found = []
    if period.kind is Kind.YEAR:
        quarters = period.quarters
    else:
        (of,) = period.quarters
        quarters = year_to(of) if period.is_over(staffed.as_of) else staffing.last_year(staffed)
        if row := next((each for each in staffed.given if each.quarter == of), None):
            times = staffed.levels.averages([(of.first, of.last)])
            found.append(lines.trigger(staffing.quarter(row, staffed), row.claims, bounds_of(times), law))
    year, of_surgery = staffed.year(quarters)
    found += [lines.requirement(year, law), lines.recommendation(year, law)]
    if of_surgery.claims or any(of_surgery.fte):
        found.append(lines.surgical_recommendation(of_surgery, year.required_fte is not None, law))
    return found


def _quarter(of: Quarter, staffed: Staffed, recorded: Recorded) -> OfQuarter:
    times = staffed.levels.averages([(of.first, of.last)])
    year, _ = staffed.year(year_to(of))
    given = next((row for row in staffed.given if row.quarter == of), None)
    complete = of.last <= staffed.as_of
    judged = staffing.quarter(given, staffed) if given else None
    line = lines.trigger(judged, given.claims, bounds_of(times), staffed.law) if given and judged else None
    return OfQuarter(
        of,
        recorded.claims.get(of),
        complete,
        bounds_of(times),
        ratios_of(given.claims, times) if given else None,
        judged.discussion if judged else Outcome.UNDETERMINED,
        line.distance if line else "",
        year.required_fte,
        year.outcome,
        year.recommendation,
        staffed.law.numbers.quarter_trigger,
        staffed.law.numbers.recommended_claims,
    )


def _unknown(staffed: Staffed, recorded: Recorded, period: Period, today: date) -> Unknown:
    needed = _needed(period, staffed.as_of)
    first = min(each.first for each in needed)
    given = {row.quarter: row for row in staffed.given}
    early, over = known.counted_too_early(recorded, today), [each for each in needed if each.last < today]
    return Unknown(
        [each for each in known.silent(recorded) if each.first <= period.last and (each.last or first) >= first],
        [each for each in over if each not in given and each not in early],
        [each for each in over if each in given and given[each].surgical_claims is None]
        if staffed.surgical_rows
        else [],
        [each for each in over if each in early],
        recorded.contradicting,
    )


def _needed(period: Period, as_of: date) -> list[Quarter]:
    """The quarters that the lines of a period rest on."""
    if period.kind is Kind.YEAR:
        return period.quarters
    if period.kind is Kind.DAY:
        return year_to(last_ended(period.first))
    (of,) = period.quarters
    return year_to(of) if period.is_over(as_of) else [*year_to(of.earlier(1)), of]
