"""Telling webhooks of what happened: one is claimed for a while, and what became of the try is noted.

Of each webhook one event is under way at a time, in the order of the trail. Whoever dies between sending and noting
leaves a claim that ends, and the next sends the same event once more, with the same id.
"""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import and_, delete, or_, select, update

from onboarding import clock
from onboarding.extensions import db, writing
from onboarding.messages import webhook_words as words
from onboarding.models.account import User
from onboarding.models.trail import Chain
from onboarding.models.webhook import Because, Webhook, WebhookDelivery, WebhookPlace
from onboarding.queries import members, rulings, webhooks as found
from onboarding.queries.webhook_kinds import TEST, Event
from onboarding.roles import Role
from onboarding.rules.programs import gives_up
from onboarding.services import outbox, webhooks
from onboarding.services.change import SYSTEM, change

LEASE = timedelta(minutes=5)  # longer than any one try can take: afterwards whoever claimed it is taken for dead
PAUSES = (  # the last again and again, for as many days as the rulebook says
    *(timedelta(minutes=each) for each in (1, 5, 15)),
    *(timedelta(hours=each) for each in (1, 4, 8)),
)
KEPT = timedelta(days=30)  # what was tried
KIND = "webhook"
GONE = 410


class Claimed(NamedTuple):
    """A webhook that is ours `until` the lease ends, and what to send there. `claim` proves it.

    `id` is that of the event: the same however often it is sent. `secrets`: it is signed with each.
    """

    place_id: int
    webhook_id: int
    claim: str
    until: datetime
    url: str
    id: str
    event: Event
    slug: str
    secrets: Sequence[bytes]


def claim() -> Claimed | None:
    """Take the webhook that waited longest, with the next that it is to be told. None where nothing is due."""
    while taken := _take():
        if claimed := _next(*taken):
            return claimed
    return None


def taken(claimed: Claimed, status: int) -> bool:
    """The receiver took it. False where the claim was lost meanwhile, to a clock that sends it again."""
    with writing():
        place = _held(claimed)
        if place is not None:
            _note(place, claimed, status, None)
            _go_on(place, claimed)
            if claimed.event.kind != TEST:
                place.attempts, place.failing_since, place.due_at = 0, None, clock.now()
        db.session.commit()
    return place is not None


def refused(claimed: Claimed, why: str, status: int | None) -> bool:
    """It was not delivered: tried again after a pause, or the webhook is paused and its organisation told. Whether so.

    Of a test nothing more is tried.
    """
    with change(SYSTEM) as under_way:
        webhook = db.session.get_one(Webhook, claimed.webhook_id, with_for_update={"of": Webhook})
        place = _held(claimed)
        if place is None:
            return False
        _note(place, claimed, status, why)
        if claimed.event.kind == TEST:
            _go_on(place, claimed)
            return False
        now = clock.now()
        place.claim = place.claimed_until = None
        place.attempts, place.failing_since = place.attempts + 1, place.failing_since or now
        place.due_at = now + PAUSES[min(place.attempts, len(PAUSES)) - 1]
        numbers = rulings.numbers(webhook.organisation_id, clock.day_of(now))
        over = status == GONE or gives_up(place.failing_since, now, numbers)
        if over and webhook.paused_at is None:
            webhooks.stop(under_way, webhook, Because.GONE if status == GONE else Because.FAILING)
            _tell(webhook)
    return over


def purge(now: datetime) -> None:
    """Forget what was tried long ago."""
    with writing():
        db.session.execute(delete(WebhookDelivery).where(WebhookDelivery.at <= now - KEPT))
        db.session.commit()


def _take() -> tuple[int, str, datetime] | None:
    db.session.rollback()  # what has begun as a reader could not write
    with writing():
        now, token = clock.now(), secrets.token_hex(16)
        behind = and_(Webhook.paused_at.is_(None), WebhookPlace.due_at <= now, Chain.number > WebhookPlace.number)
        first = (
            select(WebhookPlace.id)
            .join(Webhook, Webhook.id == WebhookPlace.webhook_id)
            .join(Chain, Chain.organisation_id == WebhookPlace.organisation_id)
            .where(
                Webhook.ended_at.is_(None),
                or_(WebhookPlace.test.is_not(None), behind),
                or_(WebhookPlace.claim.is_(None), WebhookPlace.claimed_until <= now),
            )
            .order_by(WebhookPlace.asked_at, WebhookPlace.id)
            .limit(1)
        )
        row = db.session.execute(
            update(WebhookPlace)
            .where(WebhookPlace.id == first.with_for_update(skip_locked=True, of=WebhookPlace).scalar_subquery())
            .values(claim=token, claimed_until=now + LEASE, asked_at=now)
            .returning(WebhookPlace.id)
            .execution_options(synchronize_session=False)
        ).first()
        db.session.commit()
    return (row[0], token, now + LEASE) if row else None


