"""Guessing made slow: failures counted by account and network, so that the one who guesses is shut out.

An account's own networks, from which it signed in before, are never shut out by what others fail at elsewhere.
"""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select

from onboarding import clock
from onboarding.actions import Action
from onboarding.extensions import db
from onboarding.models.account import Attempt, User
from onboarding.services.accounts import normal, record_of
from onboarding.services.change import Actor, change, record
from onboarding.services.visits import ATTEMPTS_KEPT, network_of

WINDOW = timedelta(minutes=15)
FROM_ONE_NETWORK_AT_ONE_ACCOUNT = 10
FROM_ONE_NETWORK = 100
IN_A_ROW_AT_ONE_ACCOUNT = 100
SHUT_FOR = timedelta(hours=1)


def account_hash(email: str) -> str:
    """How an account is known here, also one that does not exist."""
    return hashlib.sha256(normal(email).encode()).hexdigest()


def wait(email: str, address: str) -> timedelta | None:
    """How long this account cannot be tried from there; None where it can."""
    now, account, network = clock.now(), account_hash(email), network_of(address)
    mine = [Attempt.account_hash == account, Attempt.network == network]
    if _failures(now, *mine) >= FROM_ONE_NETWORK_AT_ONE_ACCOUNT:
        return WINDOW
    if _failures(now, Attempt.network == network) >= FROM_ONE_NETWORK:
        return WINDOW
    known = select(Attempt.id).where(*mine, Attempt.succeeded, Attempt.at > now - ATTEMPTS_KEPT).limit(1)
    if db.session.scalar(known) is None and _in_a_row(now, account) >= IN_A_ROW_AT_ONE_ACCOUNT:
        return SHUT_FOR
    return None


def failed(actor: Actor, email: str, address: str) -> None:
    """Remember a try that failed, with its entry of the trail: committed at once, and nothing else with it."""
    db.session.rollback()
    with change(actor):
        db.session.add(_attempt(email, address, succeeded=False))
        user = db.session.scalar(select(User).where(User.email == normal(email)))
        if user:
            record_of(actor, user, Action.SIGN_IN_REFUSED)
        else:
            record(actor, None, Action.SIGN_IN_REFUSED, "user:unknown")


def asked(email: str, address: str) -> None:
    """Remember that something was asked for, such as a reset: too much asking is as bad as too much guessing."""
    db.session.add(_attempt(email, address, succeeded=False))


def succeeded(email: str, address: str) -> None:
    """Remember, in the transaction under way, that somebody got in: their network is known from now on."""
    db.session.add(_attempt(email, address, succeeded=True))


def _attempt(email: str, address: str, *, succeeded: bool) -> Attempt:
    return Attempt(account_hash=account_hash(email), network=network_of(address), succeeded=succeeded, at=clock.now())


def _failures(now: datetime, *of: ColumnElement[bool]) -> int:
    rows = select(func.count(Attempt.id)).where(*of, ~Attempt.succeeded, Attempt.at > now - WINDOW)
    return db.session.scalar(rows) or 0


def _in_a_row(now: datetime, account: str) -> int:
    """The failures at an account within the last hour, from wherever, since somebody got in."""
    last = select(func.max(Attempt.at)).where(Attempt.account_hash == account, Attempt.succeeded).scalar_subquery()
    rows = select(func.count(Attempt.id)).where(
        Attempt.account_hash == account,
        ~Attempt.succeeded,
        Attempt.at > now - SHUT_FOR,
        or_(last.is_(None), Attempt.at > last),
    )
    return db.session.scalar(rows) or 0
