"""Makers of what a COHE's staffing is computed from."""

from datetime import date

from flask import current_app

from onboarding import clock
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import rulings as rulings_of
from onboarding.queries.organisations import by_id
from onboarding.rules.days import Quarter
from onboarding.rules.numbers import Numbers
from onboarding.rules.rulings import Rulings
from onboarding.services import initiated_claims, time_splits
from onboarding.services.change import SYSTEM
from onboarding.services.initiated_claims import Counted
from onboarding.services.time_splits import SplitFacts

FULL = 40 * 60  # minutes of a week


def law(organisation: Organisation) -> Rulings:
    return rulings_of.of(organisation, current_app.extensions["rulebook"])


def numbers(organisation: Organisation) -> Numbers:
    return law(organisation).in_force(clock.today(), organisation.slug, None).numbers


def make_split(since: date, claims: int = FULL, week: int = FULL) -> SplitFacts:
    """All of a full week on claim-specific tasks; what is not on these is outreach."""
    return SplitFacts(since, week, {"claims": claims, "outreach": week - claims})


def split(person: Person, since: date, claims: int = FULL, week: int = FULL) -> None:
    organisation = by_id(person.organisation_id)
    time_splits.record(SYSTEM, person, make_split(since, claims, week), numbers(organisation))


def count(organisation: Organisation, first: str, *claims: int, surgical: int | None = 0) -> None:
    """The claims of quarters that follow each other."""
    start = Quarter.parse(first)
    assert start, first
    rows = [Counted(start.earlier(-place), number, surgical) for place, number in enumerate(claims)]
    initiated_claims.record(SYSTEM, organisation, rows)
