"""Who belongs to an organisation: giving, confirming and ending roles. Each ends the user's visits."""

import secrets

from sqlalchemy import Select, delete, select

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.models.account import User, Visit
from onboarding.models.organisation import Grant, Membership, Organisation
from onboarding.roles import CONFIRMED_BY_TWO, ROLES_OF, Role
from onboarding.services.change import Actor, Change, change
from onboarding.services.locks import lock_organisation


def end_visits(user: User) -> None:
    """Have every session of the user refused at its next request. To be called inside a change."""
    user.fs_uniquifier = secrets.token_hex(32)
    db.session.execute(delete(Visit).where(Visit.user_id == user.id))


def give_role(actor: Actor, organisation: Organisation, user: User, role: Role) -> Membership:
    """Give a user a role in an organisation. Raises OnboardingError for one they have, or that it cannot give."""
    with change(actor) as under_way:
        return start_membership(under_way, organisation, user, role, actor.user_id)


def start_membership(
    under_way: Change, organisation: Organisation, user: User, role: Role, granted_by_id: int | None
) -> Membership:
    """The same, within a change that does more. What a member grants (None: a command) may wait for a second person."""
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
    if granted_by_id is not None and role in CONFIRMED_BY_TWO:
        grant = Grant(organisation_id=organisation.id, membership_id=membership.id, granted_by_id=granted_by_id)
        db.session.add(grant)
        db.session.flush()
        under_way.record(organisation.id, Action.MEMBERSHIP_TO_CONFIRM, grant, user=user.id, role=role.value)
    return membership


def confirm(actor: Actor, organisation: Organisation, membership_id: int) -> Membership:
    """Confirm a role that waits, as another administrator than who gave it; a command may, too.

    An administrator of L&I may where a COHE has only one; the caller checks that. Raises OnboardingError where nothing
    waits, and for who gave it or has it.
    """
    with change(actor) as under_way:
        lock_organisation(organisation.id)
        chosen = select(Membership).where(Membership.organisation_id == organisation.id, Membership.id == membership_id)
        membership = db.session.scalar(chosen.with_for_update().execution_options(populate_existing=True))
        if membership is None:
            raise NotFoundError
        if membership.ended_at or not membership.waits:
            raise OnboardingError("This role does not wait to be confirmed: it was, or it ended.")
        grant = db.session.scalars(select(Grant).where(Grant.membership_id == membership.id)).one()
        if actor.user_id is not None and actor.user_id in (grant.granted_by_id, membership.user_id):
            raise OnboardingError("A different administrator has to confirm this role.")
        grant.confirmed_by_id, grant.confirmed_at = actor.user_id, clock.now()
        end_visits(membership.user)
        db.session.flush()
        facts = {"user": membership.user_id, "role": membership.role.value}
        under_way.record(organisation.id, Action.MEMBERSHIP_CONFIRMED, grant, **facts)
    db.session.expire(membership)
    return membership


def end_membership(actor: Actor, organisation: Organisation, membership_id: int) -> Membership:
    """End one role of one member. The last administrator cannot be ended: somebody must be able to undo it."""
    with change(actor) as under_way:
        lock_organisation(organisation.id)
        membership = db.session.scalar(
            select(Membership)
            .where(Membership.id == membership_id, Membership.organisation_id == organisation.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        if membership is None:
            raise NotFoundError
        if membership.ended_at:
            raise OnboardingError("This role ended already. Nothing was changed.")
        if membership.role is Role.ADMINISTRATOR and not membership.waits and _administrators(organisation.id) == 1:
            raise OnboardingError(
                f"{membership.user.name} is the only administrator of {organisation.name}. Give somebody else that "
                "role first."
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
    """How many there are."""
    rows = select(Membership.id).where(
        Membership.organisation_id == organisation_id,
        Membership.role == Role.ADMINISTRATOR,
        Membership.holds(),
    )
    return len(db.session.scalars(rows).all())
