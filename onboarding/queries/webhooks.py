"""Webhooks of an organisation: how each fares, what is next for it, and what was tried of late."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from onboarding import permissions
from onboarding.extensions import db
from onboarding.models import webhook as tables
from onboarding.models.trail import Chain, TrailEntry
from onboarding.models.webhook import Webhook, WebhookDelivery, WebhookSecret
from onboarding.queries import api_tokens, organisations
from onboarding.queries.webhook_kinds import KINDS, Event, Kind, event, for_those_who

Because = tables.Because
AT_ONCE = 50  # entries that are looked at before another webhook has its turn
SHOWN = 50  # tries on the page
WHY = {
    Because.MEMBER: "A member paused it.",
    Because.FAILING: "Nothing was delivered for days.",
    Because.GONE: "The receiver answered that the address is gone for good.",
    Because.MAKER_LEFT: "The person who added it has no role here any more.",
}


class State(StrEnum):
    """How a webhook fares."""

    WORKS = "works"
    FAILING = "failing"
    PAUSED = "paused"
    STOPPED = "stopped"
    ENDED = "ended"


class Listed(NamedTuple):
    """A webhook as its organisation sees it. `tried`: the latest try; `taken_at`: the latest that was taken."""

    webhook: Webhook
    state: State
    tried: WebhookDelivery | None
    taken_at: datetime | None


class Next(NamedTuple):
    """What is next for a webhook: an event, or none up to this entry of the trail."""

    event: Event | None
    upto: int


def state(webhook: Webhook) -> State:
    """How it fares. `stopped`: the product paused it, and somebody has to look."""
    if webhook.ended_at:
        return State.ENDED
    if webhook.paused_at:
        return State.PAUSED if webhook.paused_because is Because.MEMBER else State.STOPPED
    return State.FAILING if webhook.place.failing_since else State.WORKS


def listed(organisation_id: int) -> list[Listed]:
    """All webhooks of an organisation: those that somebody has to look at first, those that ended last."""
    rows = db.session.scalars(_with(organisation_id).order_by(Webhook.id.desc())).all()
    tried, taken = _last(organisation_id)
    order = (State.STOPPED, State.FAILING, State.WORKS, State.PAUSED, State.ENDED)
    found = [Listed(each, state(each), tried.get(each.id), taken.get(each.id)) for each in rows]
    return sorted(found, key=lambda each: order.index(each.state))


def one(organisation_id: int, id: int, _user_id: int | None = None) -> Webhook | None:
    """The webhook, if it is this organisation's."""
    return db.session.scalar(_with(organisation_id).where(Webhook.id == id))


def deliveries(webhook: Webhook) -> Sequence[WebhookDelivery]:
    """The tries of late, the latest first."""
    chosen = select(WebhookDelivery).where(WebhookDelivery.webhook_id == webhook.id)
    return db.session.scalars(chosen.order_by(WebhookDelivery.id.desc()).limit(SHOWN)).all()


def secrets(webhook: Webhook, now: datetime) -> Sequence[WebhookSecret]:
    """What it is signed with now, the newest first: while another took its place lately, the one before too."""
    works = or_(WebhookSecret.until.is_(None), WebhookSecret.until > now)
    chosen = select(WebhookSecret).where(WebhookSecret.webhook_id == webhook.id, works)
    return db.session.scalars(chosen.order_by(WebhookSecret.id.desc())).all()


def stopped(organisation_id: int) -> int:
    """How many of its webhooks the product paused, and nobody has looked at since."""
    return db.session.scalar(select(func.count(Webhook.id)).where(_stopped(organisation_id))) or 0


def is_stopped(organisation_id: int) -> ColumnElement[bool]:
    """Whether there is any of these."""
    return exists().where(_stopped(organisation_id))


def kinds_for(webhook: Webhook) -> list[Kind] | None:
    """What it is told of: what it is for, as far as who made it may read that today. None: they left."""
    if not api_tokens.maker_belongs(webhook):
        return None
    roles = organisations.roles_of(webhook.made_by)
    here = next((each.roles for each in roles if each.organisation.id == webhook.organisation_id), frozenset())
    return [each for each in for_those_who(permissions.of(here)) if each.value in webhook.kinds]


def next_of(webhook: Webhook, kinds: Sequence[Kind], number: int) -> Next:
    """The first event of these kinds after that entry of the trail. Entries come in the order of their numbers."""
    chain = db.session.scalars(select(Chain).where(Chain.organisation_id == webhook.organisation_id)).one()
    upto = chain.number  # before the entries are read: what comes in between is after it
    actions = [action.value for kind in kinds for action in KINDS[kind].actions]
    chosen = select(TrailEntry).where(
        TrailEntry.chain_id == chain.id, TrailEntry.action.in_(actions), TrailEntry.number > number
    )
    rows = db.session.scalars(chosen.order_by(TrailEntry.number).limit(AT_ONCE)).all()
    for row in rows:
        if happened := event(webhook.organisation_id, webhook.organisation.slug, row):
            return Next(happened, happened.number)
    return Next(None, rows[-1].number if len(rows) == AT_ONCE else upto)


def _stopped(organisation_id: int) -> ColumnElement[bool]:
    of = Webhook.organisation_id == organisation_id, Webhook.ended_at.is_(None)
    return and_(*of, Webhook.paused_because.is_not(None), Webhook.paused_because != Because.MEMBER)


def _with(organisation_id: int) -> Select[Webhook]:
    chosen = select(Webhook).where(Webhook.organisation_id == organisation_id)
    return chosen.options(joinedload(Webhook.place), joinedload(Webhook.made_by), joinedload(Webhook.organisation))


def _last(organisation_id: int) -> tuple[dict[int, WebhookDelivery], dict[int, datetime]]:
    """The latest try of each webhook, and when the latest was taken."""
    of = WebhookDelivery.organisation_id == organisation_id
    newest = select(func.max(WebhookDelivery.id)).where(of).group_by(WebhookDelivery.webhook_id)
    tried = db.session.scalars(select(WebhookDelivery).where(WebhookDelivery.id.in_(newest)))
    best = select(WebhookDelivery.webhook_id, func.max(WebhookDelivery.at)).where(of, WebhookDelivery.error.is_(None))
    taken = db.session.execute(best.group_by(WebhookDelivery.webhook_id))
    return {each.webhook_id: each for each in tried}, {row[0]: row[1] for row in taken}
