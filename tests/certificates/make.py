"""An HSC with an account and a record, and what they add to it."""

from datetime import timedelta
from typing import Any

from onboarding import clock
from onboarding.models.account import User
from onboarding.models.certificate import Certificate
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.training import TrainingRecord
from onboarding.queries.training import Part
from onboarding.roles import Role
from onboarding.services import certificates
from onboarding.services.certificates import Brought
from onboarding.services.change import Actor
from onboarding.services.training import TrainingFacts
from tests.documents.make import make_pdf
from tests.make import make_member, make_person

TODAY = clock.today()
HIRED = TODAY - timedelta(days=60)
NAME = "certificate.pdf"


def as_actor(user: User) -> Actor:
    return Actor(user.id, user.name)


def make_hsc(cohe: Organisation, name: str = "Hana Hsc", *roles: Role) -> tuple[User, Person]:
    user = make_member(cohe, Role.HSC, *roles, name=name)
    return user, make_person(cohe, name, hired_on=HIRED, user=user)


def orientation(ago: int = 5) -> TrainingFacts:
    on = (TODAY - timedelta(days=ago)).isoformat()
    return TrainingFacts(Part.ACTIVITIES, {"kind": "orientation", "on": on, "location": "headquarters"})


def areas(*areas: str, ago: int = 5) -> list[TrainingFacts]:
    on = (TODAY - timedelta(days=ago)).isoformat()
    return [TrainingFacts(Part.INITIAL, {"area": area, "on": on}) for area in areas]


def said(*entries: TrainingFacts, **more: Any) -> Brought:
    return Brought("A training", said=entries or [orientation()], **more)


def of(row: TrainingRecord) -> Brought:
    return Brought("A training", training=row)


def add(user: User, person: Person, brought: Brought | None = None, pages: int = 1) -> Certificate:
    return certificates.add(as_actor(user), person, make_pdf(pages=pages), NAME, brought or said())
