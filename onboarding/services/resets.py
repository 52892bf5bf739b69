"""Asking for a link to a new password: the request notes for whom, the clock writes the letter.

So a request takes the same work, whether or not there is such an account and it can be used.
"""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from flask_security.recoverable import generate_reset_password_token
from sqlalchemy import delete, func, select

from onboarding import clock
from onboarding.actions import Action
from onboarding.extensions import db
from onboarding.messages import words
from onboarding.models.account import User, account_hash
from onboarding.models.knock import ResetAsk
from onboarding.models.message import Message
from onboarding.queries import accounts as found
from onboarding.services import outbox, throttle
from onboarding.services.accounts import record_of
from onboarding.services.change import Actor, change
from onboarding.services.throttle import RESET, Place

LASTS = timedelta(hours=2)
LETTERS_AN_HOUR = 3  # to one account: the links of all of them work
AT_ONCE = 500
KIND = "reset_instructions"


class _Ask(NamedTuple):
    id: int
    by: Actor


def ask(actor: Actor, email: str, place: Place) -> timedelta | None:
    """Note that somebody wants a link sent to an address; how long none can be asked for, where that is so."""
    with change(actor):
        shut = throttle.asked(email, place, RESET)
        if not shut:
            row = ResetAsk(account_hash=account_hash(email, RESET), at=clock.now())
            row.actor_id, row.origin, row.request = actor.user_id, actor.origin[:64], actor.request
            db.session.add(row)
    return shut


def answer() -> int:
    """Write the letters to those who have an account, and forget who asked; how many letters."""
    written = 0
    while asks := _oldest():
        users = found.by_hash(asks.keys(), RESET)
        written += sum(_answer(users.get(account), of_it) for account, of_it in asks.items())
    return written


def _oldest() -> dict[str, list[_Ask]]:
    """Who asked longest ago, by account."""
    db.session.rollback()
    asks: dict[str, list[_Ask]] = {}
    for row in db.session.scalars(select(ResetAsk).order_by(ResetAsk.id).limit(AT_ONCE)):
        by = Actor(row.actor_id, "visitor", row.origin, row.request)
        asks.setdefault(row.account_hash, []).append(_Ask(row.id, by))
    return asks


def _answer(user_id: int | None, asks: Sequence[_Ask]) -> bool:
    """Write one letter for all who asked for one account, unless another clock does; whether it was written."""
    user = db.session.get(User, user_id) if user_id else None
    if user and (user.sample or not user.active):
        user = None
    token = generate_reset_password_token(user) if user else ""  # type: ignore[no-untyped-call]  # slow: nobody waits
    with change(asks[0].by) as under_way:
        ours = delete(ResetAsk).where(ResetAsk.id.in_([ask.id for ask in asks])).returning(ResetAsk.id)
        if not db.session.scalars(ours).all() or user is None or _enough(user):
            return False
        said, key = words.reset(user, token, LASTS), f"{KIND}:{secrets.token_hex(8)}"
        outbox.write(None, key, KIND, user.email, *said, secret=True, about=())
        record_of(under_way.actor, user, Action.PASSWORD_RESET_ASKED, times=len(asks))
    return True


def _enough(user: User) -> bool:
    """Whether so many letters went to the account within the hour that no other is written."""
    sent = select(func.count(Message.id)).where(Message.kind == KIND, Message.to_address == user.email)
    sent = sent.where(Message.created_at > clock.now() - timedelta(hours=1))
    return (db.session.scalar(sent) or 0) >= LETTERS_AN_HOUR
