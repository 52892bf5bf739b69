"""The outbox: messages written with the change they tell of, and what became of each."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from onboarding.models.base import Base, OfPerson

OF_NOBODY = text("organisation_id IS NULL")


class MessageState(StrEnum):
    """What became of a message. `claimed`: a sender has it until its lease ends."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    SENT = "sent"
    GIVEN_UP = "given_up"
    WITHDRAWN = "withdrawn"


IN_WORDS = {
    MessageState.WAITING: "waiting",
    MessageState.CLAIMED: "sending",
    MessageState.SENT: "sent",
    MessageState.GIVEN_UP: "not delivered",
    MessageState.WITHDRAWN: "withdrawn",
}


class Message(Base):
    """One message to one address. `key` is unique: what was promised once is written once.

    `secret`: the body holds a link that signs somebody in; it is not shown to others, and blanked once sent.
    `calendar`: an invitation that goes with it, as calendar programs read it. Of one `thread`, what was written first
    goes out first: a calendar that hears of an end before the beginning keeps the beginning.
    """

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("organisation_id", "key"),
        # To a database two rows without an organisation are never the same; to us they are.
        Index("uq_message_key", "key", unique=True, sqlite_where=OF_NOBODY, postgresql_where=OF_NOBODY),
        Index("ix_message_due", "state", "due_at"),
        Index("ix_message_thread", "thread", "id"),
        Index("ix_message_list", "organisation_id", "created_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    key: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(60))
    to_address: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    secret: Mapped[bool] = mapped_column(default=False)
    calendar: Mapped[str | None] = mapped_column(Text)
    thread: Mapped[str | None] = mapped_column(String(200))
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    state: Mapped[MessageState] = mapped_column(default=MessageState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    claim: Mapped[str | None] = mapped_column(String(64))
    claimed_until: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(500))
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class MessagePerson(OfPerson):
    """That a message is about somebody, whomever it went to: what says so of them goes when they are erased."""

    stays = True
    __tablename__ = "message_person"
    __table_args__ = (
        UniqueConstraint("message_id", "person_id"),
        Index("ix_message_person_person", "organisation_id", "person_id"),
    )

    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"))