def _next(place_id: int, token: str, until: datetime) -> Claimed | None:
    """What to send to a webhook that was taken. None where it is nothing: then it is let go again, further on."""
    place = db.session.get_one(WebhookPlace, place_id, populate_existing=True)
    webhook = found.one(place.organisation_id, place.webhook_id)
    assert webhook
    kinds = found.kinds_for(webhook)
    if kinds is None:
        _stop(place_id, token, webhook.id)
        return None
    if place.test:
        event, id = Event(TEST, place.number, clock.now(), None), place.test
    else:
        following = found.next_of(webhook, kinds, place.number)
        if following.event is None:
            _pass_over(place_id, token, following.upto)
            return None
        event, id = following.event, _id_of(webhook, following.event)
    keys = [webhooks.opened(each) for each in found.secrets(webhook, clock.now())]
    claimed = Claimed(place_id, webhook.id, token, until, webhook.url, id, event, webhook.organisation.slug, keys)
    db.session.rollback()  # nothing is held while it is sent
    return claimed


def _id_of(webhook: Webhook, event: Event) -> str:
    """The id of an event for a webhook: follows from both, so that it is the same whoever sends it, and when.

    The hash of the entry, and not its number: after a backup is restored another entry can have that.
    """
    return f"msg_{hashlib.sha256(f'{webhook.id}:{event.hash}'.encode()).hexdigest()[:32]}"


def _pass_over(place_id: int, token: str, upto: int) -> None:
    with writing():
        mine = WebhookPlace.id == place_id, WebhookPlace.claim == token
        db.session.rollback()
        db.session.execute(update(WebhookPlace).where(*mine).values(number=upto, claim=None, claimed_until=None))
        db.session.commit()


def _stop(place_id: int, token: str, webhook_id: int) -> None:
    """Who added it left: nothing is sent any more, and those who stay are told."""
    with change(SYSTEM) as under_way:
        webhook = db.session.get_one(Webhook, webhook_id, with_for_update={"of": Webhook})
        mine = select(WebhookPlace).where(WebhookPlace.id == place_id, WebhookPlace.claim == token)
        place = db.session.scalar(mine.with_for_update())
        if place is None:
            return
        place.claim = place.claimed_until = place.test = None
        if webhook.paused_at is None:
            webhooks.stop(under_way, webhook, Because.MAKER_LEFT)
            _tell(webhook)


def _tell(webhook: Webhook) -> None:
    """Write to those who can mend it, each once."""
    assert webhook.paused_at
    assert webhook.paused_because
    why = found.WHY[webhook.paused_because]
    users = {each.id: each for role in (Role.ADMINISTRATOR, Role.MANAGER) for each in _with(webhook, role)}
    for user in users.values():
        key = f"webhook-paused:{webhook.id}:{int(webhook.paused_at.timestamp())}:{user.id}"
        sent = words.paused(user, webhook, why)
        outbox.write(webhook.organisation_id, key, KIND, user.email, *sent, about=[])


def _with(webhook: Webhook, role: Role) -> Sequence[User]:
    return members.with_role(webhook.organisation_id, role)


def _note(place: WebhookPlace, claimed: Claimed, status: int | None, error: str | None) -> None:
    of = {"organisation_id": place.organisation_id, "webhook_id": place.webhook_id}
    said = {"event": claimed.id, "kind": claimed.event.kind, "status": status, "error": error and error[:200]}
    db.session.add(WebhookDelivery(**of, **said, at=clock.now()))


def _go_on(place: WebhookPlace, claimed: Claimed) -> None:
    place.claim = place.claimed_until = None
    if claimed.event.kind == TEST:
        place.test = None
    else:
        place.number = claimed.event.number


def _held(claimed: Claimed) -> WebhookPlace | None:
    chosen = select(WebhookPlace).where(WebhookPlace.id == claimed.place_id, WebhookPlace.claim == claimed.claim)
    return db.session.scalar(chosen.with_for_update().execution_options(populate_existing=True))
