"""Sending what the outbox holds: a message is claimed for a while, and then said to be sent, failed or given up."""

import secrets
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, exists, or_, select, update
from sqlalchemy.orm import aliased

from onboarding import clock
from onboarding.actions import Action
from onboarding.extensions import db, writing
from onboarding.messages.mail import Claimed
from onboarding.models.message import Message, MessageState
from onboarding.models.work import MailHold
from onboarding.services.change import SYSTEM, Actor, change
from onboarding.services.outbox import GONE

LEASE = timedelta(minutes=5)  # longer than any one message can take: afterwards whoever claimed it is taken for dead
PAUSES = (  # then it is given up
    *(timedelta(minutes=each) for each in (1, 5, 15)),
    *(timedelta(hours=each) for each in (1, 4, 12, 24, 24, 24)),
)
TRIES = len(PAUSES) + 1


def held() -> bool:
    """Whether no mail is sent from this copy. The transaction of asking ends here: claiming begins one as a writer."""
    found = db.session.scalar(select(MailHold.id).where(MailHold.released_at.is_(None)).limit(1)) is not None
    db.session.rollback()
    return found


def release(actor: Actor) -> int:
    """Have mail sent from this copy; how many reasons against it there were."""
    with change(actor) as under_way:
        rows = db.session.scalars(select(MailHold).where(MailHold.released_at.is_(None)).with_for_update()).all()
        for row in rows:
            row.released_at = clock.now()
        if rows:
            under_way.record(None, Action.MAIL_RELEASED, "mail:hold")
    return len(rows)


def claim() -> Claimed | None:
    """Take the message that has been due longest, for as long as the lease lasts. None where nothing is due.

    A claim whose lease ended was a sender that died: its message may have gone out, and goes out once more.
    """
    db.session.rollback()  # what has begun as a reader could not write
    with writing():
        now, token = clock.now(), secrets.token_hex(16)
        due = and_(Message.state == MessageState.WAITING, Message.due_at <= now)
        left = and_(Message.state == MessageState.CLAIMED, Message.claimed_until <= now)
        first = (
            select(Message.id)
            .where(or_(due, left), ~_waits_for_another())
            .order_by(Message.due_at, Message.id)
            .limit(1)
        )
        taken = db.session.execute(
            update(Message)
            .where(Message.id == first.with_for_update(skip_locked=True).scalar_subquery())
            .values(state=MessageState.CLAIMED, claim=token, claimed_until=now + LEASE, attempts=Message.attempts + 1)
            .returning(
                Message.id,
                Message.claim,
                Message.to_address,
                Message.subject,
                Message.body,
                Message.calendar,
                Message.message_id,
                Message.created_at,
                Message.attempts,
                Message.claimed_until,
            )
            .execution_options(synchronize_session=False)
        ).first()
        db.session.commit()
    return Claimed._make(taken) if taken else None


def _waits_for_another() -> ColumnElement[bool]:
    """Whether one that was written before it, of the same thread, has yet to go out or to be given up."""
    earlier = aliased(Message)
    return exists().where(
        earlier.thread == Message.thread,
        earlier.id < Message.id,
        earlier.state.in_([MessageState.WAITING, MessageState.CLAIMED]),
    )


def sent(claimed: Claimed) -> bool:
    """The mail server took it. False where the claim was lost meanwhile, to a sender that sends it again."""
    with writing():
        message = _held(claimed)
        if message is not None:
            message.state, message.sent_at = MessageState.SENT, clock.now()
            message.claim = message.claimed_until = message.last_error = None
            if message.secret:
                message.body = GONE
        db.session.commit()
    return message is not None


def failed(claimed: Claimed, why: str, for_good: bool) -> bool:
    """It could not be handed over: tried again after a pause, or given up where that is pointless. Whether given up."""
    with change(SYSTEM) as under_way:
        message = _held(claimed)
        if message is None:
            return False
        message.claim = message.claimed_until = None
        message.last_error = why[:500]
        over = for_good or message.attempts >= TRIES
        if over:
            message.state = MessageState.GIVEN_UP
            under_way.record(message.organisation_id, Action.MESSAGE_GIVEN_UP, message, kind=message.kind)
        else:
            message.state = MessageState.WAITING
            message.due_at = clock.now() + PAUSES[message.attempts - 1]
    return over


def _held(claimed: Claimed) -> Message | None:
    return db.session.scalar(
        select(Message).where(Message.id == claimed.id, Message.claim == claimed.claim).with_for_update()
    )
