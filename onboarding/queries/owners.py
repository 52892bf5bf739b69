"""Who looks after whose record, as long as they are a member who may."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.account import User
from onboarding.models.attention import Owner
from onboarding.models.organisation import Membership
from onboarding.models.person import Person
from onboarding.permissions import ROLES, May


def of(person: Person) -> User | None:
    """Who looks after the person's record; None where nobody does, or no longer may."""
    return named(person.organisation_id, [person.id]).get(person.id)


def row(person: Person) -> Owner | None:
    """What was said last of who does."""
    ours = (Owner.organisation_id == person.organisation_id) & (Owner.person_id == person.id)
    return db.session.scalar(select(Owner).where(ours))


def named(organisation_id: int, ids: Collection[int] | None = None) -> Mapping[int, User]:
    """The same of several people, or of everybody, by person; in one query."""
    chosen = (
        select(Owner.person_id, User)
        .join(User, User.id == Owner.user_id)
        .where(Owner.organisation_id == organisation_id, _may(Owner.user_id, organisation_id))
    )
    rows = db.session.execute(chosen if ids is None else chosen.where(Owner.person_id.in_(ids)))
    return {row.person_id: row.User for row in rows}


def candidates(organisation_id: int) -> Sequence[User]:
    """Who can look after somebody's record, by name."""
    chosen = select(User).where(_may(User.id, organisation_id)).order_by(User.name, User.id)
    return db.session.scalars(chosen).all()


def has_other(organisation_id: int, user_id: int) -> ColumnElement[bool]:
    """Whether somebody else than this user looks after a person."""
    return _owned(organisation_id).where(Owner.user_id != user_id).exists()


def has(organisation_id: int, user_id: int | None) -> ColumnElement[bool]:
    """Whether this user looks after a person; None: whether nobody does."""
    owned = _owned(organisation_id)
    return owned.where(Owner.user_id == user_id).exists() if user_id else ~owned.exists()


def _owned(organisation_id: int) -> Select[int]:
    return select(Owner.id).where(
        Owner.organisation_id == organisation_id,
        Owner.person_id == Person.id,
        _may(Owner.user_id, organisation_id),
    )


def _may(user_id: Any, organisation_id: int) -> ColumnElement[bool]:
    roles = [role.value for role in ROLES[May.SCREEN]]
    return (
        select(Membership.id)
        .where(
            Membership.organisation_id == organisation_id,
            Membership.user_id == user_id,
            Membership.role.in_(roles),
            Membership.holds(),
        )
        .exists()
    )


def begun(organisation_id: int, user_id: int, name: str) -> Person | None:
    """The last person of that name whom this user added within a day, and looks after."""
    chosen = (
        select(Person)
        .join(Owner, and_(Owner.person_id == Person.id, Owner.organisation_id == Person.organisation_id))
        .where(Person.organisation_id == organisation_id, Person.name == name)
        .where(Person.created_at > clock.now() - timedelta(days=1), Owner.user_id == user_id)
    )
    return db.session.scalar(chosen.order_by(Person.id.desc()).limit(1))
