"""Where an application stands: recommendations, determinations and what was asked for, the latest first."""

from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from onboarding.extensions import db
from onboarding.models.determination import Decision, Determination, InformationItem, Recommendation
from onboarding.models.person import Person

Decided = Decision  # for those who may not know the tables


class Move(StrEnum):
    """Whose move it is. `open`: the screener's. `recommended`: somebody else's, who decides. `decided`: nobody's."""

    OPEN = "open"
    RECOMMENDED = "recommended"
    DECIDED = "decided"


def recommendations(person: Person) -> Sequence[Recommendation]:
    """Every recommendation about the person, each with what was decided on it; the latest first."""
    return db.session.scalars(
        select(Recommendation)
        .options(
            joinedload(Recommendation.recommended_by),
            joinedload(Recommendation.determination).joinedload(Determination.decided_by),
            joinedload(Recommendation.determination).joinedload(Determination.reopening),
        )
        .where(Recommendation.organisation_id == person.organisation_id, Recommendation.person_id == person.id)
        .order_by(Recommendation.number.desc())
    ).all()


def latest_recommendation(person: Person) -> Recommendation | None:
    """The last thing recommended."""
    return db.session.scalar(
        select(Recommendation)
        .where(Recommendation.organisation_id == person.organisation_id, Recommendation.person_id == person.id)
        .order_by(Recommendation.number.desc())
        .limit(1)
    )


def latest(person: Person) -> Determination | None:
    """The last thing decided, on whichever recommendation or on none."""
    return db.session.scalar(
        select(Determination)
        .options(joinedload(Determination.reopening), joinedload(Determination.decided_by))
        .where(Determination.organisation_id == person.organisation_id, Determination.person_id == person.id)
        .order_by(Determination.id.desc())
        .limit(1)
    )


def move(recommended: Recommendation | None, decided: Determination | None) -> Move:
    """Where an application stands, given the last of each."""
    if decided and decided.decision is not Decision.MORE_INFORMATION and decided.reopening is None:
        return Move.DECIDED
    if recommended and (decided is None or decided.recommendation_id != recommended.id):
        # After a withdrawal that was reopened nothing is recommended any more.
        return Move.RECOMMENDED if _later(recommended, decided) else Move.OPEN
    return Move.OPEN


def move_of(person: Person) -> Move:
    """Where the person's application stands."""
    return move(latest_recommendation(person), latest(person))


def one(organisation_id: int, id: int, _user_id: int | None = None) -> Recommendation | None:
    """The recommendation, if it is this organisation's."""
    return db.session.scalar(
        select(Recommendation)
        .options(
            joinedload(Recommendation.recommended_by),
            joinedload(Recommendation.determination).joinedload(Determination.decided_by),
        )
        .where(Recommendation.organisation_id == organisation_id, Recommendation.id == id)
    )


def asked_for(person: Person) -> Sequence[InformationItem]:
    """Everything the person was asked for, each with the answer: what is not settled first."""
    return db.session.scalars(
        select(InformationItem)
        .options(joinedload(InformationItem.answer))
        .where(InformationItem.organisation_id == person.organisation_id, InformationItem.person_id == person.id)
        .order_by(InformationItem.settled_at.is_not(None), InformationItem.id)
    ).all()


def item(organisation_id: int, id: int, _user_id: int | None = None) -> InformationItem | None:
    """One thing that was asked for."""
    return db.session.scalar(
        select(InformationItem).where(InformationItem.organisation_id == organisation_id, InformationItem.id == id)
    )


def _later(recommended: Recommendation, decided: Determination | None) -> bool:
    return decided is None or recommended.recommended_at > decided.decided_at
