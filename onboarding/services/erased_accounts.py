"""The account of somebody who is erased, and the invitation to it: they go where they served nothing else.

An account of somebody who worked with others' records stays: the trail says by its number who did what.
"""

from collections.abc import Sequence

from sqlalchemy import delete, or_, select

from onboarding import clock
from onboarding.actions import Action
from onboarding.extensions import db
from onboarding.models.account import User
from onboarding.models.organisation import Invitation, Membership
from onboarding.models.own import PersonAccount, PersonAddress
from onboarding.models.person import Person
from onboarding.models.sign_on import SignOnTie
from onboarding.roles import Role
from onboarding.rules.alike import mailbox
from onboarding.services.accounts import forget_second_factor
from onboarding.services.blanking import GONE
from onboarding.services.change import Change
from onboarding.services.members import end_visits


def going(person: Person) -> Sequence[User]:
    """The accounts that are or were the person's own, and had no other role and no other person's record anywhere."""
    own = select(PersonAccount.user_id).where(
        PersonAccount.organisation_id == person.organisation_id, PersonAccount.person_id == person.id
    )
    others = select(PersonAccount.user_id).where(PersonAccount.person_id != person.id)
    worked = select(Membership.user_id).where(
        or_(Membership.role != Role.HSC, Membership.organisation_id != person.organisation_id)
    )
    chosen = select(User).where(User.id.in_(own), User.id.not_in(others), User.id.not_in(worked))
    return db.session.scalars(chosen.order_by(User.id).with_for_update()).all()


def invitations(person: Person, users: Sequence[User]) -> list[Invitation]:
    """The invitations to these accounts, and those to an address of the person's for which there is no account."""
    had = select(PersonAddress.mailbox).where(
        PersonAddress.organisation_id == person.organisation_id, PersonAddress.person_id == person.id
    )
    theirs = {*db.session.scalars(had), *(mailbox(user.email) for user in users)}
    stay = set(db.session.scalars(select(User.email).where(User.id.not_in([user.id for user in users]))))
    sent = select(Invitation).where(Invitation.organisation_id == person.organisation_id).order_by(Invitation.id)
    return [each for each in db.session.scalars(sent) if each.email not in stay and mailbox(each.email) in theirs]


def erase(under_way: Change, users: Sequence[User], sent: Sequence[Invitation], number: int) -> None:
    """Take out of accounts and invitations whose they were. Nobody signs in with them, and no link leads anywhere."""
    now = clock.now()
    db.session.execute(delete(SignOnTie).where(SignOnTie.user_id.in_([user.id for user in users])))
    for user in users:
        held = select(Membership).where(Membership.user_id == user.id, Membership.ended_at.is_(None))
        for membership in db.session.scalars(held):
            membership.ended_at = now
            facts = {"user": user.id, "role": membership.role.value}
            under_way.record(membership.organisation_id, Action.MEMBERSHIP_ENDED, membership, **facts)
        user.name, user.email, user.active = f"Erased account {user.id}", f"erased-{user.id}@invalid", False
        user.password = None
        forget_second_factor(user)
        end_visits(user)
        under_way.record(None, Action.PERSON_ERASED, f"user:{user.id}", erasure=number)
    for invitation in sent:
        invitation.name, invitation.email = GONE, GONE
        if invitation.accepted_at is None:
            invitation.withdrawn_at = invitation.withdrawn_at or now
        under_way.record(invitation.organisation_id, Action.PERSON_ERASED, invitation, erasure=number)
    db.session.flush()
