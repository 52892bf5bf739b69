"""Invitations: the only way to an account. A link of which only the hash is kept, for one acceptance, for a week."""

import hashlib
import secrets
from datetime import timedelta

from flask_security.utils import hash_password
from sqlalchemy import Select, select

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.messages import words
from onboarding.models.account import User, normal
from onboarding.models.organisation import Invitation, Organisation
from onboarding.provider import Provider
from onboarding.roles import ROLES_OF, Role
from onboarding.services import outbox, sign_on
from onboarding.services.accounts import start_account
from onboarding.services.change import Actor, Change, change
from onboarding.services.locks import lock_organisation
from onboarding.services.members import start_membership

LASTS = timedelta(days=7)
TWICE = timedelta(minutes=1)  # within which the same person meant to invite once


def invite(actor: Actor, organisation: Organisation, email: str, name: str, role: Role) -> str:
    """Invite an address to a role, and give the link that was written to it. An earlier invitation is withdrawn.

    Raises OnboardingError for a role that the organisation cannot give.
    """
    if role not in ROLES_OF[organisation.kind]:
        raise OnboardingError(f"{organisation.name} cannot give the role {role}.", "role")
    token, now = secrets.token_urlsafe(32), clock.now()
    link = words.address("invitations.show", token=token)
    with change(actor) as under_way:
        lock_organisation(organisation.id)
        for earlier in _open(organisation.id, email, role):
            if (
                actor.user_id is not None
                and earlier.invited_by_id == actor.user_id
                and now - earlier.invited_at < TWICE
            ):
                raise OnboardingError(f"{earlier.name} was invited a moment ago, and the message is on its way.")
            earlier.withdrawn_at = now
            under_way.record(organisation.id, Action.INVITATION_WITHDRAWN, earlier)
        invitation = Invitation(
            organisation_id=organisation.id,
            email=normal(email),
            name=" ".join(name.split()),
            role=role,
            token_hash=_hash(token),
            invited_by_id=actor.user_id,
            invited_at=now,
            expires_at=now + LASTS,
        )
        db.session.add(invitation)
        db.session.flush()
        said, key = words.invitation(invitation, organisation, link), f"invitation:{invitation.id}"
        outbox.write(organisation.id, key, "invitation", normal(email), *said, secret=True, about=())
        under_way.record(organisation.id, Action.INVITATION_SENT, invitation, role=role.value)
    return link


def withdraw(actor: Actor, organisation: Organisation, invitation_id: int) -> None:
    """Make an open invitation's link useless. Raises OnboardingError for one that is not open any more."""
    with change(actor) as under_way:
        chosen = select(Invitation).where(Invitation.organisation_id == organisation.id, Invitation.id == invitation_id)
        invitation = db.session.scalar(chosen.with_for_update())  # one that is accepted this moment is not open after
        if invitation is None:
            raise NotFoundError
        if invitation.accepted_at or invitation.withdrawn_at:
            raise OnboardingError("This invitation was accepted or withdrawn already. Nothing was changed.")
        invitation.withdrawn_at = clock.now()
        under_way.record(organisation.id, Action.INVITATION_WITHDRAWN, invitation)


def by_token(token: str) -> Invitation | None:
    """The invitation that the link leads to, while it can be accepted."""
    return db.session.scalar(
        _still_open().where(Invitation.token_hash == _hash(token), Invitation.expires_at > clock.now())
    )


def waiting(id: int) -> Invitation | None:
    """The invitation of that number, while it can be accepted. For somebody who came by its link before."""
    return db.session.scalar(_still_open().where(Invitation.id == id, Invitation.expires_at > clock.now()))


def was_accepted(token: str) -> bool:
    """Whether the link was used: whoever comes back by it is told so, and nothing else."""
    chosen = select(Invitation.id).where(Invitation.token_hash == _hash(token), Invitation.accepted_at.is_not(None))
    return db.session.scalar(chosen) is not None


def account_of(invitation: Invitation) -> User | None:
    """The account that has the invited address already."""
    return db.session.scalar(select(User).where(User.email == invitation.email))


def accept_anew(actor: Actor, token: str, name: str, password: str) -> User:
    """Accept with a new account. NotFoundError for a link that no longer works; OnboardingError for a taken one."""
    hashed = hash_password(password)  # takes its time: not while others wait
    with change(actor) as under_way:
        invitation = _locked(token)
        user = start_account(under_way, invitation.email, name)
        user.password = hashed
        _accept(under_way, invitation, user)
    return user


def accept_by_provider(actor: Actor, invitation_id: int, name: str, provider: Provider, subject: str) -> User:
    """Accept with a new account that the provider's subject signs in to, without a password.

    Its caller saw the invitation's link, and then the subject's sign-in, in one browser. Raises NotFoundError where the
    invitation cannot be accepted any more; OnboardingError for a taken address or subject.
    """
    with change(actor) as under_way:
        invitation = _held(waiting(invitation_id))
        user = start_account(under_way, invitation.email, name)
        _accept(under_way, invitation, user)
        sign_on.start_tie(under_way, user, provider, subject)
    return user


def accept_as(actor: Actor, token: str, user: User) -> None:
    """Accept as somebody who is signed in, with the address that was invited. Raises NotFoundError for anybody else."""
    with change(actor) as under_way:
        invitation = _locked(token)
        if user.email != invitation.email:
            raise NotFoundError
        _accept(under_way, invitation, user)


def _accept(under_way: Change, invitation: Invitation, user: User) -> None:
    invitation.accepted_at = clock.now()
    start_membership(under_way, invitation.organisation, user, invitation.role, invitation.invited_by_id)
    under_way.record(invitation.organisation_id, Action.INVITATION_ACCEPTED, invitation, user=user.id)


def _locked(token: str) -> Invitation:
    """The invitation, held until the change ends: of several who use one link at once, the first has it."""
    return _held(by_token(token))


def _held(invitation: Invitation | None) -> Invitation:
    if invitation is not None:
        db.session.refresh(invitation, with_for_update={"of": Invitation})
    if invitation is None or invitation.accepted_at or invitation.withdrawn_at:
        raise NotFoundError
    return invitation


def _still_open() -> Select[Invitation]:
    return select(Invitation).where(Invitation.accepted_at.is_(None), Invitation.withdrawn_at.is_(None))


def _open(organisation_id: int, email: str, role: Role) -> list[Invitation]:
    chosen = _still_open().where(
        Invitation.organisation_id == organisation_id, Invitation.email == normal(email), Invitation.role == role
    )
    return list(db.session.scalars(chosen.order_by(Invitation.id).with_for_update()))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
