"""The outbox: a message is written with the change it tells of. Sending it is `sending.py`."""

import re
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from email.utils import parseaddr

from flask import current_app
from sqlalchemy import and_, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from onboarding import clock
from onboarding.actions import Action
from onboarding.config import Config
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db, writing
from onboarding.messages.invites import Invites
from onboarding.models.message import Message, MessagePerson, MessageState
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries.keeping import held_organisations
from onboarding.services.change import Actor, change

KEPT = timedelta(days=30)
GONE = "(no longer kept)"
BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")  # signs that end a header, or are none
ADDRESS = re.compile(r"""[^\s@,;:<>()\[\]\\"]+@[^\s@,;:<>()\[\]\\"]+""")
LONGEST_ADDRESS, LONGEST_SUBJECT = 254, 200


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
    elsewhere: Collection[Person] = (),
    invites: Invites | None = None,
) -> Message:
    """Write a message in the transaction under way. The same key again gives the message there is.

    `about`: the ids of everybody of the organisation whom it tells of, by name or not, whomever it goes to. Lock
    them before you read what to write of them, so that no erasure falls between the reading and the message.
    `elsewhere`: the same of people of other organisations.
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
        calendar=invites.text if invites else None,
        thread=invites.thread if invites else None,
        message_id=f"<{secrets.token_hex(16)}@{domain}>",
        state=MessageState.WAITING,
        attempts=0,
        due_at=now,
        created_at=now,
    )
    written = db.session.scalar(row.on_conflict_do_nothing().returning(Message))
    named = {(organisation_id, id) for id in about} | {(each.organisation_id, each.id) for each in elsewhere}
    if written and named:
        keys = ("organisation_id", "person_id", "message_id")
        db.session.execute(
            insert(MessagePerson), [dict(zip(keys, (*each, written.id), strict=True)) for each in sorted(named)]
        )
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


def read(actor: Actor, id: int) -> Message:
    """A message for an operator at the machine, who is noted. Raises OnboardingError where there is none."""
    with change(actor) as under_way:
        message = db.session.get(Message, id)
        if message is None:
            raise OnboardingError(f"There is no message {id}. flask messages list shows those that were not sent.")
        under_way.record(message.organisation_id, Action.MESSAGE_READ, f"message:{id}", kind=message.kind)
    return message


def retry(actor: Actor, organisation: Organisation | None, message_id: int) -> None:
    """Send again what was given up, or what waits for its next try. Raises OnboardingError for anything else.

    What waits for the next sending stays as it is. `organisation` None: of those that belong to none.
    """
    with change(actor) as under_way:
        message = _of(organisation, message_id)
        if message.state not in (MessageState.GIVEN_UP, MessageState.WAITING):
            raise OnboardingError("Only a waiting or undelivered message can be sent again.")
        if message.body == GONE:
            raise OnboardingError("The text of this message is no longer kept, so it cannot be sent again.")
        if message.state is MessageState.WAITING and message.attempts == 0 and message.due_at <= clock.now():
            return
        _refuse_overtaken(message)
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
        db.session.execute(update(Message).where(old).values(body=GONE, calendar=None))
        db.session.commit()


def _refuse_overtaken(message: Message) -> None:
    """Raises OnboardingError where a later message of the thread went out: calendars could believe the older one."""
    later = select(Message.id).where(
        Message.thread == message.thread, Message.id > message.id, Message.state == MessageState.SENT
    )
    if message.thread and db.session.scalar(later.limit(1)):
        raise OnboardingError("A later message about the same seat has gone out. This one would undo it in a calendar.")


def _of(organisation: Organisation | None, message_id: int) -> Message:
    whose = organisation.id if organisation else None  # `== None` becomes IS NULL
    chosen = select(Message).where(Message.organisation_id == whose, Message.id == message_id)
    message = db.session.scalar(chosen.with_for_update())
    if message is None:
        raise NotFoundError
    return message
