"""A COHE's quarters ahead, from what is recorded; what that rests on, and what nobody recorded of it.

The rules say what follows (onboarding/rules/look_ahead.py). A plan changes the facts, and nothing else.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from onboarding.models.organisation import Organisation
from onboarding.queries import staffing as known
from onboarding.queries.staffing import Recorded
from onboarding.queries.staffing_overview import Unknown, same_law
from onboarding.rules import look_ahead as rules
from onboarding.rules.days import QUARTERS_A_YEAR, Quarter
from onboarding.rules.facts import QuarterClaims, Staffing
from onboarding.rules.forecast import Forecast, forecast
from onboarding.rules.look_ahead import LookAhead
from onboarding.rules.numbers import Numbers
from onboarding.rules.rulings import Rulings
from onboarding.rules.staff_ahead import Event, events
from onboarding.rules.staffing import Staffed
from onboarding.rules.what_if import Change, factor, staff_with

Changes = Callable[[Numbers], Sequence[Change]]  # what a plan changes, as shares of a full time of so many hours


class Ahead(NamedTuple):
    """What is ahead on a day, what is recorded of the staff for it, and what nobody recorded. `past`: the claims of the
    quarters that the forecast rests on, the earliest first."""

    found: LookAhead
    past: Sequence[QuarterClaims]
    staff: Sequence[Event]
    unknown: Unknown


def nothing(_numbers: Numbers) -> Sequence[Change]:
    """No change: today's records."""
    return ()


def ahead(organisation: Organisation, recorded: Recorded, rulings: Rulings, today: date) -> Ahead:
    """What the records of today come to."""
    found = looked(organisation, recorded, rulings, today)
    facts = facts_on(organisation, recorded, rulings, today)
    last = found.claims.quarters[-1].quarter.last if found.claims.quarters else today
    past = [row for row in facts.quarters if found.claims.last and row.quarter <= found.claims.last]
    return Ahead(
        found,
        sorted(past, key=lambda row: row.quarter),
        events(facts.staff, today, last),
        _unknown(facts, recorded, found.claims, today),
    )


def looked(
    organisation: Organisation, recorded: Recorded, rulings: Rulings, today: date, changes: Changes = nothing
) -> LookAhead:
    """The quarters ahead, as they would be with these changes. Each is judged by the law of its last day."""
    facts = facts_on(organisation, recorded, rulings, today)
    numbers, now = rulings.in_force(today, organisation.slug, None).numbers, Quarter.of(today)
    times = factor(changes(numbers))
    counted = {row.quarter: (row.claims, row.surgical_claims) for row in facts.quarters}
    if so_far := recorded.claims.get(now):  # also on the last day of the quarter, on which the facts do not have it
        counted[now] = so_far.claims, so_far.surgical_claims
    claims = forecast({of: number for of, (number, _) in counted.items()}, now, numbers, times)
    stated = {of: number for of, (_, number) in counted.items() if number is not None}
    surgical = forecast(stated, now, numbers, times)
    return rules.look_ahead(claims, surgical, _by_law(organisation, recorded, rulings, claims, changes), today)


def _by_law(
    organisation: Organisation, recorded: Recorded, rulings: Rulings, claims: Forecast, changes: Changes
) -> rules.StaffedOn:
    """The staffing on the last day of a quarter: worked out once for all that have the same law, by the latest."""
    made: dict[Quarter, Staffed] = {}
    staffed: Staffed | None = None
    for of in (*(each.quarter for each in reversed(claims.quarters)), *([claims.last] if claims.last else ())):
        law = rulings.in_force(of.last, organisation.slug, None)
        if staffed is None or not same_law(staffed.law, law):
            facts = known.facts_of(organisation, recorded, law.numbers, of.last)
            staff = staff_with(facts.staff, changes(law.numbers))
            staffed = Staffed(Staffing(facts.id, facts.cohe, facts.quarters, staff, facts.absences), rulings, of.last)
        made[of] = staffed
    return made.__getitem__


def facts_on(organisation: Organisation, recorded: Recorded, rulings: Rulings, today: date) -> Staffing:
    """What is recorded as the rules know it, with the full time of that day."""
    numbers = rulings.in_force(today, organisation.slug, None).numbers
    return known.facts_of(organisation, recorded, numbers, today)


def _unknown(facts: Staffing, recorded: Recorded, claims: Forecast, today: date) -> Unknown:
    """What nobody recorded that the quarters ahead, and the years that end with them, rest on."""
    early = known.counted_too_early(recorded, today)
    first = Quarter.of(today).earlier(QUARTERS_A_YEAR - 1).first
    given = {row.quarter: row for row in facts.quarters if row.quarter.last < today}
    has_surgery = any(row.surgical_claims for row in facts.quarters)
    needed = [Quarter.of(today).earlier(back) for back in reversed(range(1, 2 * QUARTERS_A_YEAR + 1))]
    return Unknown(
        [each for each in known.silent(recorded) if each.last is None or each.last >= first],
        [each for each in claims.missing if each not in early],
        [each for each in needed if has_surgery and each in given and given[each].surgical_claims is None],
        [each for each in claims.missing if each in early],
        recorded.contradicting,
    )
