"""Guessing made slow: failures counted by account and network, so that the one who guesses is shut out.

An account's own networks, from which it signed in before, are never shut out by what others fail at elsewhere. Who is
on a new one can ask for a reset: its link shows whose the account is, and makes the network known.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select

from onboarding import clock
from onboarding.actions import Action
from onboarding.extensions import db
from onboarding.models.account import Attempt, User, normal
from onboarding.services.accounts import record_of
from onboarding.services.change import Actor, change, record, tried
from onboarding.services.visits import ATTEMPTS_KEPT, network_of

WINDOW = timedelta(minutes=15)
FROM_ONE_NETWORK_AT_ONE_ACCOUNT = 10
FROM_ONE_NETWORK = 100
IN_A_ROW_AT_ONE_ACCOUNT = 100
SHUT_FOR = timedelta(hours=1)
RESET = "reset:"  # asking for resets is counted apart from guessing


class Outcome(NamedTuple):
    """What became of a try. `wait`: it was not even looked at, and how long it will not be."""

    passed: bool
    wait: timedelta | None = None


def account_hash(email: str, purpose: str = "") -> str:
    """How an account is known here, also one that does not exist."""
    return hashlib.sha256((purpose + normal(email)).encode()).hexdigest()


def attempt(
    actor: Actor,
    email: str,
    address: str,
    passes: Callable[[], bool],
    guessed: Callable[[], bool] = lambda: True,
    purpose: str = "",
) -> Outcome:
    """Try once, unless it is tried too often. Whoever tries the same from the same network meanwhile waits their turn.

    What `passes` did is undone where it does not pass; where that was a guess, it is committed as a failure.
    """
    _take_turn(account_hash(email, purpose), network_of(address))
    shut = wait(email, address, purpose)
    if shut:
        return Outcome(False, shut)
    passed = tried(passes)
    if not passed and guessed():
        failed(actor, email, address, purpose)
    return Outcome(passed)


def wait(email: str, address: str, purpose: str = "") -> timedelta | None:
    """How long this account cannot be tried from there; None where it can."""
    now, network = clock.now(), network_of(address)
    of_this = Attempt.account_hash == account_hash(email, purpose)
    till = [
        _full(now, FROM_ONE_NETWORK_AT_ONE_ACCOUNT, of_this, Attempt.network == network),
        _full(now, FROM_ONE_NETWORK, Attempt.network == network),
    ]
    own = select(Attempt.network).where(Attempt.account_hash == account_hash(email), Attempt.succeeded)
    own = own.where(Attempt.at > now - ATTEMPTS_KEPT)
    if db.session.scalar(own.where(Attempt.network == network).limit(1)) is None:
        till.append(_in_a_row(of_this, account_hash(email), own))
    latest = max((each for each in till if each), default=now)
    return latest - now if latest > now else None


def failed(actor: Actor, email: str, address: str, purpose: str = "") -> None:
    """Remember a try that failed, committed with its entry of the trail."""
    with change(actor):
        db.session.add(_attempt(email, address, purpose, succeeded=False))
        if purpose:
            return
        user = db.session.scalar(select(User).where(User.email == normal(email))) if email.isprintable() else None
        if user:
            record_of(actor, user, Action.SIGN_IN_REFUSED)
        else:
            record(actor, None, Action.SIGN_IN_REFUSED, "user:unknown")


def asked(email: str, address: str, purpose: str) -> None:
    """Remember that something was asked for, such as a reset: too much asking is as bad as too much guessing."""
    db.session.add(_attempt(email, address, purpose, succeeded=False))


def succeeded(email: str, address: str) -> None:
    """Remember, in the transaction under way, that the owner was here: their network is known from now on."""
    db.session.add(_attempt(email, address, "", succeeded=True))


def _attempt(email: str, address: str, purpose: str, *, succeeded: bool) -> Attempt:
    return Attempt(
        account_hash=account_hash(email, purpose), network=network_of(address), succeeded=succeeded, at=clock.now()
    )


def _full(now: datetime, most: int, *of: ColumnElement[bool]) -> datetime | None:
    """Until when there are as many failures as there may be within the window; None where there are fewer."""
    rows = select(Attempt.at).where(*of, ~Attempt.succeeded, Attempt.at > now - WINDOW)
    last_that_may = db.session.scalar(rows.order_by(Attempt.at.desc()).offset(most - 1).limit(1))
    return last_that_may + WINDOW if last_that_may else None


def _in_a_row(of_this: ColumnElement[bool], account: str, own: Select[str]) -> datetime | None:
    """Until when unknown networks are shut out: an hour from the latest of too many failures since the owner came."""
    since = select(func.max(Attempt.at)).where(Attempt.account_hash == account, Attempt.succeeded).scalar_subquery()
    rows = select(func.count(Attempt.id), func.max(Attempt.at)).where(
        of_this, ~Attempt.succeeded, or_(since.is_(None), Attempt.at > since), Attempt.network.not_in(own)
    )
    count, latest = db.session.execute(rows).one()
    return latest + SHUT_FOR if count >= IN_A_ROW_AT_ONE_ACCOUNT else None


def _take_turn(account: str, network: str) -> None:
    """Wait until nobody tries the same from the same network; SQLite has one writer at a time in any case."""
    if db.session.get_bind().dialect.name == "postgresql":
        key = int.from_bytes(hashlib.sha256(f"{account} {network}".encode()).digest()[:8], signed=True)
        db.session.execute(select(func.pg_advisory_xact_lock(key)))
