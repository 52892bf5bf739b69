"""Who belongs to an organisation: giving and ending roles, and disabling accounts. Each ends the user's visits."""

import secrets

from sqlalchemy import Select, delete, select

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.models.account import User, Visit
from onboarding.models.organisation import Membership, Organisation
from onboarding.roles import ROLES_OF, Role
from onboarding.services.change import Actor, Change, change


def end_visits(user: User) -> None:
    """Have every session of the user refused at its next request. To be called inside a change."""
    user.fs_uniquifier = secrets.token_hex(32)
    db.session.execute(delete(Visit).where(Visit.user_id == user.id))


def give_role(actor: Actor, organisation: Organisation, user: User, role: Role) -> Membership:
    """Give a user a role in an organisation. Raises OnboardingError for one they have, or that it cannot give."""
    with change(actor) as under_way:
        return start_membership(under_way, organisation, user, role)


def start_membership(under_way: Change, organisation: Organisation, user: User, role: Role) -> Membership:
    """The same, within a change that does more."""
    if role not in ROLES_OF[organisation.kind]:
        possible = ", ".join(ROLES_OF[organisation.kind])
        raise OnboardingError(f"{organisation.name} cannot give the role {role}; it can give {possible}.", "role")
    if db.session.scalar(_open(organisation.id, user.id, role)):
        raise OnboardingError(f"{user.name} has the role {role} at {organisation.name} already.", "role")
    membership = Membership(organisation_id=organisation.id, user_id=user.id, role=role, since_at=clock.now())
    db.session.add(membership)
    end_visits(user)
    db.session.flush()
    under_way.record(organisation.id, Action.MEMBERSHIP_STARTED, membership, user=user.id, role=role.value)
    return membership


def end_membership(actor: Actor, organisation: Organisation, membership_id: int) -> Membership:
    """End one role of one member. The last administrator cannot be ended: somebody must be able to undo it."""
    with change(actor) as under_way:
        membership = db.session.scalar(
            select(Membership)
            .where(
                Membership.id == membership_id,
                Membership.organisation_id == organisation.id,
                Membership.ended_at.is_(None),
            )
            .with_for_update()
        )
        if membership is None:
            raise NotFoundError
        if membership.role is Role.ADMINISTRATOR and _administrators(organisation.id) == 1:
            raise OnboardingError(
                f"{membership.user.name} is the only administrator of {organisation.name}. Give somebody else that "
                "role first; without one, nobody could invite or end members."
            )
        membership.ended_at = clock.now()
        end_visits(membership.user)
        under_way.record(
            organisation.id,
            Action.MEMBERSHIP_ENDED,
            membership,
            user=membership.user_id,
            role=membership.role.value,
        )
    return membership


def _open(organisation_id: int, user_id: int, role: Role) -> Select[Membership]:
    return select(Membership).where(
        Membership.organisation_id == organisation_id,
        Membership.user_id == user_id,
        Membership.role == role,
        Membership.ended_at.is_(None),
    )


def _administrators(organisation_id: int) -> int:
    """How many there are; the rows stay locked until the change ends, so that two cannot end each other."""
    rows = select(Membership.id).where(
        Membership.organisation_id == organisation_id,
        Membership.role == Role.ADMINISTRATOR,
        Membership.ended_at.is_(None),
    )
    return len(db.session.scalars(rows.order_by(Membership.id).with_for_update()).all())
