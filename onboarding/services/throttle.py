"""Guessing made slow: failures counted so that the one who guesses is shut out, and neither the owner nor a neighbour.

Three counts, each of what only a guesser does much of:

- at one account from one place, so that who mistypes may go on soon;
- at one account in a row, whatever the place. The networks that its owner signed in from count apart from all others,
  and a browser that the owner signed in with counts alone: what others fail at elsewhere shuts neither out;
- from one network, how many accounts: of an office behind one address many are right at first or second try. Whoever
  signed in from there before is not held up by it.

Who is shut out at a new place can ask for a reset: its link shows whose the account is, and makes the place known.
Every try asks the database for the same, whoever's the account is, and whether or not there is one.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.account import Attempt, account_hash
from onboarding.services import knocks
from onboarding.services.change import Actor, change, tried
from onboarding.services.visits import ATTEMPTS_KEPT, network_of

WINDOW = timedelta(minutes=15)
AT_ONE_ACCOUNT_FROM_ONE_PLACE = 10
HOUR = timedelta(hours=1)
IN_A_ROW_AT_ONE_ACCOUNT = 50  # within an hour, or since the owner signed in: then one an hour
ACCOUNTS_FROM_ONE_NETWORK = 100  # within an hour
RESET = "reset:"  # asking for resets is counted apart from guessing


class Place(NamedTuple):
    """Where somebody is: the address of the request, and the secret of a browser that somebody signed in with."""

    address: str
    browser: str | None = None

    @property
    def network(self) -> str:
        """The network it is in."""
        return network_of(self.address)

    @property
    def names(self) -> list[str]:
        """What it counts as where it is known: the browser before the network."""
        browser = f"browser:{hashlib.sha256(self.browser.encode()).hexdigest()[:56]}" if self.browser else "browser:"
        return [browser, self.network]


class Outcome(NamedTuple):
    """What became of a try. `wait`: it was not even looked at, and how long it will not be."""

    passed: bool
    wait: timedelta | None = None


def attempt(
    actor: Actor, email: str, place: Place, passes: Callable[[], bool], guessed: Callable[[], bool] = lambda: True
) -> Outcome:
    """Try once, unless it is tried too often. Whoever tries the same account meanwhile waits their turn.

    What `passes` did is undone where it does not pass; where that was a guess, it is committed as a failure.
    """
    _take_turn(email)
    shut = wait(email, place)
    if shut:
        return Outcome(False, shut)
    passed = tried(passes)
    if not passed and guessed():
        failed(actor, email, place)
    return Outcome(passed)


def wait(email: str, place: Place, purpose: str = "") -> timedelta | None:
    """How long this account cannot be tried from there; None where it can."""
    now, of_this = clock.now(), Attempt.account_hash == account_hash(email, purpose)
    known = _known_as(email, place)
    till = [
        _full_at(now, of_this, Attempt.network == (known or place.network)),
        _in_a_row(now, email, of_this, _counted_together(email, known)),
    ]
    spread = _spread(now, place.network)  # asked also where it does not count: a question less would tell
    if not known:
        till.append(spread)
    latest = max((each for each in till if each), default=now)
    return latest - now if latest > now else None


def failed(actor: Actor, email: str, place: Place) -> None:
    """Remember a try that failed; the clock tells the trail of it."""
    with change(actor):
        _remember(email, place, "")
        knocks.guessed(actor, account_hash(email))


def asked(email: str, place: Place, purpose: str) -> timedelta | None:
    """Remember, in the transaction under way, that something was asked for, such as a reset: that can be too much too.

    How long it cannot be asked for from there, where that is so.
    """
    _take_turn(email)
    shut = wait(email, place, purpose)
    if not shut:
        _remember(email, place, purpose)
    return shut


def succeeded(email: str, place: Place) -> None:
    """Remember, in the transaction under way, that the owner was here: their network and browser are known now."""
    for name in place.names if place.browser else [place.network]:
        db.session.add(Attempt(account_hash=account_hash(email), network=name, succeeded=True, at=clock.now()))


def _remember(email: str, place: Place, purpose: str) -> None:
    name = _known_as(email, place) or place.network
    db.session.add(Attempt(account_hash=account_hash(email, purpose), network=name, succeeded=False, at=clock.now()))


def _known_as(email: str, place: Place) -> str | None:
    """What the account's owner is known to have signed in with or from there: this browser, or else this network."""
    known = set(db.session.scalars(_own(email).where(Attempt.network.in_(place.names)).distinct()))
    return next((name for name in place.names if name in known), None)


def _own(email: str) -> Select[str]:
    """The networks and browsers that the account's owner signed in from."""
    own = select(Attempt.network).where(Attempt.account_hash == account_hash(email), Attempt.succeeded)
    return own.where(Attempt.at > clock.now() - ATTEMPTS_KEPT)


def _counted_together(email: str, known: str | None) -> ColumnElement[bool]:
    """The places whose failures in a row count together with those from a place."""
    if known is None:
        return Attempt.network.not_in(_own(email))
    return Attempt.network == known if known.startswith("browser:") else Attempt.network.in_(_own(email))


def _full_at(now: datetime, *of: ColumnElement[bool]) -> datetime | None:
    """Until when there are as many failures as there may be within the window; None where there are fewer."""
    rows = select(Attempt.at).where(*of, ~Attempt.succeeded, Attempt.at > now - WINDOW)
    rows = rows.order_by(Attempt.at.desc()).offset(AT_ONE_ACCOUNT_FROM_ONE_PLACE - 1).limit(1)
    last_that_may = db.session.scalar(rows)
    return last_that_may + WINDOW if last_that_may else None


def _in_a_row(now: datetime, email: str, *of: ColumnElement[bool]) -> datetime | None:
    """Until when there were too many failures, of late or since the owner signed in: an hour from the latest."""
    came = select(func.max(Attempt.at)).where(Attempt.account_hash == account_hash(email), Attempt.succeeded)
    since = came.scalar_subquery()
    rows = select(func.count(Attempt.id), func.max(Attempt.at)).where(
        *of, ~Attempt.succeeded, or_(since.is_(None), Attempt.at > since, Attempt.at > now - HOUR)
    )
    count, latest = db.session.execute(rows).one()
    return latest + HOUR if count >= IN_A_ROW_AT_ONE_ACCOUNT else None


def _spread(now: datetime, network: str) -> datetime | None:
    """Until when there were failures at too many accounts from a network."""
    latest = func.max(Attempt.at)
    rows = select(latest).where(Attempt.network == network, ~Attempt.succeeded, Attempt.at > now - HOUR)
    rows = rows.group_by(Attempt.account_hash).order_by(latest.desc())
    last_that_may = db.session.scalar(rows.offset(ACCOUNTS_FROM_ONE_NETWORK - 1).limit(1))
    return last_that_may + HOUR if last_that_may else None


def _take_turn(email: str) -> None:
    """Wait until nobody tries the same account; SQLite has one writer at a time in any case."""
    if db.session.get_bind().dialect.name == "postgresql":
        key = int.from_bytes(hashlib.sha256(account_hash(email).encode()).digest()[:8], signed=True)
        db.session.execute(select(func.pg_advisory_xact_lock(key)))
