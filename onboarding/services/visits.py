"""Visits: what a browser's session holds, kept here; the browser has only a secret, of which only the hash is kept."""

import ipaddress
import logging
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import bindparam, delete, or_, select, update
from sqlalchemy.exc import OperationalError

from onboarding import clock, troubles
from onboarding.actions import Action
from onboarding.extensions import db, writing
from onboarding.models.account import Attempt, User, Visit
from onboarding.models.passkey import PasskeyChallenge
from onboarding.services.accounts import end_other_visits, record_of, visit_digest
from onboarding.services.change import Actor, change

log = logging.getLogger("onboarding.visits")
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)  # how exactly `seen_at` is kept: a page read should seldom write
ATTEMPTS_KEPT = timedelta(days=90)
# In a visit's data: who is signed in, who has given the password only, and who signed in elsewhere for an invitation.
WHOSE = ("_user_id", "tf_user_id", "sign_on_invited")
# Made once, not for each request: making a statement takes as long as asking it.
GOES_ON = select(Visit).where(
    Visit.token_hash == bindparam("token"), Visit.seen_at > bindparam("idle"), Visit.began_at > bindparam("longest")
)


class Opened(NamedTuple):
    """A visit that goes on: its data, whose it is, when it began, and when it was last seen."""

    data: dict[str, Any]
    user_id: int | None
    began_at: datetime
    seen_at: datetime

    @property
    def idle_at(self) -> datetime:
        """When it ends unless it is seen again."""
        return self.seen_at + IDLE

    @property
    def over_at(self) -> datetime:
        """When it ends in any case."""
        return self.began_at + LONGEST


def network_of(address: str) -> str:
    """The network an address belongs to: a /24, or a /64 of IPv6, which one person can change within at will."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped  # how a socket for both kinds names an IPv4 address: not all of them one network
    return str(ipaddress.ip_network((parsed, 24 if parsed.version == 4 else 64), strict=False))


def opened(token: str) -> Opened | None:
    """The visit, unless it ended, was idle too long, or has lasted too long."""
    now = clock.now()
    visit = db.session.scalar(GOES_ON, {"token": visit_digest(token), "idle": now - IDLE, "longest": now - LONGEST})
    return Opened(dict(visit.data), visit.user_id, visit.began_at, visit.seen_at) if visit else None


def keep(token: str | None, before: Mapping[str, Any], data: dict[str, Any], address: str) -> str | None:
    """Keep a visit's data and give the secret it is known by from now on: a new one when who it is of has changed.

    `before` is what it held when it was opened. None where it was ended meanwhile by another request: what would be
    kept is gone, and must not come back. Ends the transaction under way without keeping it: what a view wanted kept it
    has committed.
    """
    db.session.rollback()
    with writing():
        kept = _kept(token, before, data, address)
        db.session.commit()
    return kept


def _kept(token: str | None, before: Mapping[str, Any], data: dict[str, Any], address: str) -> str | None:
    same = all(before.get(key) == data.get(key) for key in WHOSE)
    known = db.session.get(Visit, visit_digest(token), with_for_update=True) if token else None
    if known is not None and same:
        known.data, known.seen_at = data, clock.now()
        return token
    if token and known is None and same and any(before.get(key) for key in WHOSE):
        return None
    if known is not None:
        db.session.delete(known)
    anew, comes = secrets.token_urlsafe(32), any(data.get(key) not in (None, before.get(key)) for key in WHOSE)
    db.session.add(_begun(anew, _without(data) if comes else data, address))
    return anew


def _begun(token: str, data: dict[str, Any], address: str) -> Visit:
    now, uniquifier = clock.now(), data.get("_user_id")
    user_id = db.session.scalar(select(User.id).where(User.fs_uniquifier == uniquifier)) if uniquifier else None
    return Visit(
        token_hash=visit_digest(token),
        user_id=user_id,
        data=data,
        network=network_of(address),
        began_at=now,
        seen_at=now,
    )


def _without(data: dict[str, Any]) -> dict[str, Any]:
    """The data without what somebody who planted the earlier secret may know: the token against forged requests.

    Only as somebody comes. A visit that goes back to the page to sign in on keeps it: that page was made with it.
    """
    return {key: value for key, value in data.items() if key != "csrf_token"}


def seen(token: str) -> None:
    """Note that the visit goes on; not where others hold the database: the page that was asked for is there."""
    db.session.rollback()
    try:
        with writing():
            db.session.execute(update(Visit).where(Visit.token_hash == visit_digest(token)).values(seen_at=clock.now()))
            db.session.commit()
    except OperationalError as error:
        db.session.rollback()
        if not troubles.is_held(error.orig or error):
            raise
        log.warning("a visit was not noted: the next page notes it")


def end(token: str) -> None:
    """End one visit."""
    db.session.rollback()
    with writing():
        db.session.execute(delete(Visit).where(Visit.token_hash == visit_digest(token)))
        db.session.commit()


def end_others(actor: Actor, user: User, token: str) -> int:
    """End every visit of the user but the one with this secret; how many there were."""
    with change(actor):
        ended = end_other_visits(user, token)
        record_of(actor, user, Action.OTHER_VISITS_ENDED, visits=ended)
    return ended


def purge(now: datetime) -> int:
    """Delete visits that have ended by themselves, and attempts and challenges too old to count; how many visits."""
    with writing():
        over = or_(Visit.seen_at <= now - IDLE, Visit.began_at <= now - LONGEST)
        ended = db.session.scalars(delete(Visit).where(over).returning(Visit.token_hash)).all()
        db.session.execute(delete(Attempt).where(Attempt.at <= now - ATTEMPTS_KEPT))
        db.session.execute(delete(PasskeyChallenge).where(PasskeyChallenge.asked_at <= now - LONGEST))
        db.session.commit()
    return len(ended)
