"""The outbox: a message is written with the change it tells of, and sent later by whoever claims it."""

import secrets

from flask import current_app
from sqlalchemy import select

from onboarding import clock
from onboarding.config import Config
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.message import Message, MessageState


def write(
    organisation_id: int | None, key: str, kind: str, to: str, subject: str, body: str, secret: bool = False
) -> Message:
    """Write a message in the transaction under way. The same key again gives the message there is.

    Raises OnboardingError for an address or subject that cannot stand in a header.
    """
    for part in (to, subject):
        if not part.isprintable():
            raise OnboardingError(
                f"{part!r} cannot be sent: it holds a line break or something else that does not print."
            )
    known = db.session.scalar(
        select(Message).where(
            Message.key == key,
            Message.organisation_id == organisation_id if organisation_id else Message.organisation_id.is_(None),
        )
    )
    if known:
        return known
    config: Config = current_app.extensions["config"]
    now, domain = clock.now(), config.mail_from.rpartition("@")[2]
    message = Message(
        organisation_id=organisation_id,
        key=key,
        kind=kind,
        to_address=to,
        subject=subject,
        body=body,
        secret=secret,
        message_id=f"<{secrets.token_hex(16)}@{domain}>",
        state=MessageState.WAITING,
        attempts=0,
        due_at=now,
        created_at=now,
    )
    db.session.add(message)
    return message
