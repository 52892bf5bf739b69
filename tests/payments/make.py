"""Fees and trainings to bill, with codes that nobody could take for L&I's."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from onboarding import clock
from onboarding.models.account import User
from onboarding.models.organisation import Organisation
from onboarding.models.payment import Fee
from onboarding.models.person import Person
from onboarding.models.training import TrainingRecord
from onboarding.queries.training import Part
from onboarding.rules.payment import Rest
from onboarding.services import fees, training
from onboarding.services.change import SYSTEM, Actor
from onboarding.services.fees import FeeSaid
from onboarding.services.training import TrainingFacts

TODAY = clock.today()
LONG_AGO = date(2024, 1, 1)
EXAMPLE = "Example only"


def as_actor(user: User) -> Actor:
    return Actor(user.id, user.name)


def fee(kind: str = "shadowing", **said: Any) -> FeeSaid:
    default = {
        "code": "EXAMPLE-1",
        "unit_minutes": 15,
        "rest": Rest.DROPPED,
        "amount": Decimal("12.50"),
        "since_on": LONG_AGO,
        "until_on": None,
        "cited": EXAMPLE,
    }
    return FeeSaid(kind, **{**default, **said})


def make_fee(cohe: Organisation, kind: str = "shadowing", **said: Any) -> Fee:
    return fees.enter(SYSTEM, cohe, fee(kind, **said))


def visited(person: Person, minutes: int = 130, ago: int = 10, **said: Any) -> TrainingRecord:
    return had(person, "shadowing", ago, minutes=minutes, host_cohe="Alliance", host_role="hsc", **said)


def had(person: Person, kind: str, ago: int = 10, **said: Any) -> TrainingRecord:
    return training.record(SYSTEM, person, facts(kind, ago, **said))


def facts(kind: str, ago: int = 10, **said: Any) -> TrainingFacts:
    return TrainingFacts(Part.ACTIVITIES, {"kind": kind, "on": str(TODAY - timedelta(days=ago)), **said})
