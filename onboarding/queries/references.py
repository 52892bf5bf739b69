"""References of a person: who was asked about what, and what they answered."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from onboarding.extensions import db
from onboarding.models.person import Person
from onboarding.models.reference import Answered, ReferenceRequest


class ReferenceState(StrEnum):
    """Where a request stands."""

    WAITING = "waiting"
    ANSWERED = "answered"
    UNANSWERED = "unanswered"
    WITHDRAWN = "withdrawn"


Answer = Answered  # for those who may not know the tables


def of_person(person: Person) -> Sequence[ReferenceRequest]:
    """Every request about the person, with its answer; the latest first."""
    return db.session.scalars(
        select(ReferenceRequest)
        .options(joinedload(ReferenceRequest.answer))
        .where(
            ReferenceRequest.organisation_id == person.organisation_id,
            ReferenceRequest.person_id == person.id,
        )
        .order_by(ReferenceRequest.id.desc())
    ).all()


def one(organisation_id: int, id: int, _user_id: int | None = None) -> ReferenceRequest | None:
    """The request, if it is this organisation's."""
    return db.session.scalar(
        select(ReferenceRequest)
        .options(joinedload(ReferenceRequest.answer), joinedload(ReferenceRequest.person))
        .where(ReferenceRequest.organisation_id == organisation_id, ReferenceRequest.id == id)
    )


def state(request: ReferenceRequest, now: datetime) -> ReferenceState:
    """Where it stands at that moment. One that expired without an answer is unanswered."""
    if request.answered_at:
        return ReferenceState.ANSWERED
    if request.withdrawn_at:
        return ReferenceState.WITHDRAWN
    return ReferenceState.WAITING if request.expires_at > now else ReferenceState.UNANSWERED
