"""Holds and erasures: what may not go, and what is about to."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import joinedload

from onboarding.extensions import db
from onboarding.models.keeping import Erasure, Hold, Lifting
from onboarding.models.person import Person


def holds_on(organisation_id: int, person_id: int | None) -> Sequence[Hold]:
    """The holds that keep this person's records: their own and the organisation's. None: the organisation's alone."""
    of: ColumnElement[bool] = Hold.person_id.is_(None)
    if person_id is not None:
        of = or_(of, Hold.person_id == person_id)
    return db.session.scalars(
        select(Hold)
        .options(joinedload(Hold.placed_by))
        .where(Hold.organisation_id == organisation_id, of, Hold.lifted_at.is_(None))
        .order_by(Hold.id)
    ).all()


def held_organisations() -> Sequence[int]:
    """The organisations of which anything at all is held."""
    return db.session.scalars(select(Hold.organisation_id).where(Hold.lifted_at.is_(None)).distinct()).all()


def holds(organisation_id: int, limit: int = 100) -> Sequence[tuple[Hold, Person | None]]:
    """The organisation's holds, those that hold first, each with the person it is on."""
    rows = db.session.execute(
        select(Hold, Person)
        .outerjoin(Person, Person.id == Hold.person_id)
        .options(joinedload(Hold.placed_by))
        .where(Hold.organisation_id == organisation_id)
        .order_by(Hold.lifted_at.is_not(None), Hold.id.desc())
        .limit(limit)
    )
    return [(hold, person) for hold, person in rows]


def hold(organisation_id: int, id: int, _user_id: int | None = None) -> Hold | None:
    """A hold of this organisation, lifted or not."""
    return db.session.scalar(select(Hold).where(Hold.organisation_id == organisation_id, Hold.id == id))


def open_lifting(hold: Hold) -> Lifting | None:
    """That the hold is to end, where a second person has yet to end it."""
    return db.session.scalar(
        select(Lifting)
        .options(joinedload(Lifting.asked_by))
        .where(
            Lifting.organisation_id == hold.organisation_id,
            Lifting.hold_id == hold.id,
            Lifting.confirmed_at.is_(None),
            Lifting.withdrawn_at.is_(None),
        )
    )


def waiting_liftings(organisation_id: int) -> Sequence[Lifting]:
    """The holds that are to end and wait for a second person, the oldest first."""
    return db.session.scalars(
        select(Lifting)
        .where(
            Lifting.organisation_id == organisation_id, Lifting.confirmed_at.is_(None), Lifting.withdrawn_at.is_(None)
        )
        .order_by(Lifting.id)
        .limit(20)
    ).all()


def open_erasure(organisation_id: int, person_id: int) -> Erasure | None:
    """The erasure of this person that waits for a second person."""
    return db.session.scalar(
        select(Erasure)
        .options(joinedload(Erasure.asked_by))
        .where(
            Erasure.organisation_id == organisation_id,
            Erasure.person_id == person_id,
            Erasure.confirmed_at.is_(None),
            Erasure.withdrawn_at.is_(None),
        )
    )


def was_erased(organisation_id: int, person_id: int) -> Erasure | None:
    """The erasure that took this person's records away."""
    return db.session.scalar(
        select(Erasure)
        .where(
            Erasure.organisation_id == organisation_id,
            Erasure.person_id == person_id,
            Erasure.confirmed_at.is_not(None),
        )
        .limit(1)
    )


def erased() -> ColumnElement[bool]:
    """Of the person whom a query is about: that their records were taken away."""
    return exists().where(
        Erasure.organisation_id == Person.organisation_id,
        Erasure.person_id == Person.id,
        Erasure.confirmed_at.is_not(None),
    )


def waiting_erasures(organisation_id: int) -> Sequence[tuple[Erasure, Person]]:
    """The erasures that wait for a second person, the oldest first."""
    rows = db.session.execute(
        select(Erasure, Person)
        .join(Person, Person.id == Erasure.person_id)
        .where(
            Erasure.organisation_id == organisation_id,
            Erasure.confirmed_at.is_(None),
            Erasure.withdrawn_at.is_(None),
        )
        .order_by(Erasure.id)
        .limit(20)
    )
    return [(erasure, person) for erasure, person in rows]
