"""Training payment in the sample world: fees that are plainly examples, some trainings billed, one taken away since."""

from datetime import date, timedelta
from typing import Any

from onboarding import clock
from onboarding.queries import fees as known_fees, organisations as places, people as known, training as found
from onboarding.queries.training import Part
from onboarding.rules.payment import Rest
from onboarding.sample.organisations import CEDAR
from onboarding.sample.people import manager
from onboarding.services import fees, payments, training
from onboarding.services.change import Actor
from onboarding.services.fees import FeeSaid
from onboarding.services.payments import Bill
from onboarding.services.training import TrainingFacts

EXAMPLE = "Example only: no code or unit of L&I's"
SINCE = date(2020, 1, 1)
FEES = (
    FeeSaid("shadowing", "EXAMPLE-1", 15, Rest.DROPPED, None, SINCE, None, EXAMPLE),
    FeeSaid("orientation", "EXAMPLE-2", 15, None, None, SINCE, None, EXAMPLE),
    FeeSaid("approved_content", "EXAMPLE-3", None, None, None, SINCE, None, EXAMPLE, "Each training is one unit."),
)
AGO, TWICE = timedelta(days=2), timedelta(days=20)


def load() -> None:
    """Enter the fees and bill some trainings, unless a fee is there already."""
    cedar = places.by_slug(CEDAR.slug)
    person = known.by_email(cedar.id, "kalani.akana@people.example") if cedar else None
    if cedar is None or person is None or known_fees.table(cedar).all:
        return
    actor = Actor(manager(cedar.id), "sample")
    for said in FEES:
        fees.enter(actor, cedar, said)
    twice = _visit(actor, person)
    visits = [row.id for row in found.of(person) if row.facts.get("kind") == "shadowing"]
    payments.bill(actor, cedar, visits, Bill(clock.today() - AGO))
    training.strike(actor, person, twice, "It was recorded twice.")


def _visit(actor: Actor, person: Any) -> Any:
    on = (clock.today() - TWICE).isoformat()
    said = {"kind": "shadowing", "on": on, "minutes": 50, "host_cohe": "Harbor Point", "host_role": "hsc"}
    return training.record(actor, person, TrainingFacts(Part.ACTIVITIES, said))
