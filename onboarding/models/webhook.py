"""Webhooks: where an organisation wants to be told, how far it was told, by which secret, and each try of late."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from onboarding.models.account import User
from onboarding.models.base import OfOrganisation, Record, within
from onboarding.models.organisation import Organisation


class Because(StrEnum):
    """Why nothing is sent to a webhook any more."""

    MEMBER = "member"
    FAILING = "failing"
    GONE = "gone"
    MAKER_LEFT = "maker_left"


class Webhook(Record, OfOrganisation):
    """An address that is told of some kinds of events (queries/webhook_kinds.py), until it is paused or ended.

    It is told of no more than who made it may read there.
    """

    __tablename__ = "webhook"
    __table_args__ = (UniqueConstraint("organisation_id", "id"),)

    url: Mapped[str] = mapped_column(String(500))
    kinds: Mapped[list[str]] = mapped_column(JSON)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    made_at: Mapped[datetime]
    paused_at: Mapped[datetime | None]
    paused_because: Mapped[Because | None]
    ended_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship()
    made_by: Mapped[User] = relationship()
    place: Mapped["WebhookPlace"] = relationship(
        primaryjoin="Webhook.id == foreign(WebhookPlace.webhook_id)", viewonly=True, uselist=False
    )


class WebhookSecret(OfOrganisation):
    """What deliveries are signed with, sealed by the installation's key. `until`: another has come in its place."""

    __tablename__ = "webhook_secret"
    __table_args__ = (within("webhook_id", "webhook"), Index("ix_webhook_secret_webhook", "webhook_id"))

    webhook_id: Mapped[int]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]
    until: Mapped[datetime | None]


class WebhookPlace(OfOrganisation):
    """How far a webhook was told: up to the entry `number` of the trail. `claim`: a clock has it until its lease ends.

    `attempts` and `failing_since` are of the entry that is next. `test`: the id of a test that somebody asked for.
    `asked_at`: when a clock had it last, so that webhooks take turns.
    """

    __tablename__ = "webhook_place"
    __table_args__ = (
        within("webhook_id", "webhook"),
        UniqueConstraint("organisation_id", "webhook_id"),
        Index("ix_webhook_place_asked_at", "asked_at", "id"),
    )

    webhook_id: Mapped[int]
    number: Mapped[int]
    test: Mapped[str | None] = mapped_column(String(60))
    attempts: Mapped[int] = mapped_column(default=0)
    failing_since: Mapped[datetime | None]
    due_at: Mapped[datetime]
    asked_at: Mapped[datetime]
    claim: Mapped[str | None] = mapped_column(String(64))
    claimed_until: Mapped[datetime | None]


class WebhookDelivery(OfOrganisation):
    """One try to deliver an event. `status`: what was answered, if anything was; `error` None: it was taken."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        within("webhook_id", "webhook"),
        Index("ix_webhook_delivery_list", "webhook_id", "id"),
        Index("ix_webhook_delivery_at", "at"),
    )

    webhook_id: Mapped[int]
    event: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    status: Mapped[int | None]
    error: Mapped[str | None] = mapped_column(String(200))
