"""The outbox: a message is written with the change it tells of, and sent later by whoever claims it."""

import re
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import NamedTuple

from flask import current_app
from sqlalchemy import and_, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from onboarding import clock
from onboarding.actions import Action
from onboarding.config import Config
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db, writing
from onboarding.models.message import Message, MessagePerson, MessageState
from onboarding.models.organisation import Organisation
from onboarding.models.work import MailHold
from onboarding.queries.keeping import held_organisations
from onboarding.services.change import SYSTEM, Actor, change

LEASE = timedelta(minutes=5)  # longer than any one message can take: afterwards whoever claimed it is taken for dead
PAUSES = (  # then it is given up
    *(timedelta(minutes=each) for each in (1, 5, 15)),
    *(timedelta(hours=each) for each in (1, 4, 12, 24, 24, 24)),
)
TRIES = len(PAUSES) + 1
KEPT = timedelta(days=30)
GONE = "(no longer kept)"
BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")  # signs that end a header, or are none
ADDRESS = re.compile(r"""[^\s@,;:<>()\[\]\\"]+@[^\s@,;:<>()\[\]\\"]+""")
LONGEST_ADDRESS, LONGEST_SUBJECT = 254, 200


class Claimed(NamedTuple):
    """A message that is ours to send `until` the lease ends; `claim` proves it. `attempts` counts this one."""

    id: int
    claim: str
    to: str
    subject: str
    body: str
    message_id: str
    written_at: datetime
    attempts: int
    until: datetime


def write(
    organisation_id: int | None,
    key: str,
    kind: str,
    to: str,
    subject: str,
    body: str,
    secret: bool = False,
    *,
    about: Collection[int],
) -> Message:
    """Write a message in the transaction under way. The same key again gives the message there is.

    `about`: the ids of everybody of the organisation whom it tells of, by name or not, whomever it goes to. Lock
    them before you read what to write of them, so that no erasure falls between the reading and the message.
    Raises OnboardingError for what is not one address, and for a text that cannot be sent. A subject that is too long
    is cut: what the message tells of must not fail for it.
    """
    _refuse(to, subject, body)
    config: Config = current_app.extensions["config"]
    now, domain = clock.now(), parseaddr(config.mail_from)[1].rpartition("@")[2]
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    row = dialect.insert(Message).values(
        organisation_id=organisation_id,
        key=key,
        kind=kind,
        to_address=to,
        subject=subject if len(subject) <= LONGEST_SUBJECT else f"{subject[: LONGEST_SUBJECT - 1]}…",
        body=body,
        secret=secret,
        message_id=f"<{secrets.token_hex(16)}@{domain}>",
        state=MessageState.WAITING,
        attempts=0,
        due_at=now,
        created_at=now,
    )
    written = db.session.scalar(row.on_conflict_do_nothing().returning(Message))
    if written and about:
        named = {"organisation_id": organisation_id, "message_id": written.id}
        db.session.execute(insert(MessagePerson), [{**named, "person_id": id} for id in sorted(set(about))])
    return (
        written
        or db.session.scalars(
            select(Message).where(
                Message.key == key,
                Message.organisation_id == organisation_id if organisation_id else Message.organisation_id.is_(None),
            )
        ).one()
    )


def _refuse(to: str, subject: str, body: str) -> None:
    for part in (to, subject):
        if BREAKS.search(part):
            raise OnboardingError(f"{part!a} cannot be sent: it holds a line break or the like.")
    if not ADDRESS.fullmatch(to) or len(to) > LONGEST_ADDRESS:
        raise OnboardingError(
            f"{to!r} is not one address of at most {LONGEST_ADDRESS} characters, like ana@example.org."
        )
    if "\0" in body or not _is_text(body):
        raise OnboardingError("The message cannot be written: its text holds a sign that is none.")


def _is_text(body: str) -> bool:
    try:
        body.encode()
    except UnicodeEncodeError:  # half of a pair of surrogates
        return False
    return True


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


def read(actor: Actor, id: int) -> Message:
    """A message for an operator at the machine, who is noted. Raises OnboardingError where there is none."""
    with change(actor) as under_way:
        message = db.session.get(Message, id)
        if message is None:
            raise OnboardingError(f"There is no message {id}. flask messages list shows those that were not sent.")
        under_way.record(message.organisation_id, Action.MESSAGE_READ, f"message:{id}", kind=message.kind)
    return message


def claim() -> Claimed | None:
    """Take the message that has been due longest, for as long as the lease lasts. None where nothing is due.

    A claim whose lease ended was a sender that died: its message may have gone out, and goes out once more.
    """
    db.session.rollback()  # what has begun as a reader could not write
    with writing():
        now, token = clock.now(), secrets.token_hex(16)
        due = and_(Message.state == MessageState.WAITING, Message.due_at <= now)
        left = and_(Message.state == MessageState.CLAIMED, Message.claimed_until <= now)
        first = select(Message.id).where(or_(due, left)).order_by(Message.due_at, Message.id).limit(1)
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
                Message.message_id,
                Message.created_at,
                Message.attempts,
                Message.claimed_until,
            )
            .execution_options(synchronize_session=False)
        ).first()
        db.session.commit()
    return Claimed._make(taken) if taken else None


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


def retry(actor: Actor, organisation: Organisation | None, message_id: int) -> None:
    """Send again what was given up, or what waits for its next try. Raises OnboardingError for anything else.

    `organisation` None: of those that belong to none.
    """
    with change(actor) as under_way:
        message = _of(organisation, message_id)
        if message.state not in (MessageState.GIVEN_UP, MessageState.WAITING):
            raise OnboardingError("Only a message that waits or was given up can be sent again.")
        if message.body == GONE:
            raise OnboardingError("What this message said is no longer kept, so it cannot be sent again.")
        message.state, message.attempts, message.due_at = MessageState.WAITING, 0, clock.now()
        under_way.record(message.organisation_id, Action.MESSAGE_RETRIED, message)


def withdraw(actor: Actor, organisation: Organisation | None, message_id: int) -> None:
    """Do not send what has not gone out. Raises OnboardingError for what has, or is going out now."""
    with change(actor) as under_way:
        message = _of(organisation, message_id)
        if message.state not in (MessageState.GIVEN_UP, MessageState.WAITING):
            raise OnboardingError("This message has gone out, or is going out now.")
        message.state = MessageState.WITHDRAWN
        if message.secret:
            message.body = GONE
        under_way.record(message.organisation_id, Action.MESSAGE_WITHDRAWN, message)


def purge(now: datetime) -> None:
    """Blank the bodies of old messages that do not wait to be sent; what became of them stays. Not under a hold."""
    with writing():
        over = Message.state.in_([MessageState.SENT, MessageState.GIVEN_UP, MessageState.WITHDRAWN])
        old = and_(over, Message.created_at <= now - KEPT, Message.body != GONE)
        if held := held_organisations():
            old = and_(old, or_(Message.organisation_id.is_(None), Message.organisation_id.not_in(held)))
        db.session.execute(update(Message).where(old).values(body=GONE))
        db.session.commit()


def _held(claimed: Claimed) -> Message | None:
    return db.session.scalar(
        select(Message).where(Message.id == claimed.id, Message.claim == claimed.claim).with_for_update()
    )


def _of(organisation: Organisation | None, message_id: int) -> Message:
    whose = organisation.id if organisation else None  # `== None` becomes IS NULL
    chosen = select(Message).where(Message.organisation_id == whose, Message.id == message_id)
    message = db.session.scalar(chosen.with_for_update())
    if message is None:
        raise NotFoundError
    return message
