"""Organisations, and what a user may be in each."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import joinedload

from onboarding.extensions import db
from onboarding.models.account import User
from onboarding.models.organisation import Assignment, Grant, Membership, Organisation
from onboarding.roles import OrganisationKind, Role

# Made once, not for each request: making a statement takes as long as asking it.
HELD = (
    select(Organisation, Membership.role)
    .join(Membership, Membership.organisation_id == Organisation.id)
    .where(Membership.user_id == bindparam("user"), Membership.holds())
)


class RolesAt(NamedTuple):
    """An organisation and every role the user has in it today. A contract manager has that role at assigned COHEs."""

    organisation: Organisation
    roles: frozenset[Role]


def by_slug(slug: str) -> Organisation | None:
    """The organisation at that address."""
    return db.session.scalar(select(Organisation).where(Organisation.slug == slug))


def by_id(id: int) -> Organisation:
    """The organisation that a record belongs to."""
    return db.session.get_one(Organisation, id)


def roles_of(user: User) -> list[RolesAt]:
    """Where the user has a role today, by the organisation's name. Nothing for a disabled account."""
    if not user.active:
        return []
    found: dict[Organisation, set[Role]] = {}
    for organisation, role in db.session.execute(HELD, {"user": user.id}):
        found.setdefault(organisation, set()).add(role)
    # Only somebody who is a contract manager at L&I today is one at the COHEs assigned to them.
    if any(each.kind is OrganisationKind.LNI and Role.CONTRACT_MANAGER in roles for each, roles in found.items()):
        for organisation in assigned(user.id):
            found.setdefault(organisation, set()).add(Role.CONTRACT_MANAGER)
    return [RolesAt(each, frozenset(found[each])) for each in sorted(found, key=lambda each: each.name.casefold())]


def waiting(user: User) -> Sequence[Membership]:
    """The roles of the user that a second person has yet to confirm."""
    return db.session.scalars(
        select(Membership)
        .join(Membership.grant)
        .options(joinedload(Membership.organisation))
        .where(Membership.user_id == user.id, Membership.ended_at.is_(None), Grant.confirmed_at.is_(None))
        .order_by(Membership.id)
    ).all()


def assigned(user_id: int) -> Sequence[Organisation]:
    """The COHEs assigned to a contract manager today, by name."""
    return db.session.scalars(
        select(Organisation)
        .join(Assignment, Assignment.organisation_id == Organisation.id)
        .where(Assignment.user_id == user_id, Assignment.ended_at.is_(None))
        .order_by(Organisation.name)
    ).all()


def contract_managers(cohe: Organisation) -> Sequence[User]:
    """Who answers for a COHE at L&I today and can sign in, by name."""
    return db.session.scalars(
        select(User)
        .join(Assignment, Assignment.user_id == User.id)
        .where(
            Assignment.organisation_id == cohe.id,
            Assignment.ended_at.is_(None),
            User.active,
            exists().where(
                Membership.user_id == User.id,
                Membership.role == Role.CONTRACT_MANAGER,
                Membership.holds(),
                Membership.organisation_id == Organisation.id,
                Organisation.kind == OrganisationKind.LNI,
            ),
        )
        .order_by(User.name, User.id)
    ).all()


def every() -> Sequence[Organisation]:
    """All organisations, by kind and name."""
    return db.session.scalars(select(Organisation).order_by(Organisation.kind, Organisation.name)).all()
