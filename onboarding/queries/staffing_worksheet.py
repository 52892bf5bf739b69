"""What the worksheet for a COHE Quarterly Status Report is filled from: every input of a quarter, and every step."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from onboarding.models.organisation import Organisation
from onboarding.models.staffing import InitiatedClaims
from onboarding.queries import staffing_overview
from onboarding.queries.staffing import Recorded
from onboarding.queries.staffing_overview import Overview, staffed_on
from onboarding.rules import fte_parts, staffing_steps as steps
from onboarding.rules.days import Quarter
from onboarding.rules.facts import QuarterClaims
from onboarding.rules.fte_parts import Share
from onboarding.rules.replacement import QUESTIONS, year_to
from onboarding.rules.rulings import Law, Ruling, Rulings
from onboarding.rules.staffing import Staffed, YearFinding
from onboarding.rules.staffing_period import of_quarter
from onboarding.rules.staffing_steps import Asked, Averaged
from onboarding.rules.surgical import SurgicalFinding

# What the lines of staffing rest on in the rulebook: a ruling on one of these changes them.
RESTS_ON = (
    *map(str, QUESTIONS),
    "quarter_trigger",
    "claims_per_fte",
    "claims_per_half_fte",
    "recommended_claims",
    "recommended_surgical_claims",
    "full_time_hours",
)


class OneQuarter(NamedTuple):
    """One quarter's inputs and averages. `row`: what is recorded of its claims; `given`: what of it counts."""

    quarter: Quarter
    row: InitiatedClaims | None
    given: QuarterClaims | None
    shares: Sequence[Share]
    averages: Sequence[Averaged]


class Worksheet(NamedTuple):
    """A quarter, last of the four that it is the year of. `required` empty: the claims of the year are not known."""

    whole: Overview
    law: Law
    quarters: Sequence[OneQuarter]
    year: YearFinding
    surgery: SurgicalFinding
    averages: Sequence[Averaged]
    required: Sequence[Asked]
    rulings: Sequence[Ruling]


def worksheet(organisation: Organisation, recorded: Recorded, rulings: Rulings, of: Quarter, today: date) -> Worksheet:
    """Everything that a quarter's worksheet says. Judged by the law of its last day, or of today while it goes on."""
    whole = staffing_overview.overview(organisation, recorded, rulings, of_quarter(of), today)
    staffed = staffed_on(organisation, recorded, rulings, whole.as_of)
    quarters = year_to(of)
    year, surgery = staffed.year(quarters)
    known = year.required_fte is not None
    return Worksheet(
        whole,
        staffed.law,
        [_quarter(each, staffed, recorded) for each in quarters],
        year,
        surgery,
        steps.averages(staffed, [(each.first, each.last) for each in quarters]),
        steps.required(year.claims, staffed.law) if known else [],
        list(_rulings(staffed.law)),
    )


def _quarter(of: Quarter, staffed: Staffed, recorded: Recorded) -> OneQuarter:
    days = (of.first, of.last)
    given = next((row for row in staffed.given if row.quarter == of), None)
    return OneQuarter(
        of,
        recorded.claims.get(of),
        given,
        fte_parts.shares(staffed.facts.staff, days),
        steps.averages(staffed, [days]),
    )


def _rulings(law: Law) -> Iterator[Ruling]:
    for id in RESTS_ON:
        if ruling := law.rulings.get(id):
            yield ruling
