"""How the installation fares: what waits for too long, and when what has to be done again and again was last done."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import func, select

from onboarding.extensions import db
from onboarding.models.message import Message, MessageState
from onboarding.models.packet import Packet, PacketBuild
from onboarding.models.trail import Chain, Checkpoint
from onboarding.models.webhook import Because, Webhook, WebhookPlace

LATE = timedelta(days=1)  # of a failed packet and a backup


class Mail(NamedTuple):
    """How many messages are due, since when the oldest, and how many were given up."""

    due: int
    since: datetime | None
    given_up: int


class Builds(NamedTuple):
    """How many packets wait to be built, how many failed within a day, and how long the latest took from being asked
    for.
    """

    waiting: int
    failed: int
    latest: timedelta | None


class Hooks(NamedTuple):
    """How many webhooks fail, and since when the one that waits longest; how many the product stopped."""

    failing: int
    since: datetime | None
    stopped: int


class Trail(NamedTuple):
    """How many entries no checkpoint covers yet, and when the latest checkpoint was made."""

    unsigned: int
    signed_at: datetime | None


def mail(organisation_id: int | None, now: datetime) -> Mail:
    """What an organisation has in the outbox; None: all of them, and messages of none, such as password resets."""
    due = Message.state.in_((MessageState.WAITING, MessageState.CLAIMED)) & (Message.due_at <= now)
    chosen = select(
        func.count(Message.id).filter(due),
        func.min(Message.due_at).filter(due),
        func.count(Message.id).filter(Message.state == MessageState.GIVEN_UP),
    )
    return Mail(*db.session.execute(_of(chosen, Message, organisation_id)).one())


def builds(organisation_id: int | None, now: datetime) -> Builds:
    """Of the packets of an organisation; None: of all."""
    counts = select(
        func.count(PacketBuild.id).filter(PacketBuild.finished_at.is_(None)),
        func.count(PacketBuild.id).filter(PacketBuild.because.is_not(None), PacketBuild.finished_at > now - LATE),
    )
    waiting, failed = db.session.execute(_of(counts, PacketBuild, organisation_id)).one()
    newest = (
        select(Packet.asked_at, PacketBuild.finished_at)
        .join(PacketBuild, PacketBuild.packet_id == Packet.id)
        .where(PacketBuild.finished_at.is_not(None), PacketBuild.because.is_(None))
        .order_by(PacketBuild.finished_at.desc(), PacketBuild.id.desc())
        .limit(1)
    )
    row = db.session.execute(_of(newest, Packet, organisation_id)).one_or_none()
    return Builds(waiting, failed, row[1] - row[0] if row else None)


def hooks() -> Hooks:
    """Of all organisations together: of those that did not end."""
    failing = Webhook.paused_at.is_(None) & WebhookPlace.failing_since.is_not(None)
    stopped = Webhook.paused_because.is_not(None) & (Webhook.paused_because != Because.MEMBER)
    chosen = (
        select(
            func.count(Webhook.id).filter(failing),
            func.min(WebhookPlace.failing_since).filter(failing),
            func.count(Webhook.id).filter(stopped),
        )
        .join(WebhookPlace, WebhookPlace.webhook_id == Webhook.id)
        .where(Webhook.ended_at.is_(None))
    )
    return Hooks(*db.session.execute(chosen).one())


def trail(organisation_id: int | None) -> Trail:
    """How far the trail of an organisation is signed; None: the trails of all together."""
    signed = select(func.max(Checkpoint.number)).where(Checkpoint.chain_id == Chain.id).scalar_subquery()
    unsigned = select(func.sum(Chain.number - func.coalesce(signed, 0)))
    newest = select(func.max(Checkpoint.made_at)).join(Chain, Chain.id == Checkpoint.chain_id)
    return Trail(
        int(db.session.scalar(_of(unsigned, Chain, organisation_id)) or 0),
        db.session.scalar(_of(newest, Chain, organisation_id)),
    )


def _of(chosen: Any, model: Any, organisation_id: int | None) -> Any:
    return chosen.where(model.organisation_id == organisation_id) if organisation_id else chosen
