"""Members of an organisation, and who was invited."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from onboarding.extensions import db
from onboarding.models.account import User
from onboarding.models.organisation import Grant, Invitation, Membership, Organisation
from onboarding.queries.paging import turned
from onboarding.roles import OrganisationKind, Role

PAGE = 50


class Members(NamedTuple):
    """One page of open memberships, a role each, and how many there are in all."""

    rows: Sequence[Membership]
    total: int
    page: int
    pages: int


def members(organisation_id: int, page: int = 1) -> Members:
    """Who has which role today, by name."""
    chosen = (
        select(Membership)
        .join(Membership.user)
        .where(Membership.organisation_id == organisation_id, Membership.ended_at.is_(None))
    )
    total = db.session.scalar(select(func.count()).select_from(chosen.with_only_columns(Membership.id).subquery())) or 0
    page, pages = turned(total, page, PAGE)
    rows = chosen.options(contains_eager(Membership.user), joinedload(Membership.grant)).order_by(
        User.name, User.id, Membership.role
    )
    return Members(db.session.scalars(rows.limit(PAGE).offset((page - 1) * PAGE)).all(), total, page, pages)


def membership(organisation_id: int, id: int, _user_id: int | None = None) -> Membership | None:
    """A membership of this organisation, ended or not."""
    return db.session.scalar(
        select(Membership)
        .join(Membership.user)
        .options(contains_eager(Membership.user), joinedload(Membership.grant))
        .where(Membership.id == id, Membership.organisation_id == organisation_id)
    )


def waiting(organisation: Organisation) -> Sequence[Membership]:
    """The roles that an administrator there may have to confirm, the oldest first.

    At L&I also those that administrators gave at COHEs where there is no other administrator who could confirm them.
    """
    chosen = (
        select(Membership)
        .join(Membership.grant)
        .join(Membership.user)
        .options(contains_eager(Membership.user), contains_eager(Membership.grant).joinedload(Grant.granted_by))
        .options(joinedload(Membership.organisation))
        .where(Membership.ended_at.is_(None), Grant.confirmed_at.is_(None))
        .order_by(Membership.id)
        .limit(PAGE)
    )
    here = Membership.organisation_id == organisation.id
    if organisation.kind is OrganisationKind.LNI:
        here = or_(here, _nobody_else_confirms())
    return db.session.scalars(chosen.where(here)).all()


def to_confirm(organisation: Organisation, id: int) -> Membership | None:
    """One of those that wait."""
    return next((each for each in waiting(organisation) if each.id == id), None)


def _nobody_else_confirms() -> ColumnElement[bool]:
    """Whether a membership was given by the only administrator of its organisation."""
    other, unconfirmed = aliased(Membership), aliased(Grant)
    others = exists().where(
        other.organisation_id == Membership.organisation_id,
        other.role == Role.ADMINISTRATOR,
        other.ended_at.is_(None),
        other.user_id.not_in((Grant.granted_by_id, Membership.user_id)),
        ~exists().where(unconfirmed.membership_id == other.id, unconfirmed.confirmed_at.is_(None)),
    )
    return ~others


def ended(organisation_id: int, limit: int) -> Sequence[Membership]:
    """The memberships that ended last."""
    return db.session.scalars(
        select(Membership)
        .join(Membership.user)
        .options(contains_eager(Membership.user))
        .where(Membership.organisation_id == organisation_id, Membership.ended_at.is_not(None))
        .order_by(Membership.ended_at.desc(), Membership.id.desc())
        .limit(limit)
    ).all()


def invitations(organisation_id: int) -> Sequence[Invitation]:
    """Who was invited and has neither accepted nor been withdrawn, the latest first; some may have expired."""
    return db.session.scalars(
        select(Invitation)
        .where(
            Invitation.organisation_id == organisation_id,
            Invitation.accepted_at.is_(None),
            Invitation.withdrawn_at.is_(None),
        )
        .order_by(Invitation.invited_at.desc(), Invitation.id.desc())
        .limit(PAGE)
    ).all()


def invitation(organisation_id: int, id: int, _user_id: int | None = None) -> Invitation | None:
    """An invitation of this organisation, open or not."""
    return db.session.scalar(
        select(Invitation).where(Invitation.organisation_id == organisation_id, Invitation.id == id)
    )


def managers(organisation_id: int) -> Sequence[User]:
    """Who is a manager there and can sign in; by name."""
    return with_role(organisation_id, Role.MANAGER)


def with_role(organisation_id: int, role: Role) -> Sequence[User]:
    """Who has a role there and can sign in; by name."""
    return db.session.scalars(
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.organisation_id == organisation_id,
            Membership.role == role,
            Membership.holds(),
            User.active,
        )
        .order_by(User.name, User.id)
    ).all()


def hscs(organisation_id: int) -> Sequence[User]:
    """Members who are HSCs with a record of their own to be linked, by name."""
    return db.session.scalars(
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.organisation_id == organisation_id,
            Membership.role == Role.HSC,
            Membership.ended_at.is_(None),
        )
        .order_by(User.name, User.id)
    ).all()


def expired(invitation: Invitation, now: datetime) -> bool:
    """Whether its link no longer works."""
    return invitation.expires_at <= now


def held(organisation_id: int, user_id: int, role: Role) -> Membership | None:
    """The open membership by which a user has a role there."""
    return db.session.scalar(
        select(Membership).where(
            Membership.organisation_id == organisation_id,
            Membership.user_id == user_id,
            Membership.role == role,
            Membership.ended_at.is_(None),
        )
    )


def ever_held(organisation_id: int, user_id: int, role: Role) -> bool:
    """Whether a user has or had a role there."""
    return bool(
        db.session.scalar(
            select(Membership.id)
            .where(
                Membership.organisation_id == organisation_id, Membership.user_id == user_id, Membership.role == role
            )
            .limit(1)
        )
    )


def is_contract_manager(user_id: int) -> bool:
    """Whether a user is a contract manager at L&I today."""
    return bool(
        db.session.scalar(
            select(Membership.id)
            .join(Membership.organisation)
            .where(
                Membership.user_id == user_id,
                Membership.role == Role.CONTRACT_MANAGER,
                Membership.holds(),
                Organisation.kind == OrganisationKind.LNI,
            )
            .limit(1)
        )
    )
