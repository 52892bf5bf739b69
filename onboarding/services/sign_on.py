"""Tying accounts to a sign-in provider, and untying them. Nobody is found by a mail address: who is tied was asked.

An account is tied by its owner, who is signed in, or as an invitation is accepted; both showed here whose they are.
"""

import hashlib
import secrets

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.messages import account_words
from onboarding.messages.words import Words
from onboarding.models.account import User, account_hash
from onboarding.models.sign_on import SignOnTie
from onboarding.provider import Provider
from onboarding.queries import sign_on as found
from onboarding.services import knocks, outbox
from onboarding.services.accounts import end_other_visits, lock, record_of
from onboarding.services.change import Actor, Change, change
from onboarding.services.members import end_visits

SOMEWHERE = "a sign-in provider"  # what it is called where the settings name none any more


def signs_in(provider: Provider, subject: str) -> User | None:
    """The account that the subject signs in to; None where none is tied to it, or it is disabled."""
    tie = found.of_subject(provider.issuer, subject)
    return tie.user if tie and tie.user.active and not tie.user.sample else None


def refused(actor: Actor, provider: Provider, subject: str) -> None:
    """Note for the trail that somebody was not let in: told of the account, or of nobody where none is tied."""
    tie = found.of_subject(provider.issuer, subject)
    nobody = hashlib.sha256(f"{provider.issuer} {subject}".encode()).hexdigest()
    account = account_hash(tie.user.email) if tie else nobody
    with change(actor):
        knocks.guessed(actor, account)


def tie(actor: Actor, user: User, provider: Provider, subject: str) -> None:
    """Have a subject sign in to the account from now on. The same again changes nothing.

    Raises OnboardingError where the account is tied to another subject, or the subject to another account.
    """
    with change(actor) as under_way:
        lock(user)
        start_tie(under_way, user, provider, subject)


def start_tie(under_way: Change, user: User, provider: Provider, subject: str) -> None:
    """The same, within a change that does more and holds the account."""
    if user.sample or not user.active:
        raise OnboardingError("This account cannot be tied to a sign-in provider.")
    there, own = found.of_subject(provider.issuer, subject), found.of_user(provider.issuer, user.id)
    if there and there.user_id == user.id:
        return
    if there:
        raise _taken(provider)
    if own:
        raise OnboardingError(f"Your account is tied to another {provider.name} account. Untie that one first.")
    row = SignOnTie(user_id=user.id, issuer=provider.issuer, subject=subject, since_at=clock.now())
    db.session.add(row)
    try:
        db.session.flush()
    except IntegrityError as error:  # it was tied to another account at the same moment
        raise _taken(provider) from error
    record_of(under_way.actor, user, Action.SIGN_ON_TIED, issuer=provider.issuer)
    _tell(user, "sign_on_tied", account_words.sign_on_tied(user, provider.name))


def untie(actor: Actor, user: User, provider: Provider, token: str) -> None:
    """Have nobody sign in to one's account by the provider. Every other visit ends; the one with `token` goes on.

    Raises OnboardingError where it is not tied, and where no password stays by which to sign in.
    """
    with change(actor) as under_way:
        lock(user)
        if found.of_user(provider.issuer, user.id) is None:
            raise OnboardingError(f"Your account is not tied to {provider.name}. Nothing was changed.")
        if not user.password:
            raise OnboardingError("Set a password first. Without one you could not sign in any more.")
        ours = SignOnTie.user_id == user.id, SignOnTie.issuer == provider.issuer
        db.session.execute(delete(SignOnTie).where(*ours))
        end_other_visits(user, token)
        _untied(under_way, user, provider.name)


def untie_for(actor: Actor, user: User, provider: Provider | None) -> int:
    """Untie somebody's account from every provider, as an operator; to how many it was tied.

    They are signed out everywhere, and ask for a new password where they have none.
    """
    with change(actor) as under_way:
        lock(user)
        ours = delete(SignOnTie).where(SignOnTie.user_id == user.id).returning(SignOnTie.id)
        if gone := len(db.session.scalars(ours).all()):
            end_visits(user)
            _untied(under_way, user, provider.name if provider else SOMEWHERE)
    return gone


def _untied(under_way: Change, user: User, name: str) -> None:
    record_of(under_way.actor, user, Action.SIGN_ON_UNTIED)
    _tell(user, "sign_on_untied", account_words.sign_on_untied(user, name))


def _tell(user: User, kind: str, said: Words) -> None:
    outbox.write(None, f"{kind}:{secrets.token_hex(8)}", kind, user.email, *said, about=())


def _taken(provider: Provider) -> OnboardingError:
    return OnboardingError(
        f"The {provider.name} account that you signed in with is tied to another account here. Sign in to that one, "
        f"or use another {provider.name} account."
    )
