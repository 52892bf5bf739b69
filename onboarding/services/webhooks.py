"""Webhooks: an address is added, changed, its secret replaced, a test asked for, paused, resumed and ended.

Sending to it is `webhook_turns.py`.
"""

import base64
import hashlib
import secrets
from collections.abc import Collection

from flask import current_app
from sqlalchemy import select

from onboarding import clock, permissions
from onboarding.actions import Action
from onboarding.documents import sealing
from onboarding.errors import ChangedMeanwhileError, NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.messages import reachable
from onboarding.models.account import User
from onboarding.models.organisation import Organisation
from onboarding.models.trail import Chain
from onboarding.models.webhook import Because, Webhook, WebhookPlace, WebhookSecret
from onboarding.queries import api_tokens, organisations, webhooks as found
from onboarding.queries.webhook_kinds import Kind, for_those_who
from onboarding.rules.numbers import Numbers
from onboarding.rules.programs import old_secret_until
from onboarding.services import names, seals
from onboarding.services.change import Actor, Change, change
from onboarding.services.locks import lock_organisation

BEGINS = "whsec_"  # as Standard Webhooks writes a secret
BYTES = 32
MOST = 20  # that did not end, of one organisation


def offered(organisation: Organisation, user: User) -> list[Kind]:
    """The kinds of events that the user can have an address told of: those that they may read themselves."""
    at = next((each for each in organisations.roles_of(user) if each.organisation.id == organisation.id), None)
    return for_those_who(permissions.of(at.roles)) if at else []


def add(actor: Actor, organisation: Organisation, user: User, url: str, kinds: Collection[Kind]) -> WebhookSecret:
    """Have an address told of what happens from now on; the sealed secret that deliveries are signed with.

    Raises OnboardingError for an address that nothing is sent to, that is there already, or that names somebody of the
    COHE, and for kinds that the user may not read.
    """
    reachable.target(url, reachable.allowed(current_app.extensions["config"]))
    with change(actor) as under_way:
        lock_organisation(organisation.id)
        names.refuse(organisation.id, url=url)
        _refuse(organisation, user, url, kinds)
        now = clock.now()
        webhook = Webhook(
            organisation_id=organisation.id,
            url=url,
            kinds=[each.value for each in Kind if each in kinds],
            made_by_id=user.id,
            made_at=now,
        )
        db.session.add(webhook)
        db.session.flush()
        chain = db.session.scalars(select(Chain).where(Chain.organisation_id == organisation.id)).one()
        begins = {"number": chain.number, "due_at": now, "asked_at": now}
        db.session.add(WebhookPlace(organisation_id=organisation.id, webhook_id=webhook.id, **begins))
        secret = _new_secret(webhook)
        under_way.record(organisation.id, Action.WEBHOOK_ADDED, webhook, kinds=webhook.kinds)
    return secret


def edit(
    actor: Actor, organisation: Organisation, user: User, id: int, url: str, kinds: Collection[Kind], seen: str
) -> None:
    """Have another address told, or of other kinds, from the next event on. A new address gets a test first.

    The secret stays: it is the same receiver, moved. `seen`: what the page showed (`as_seen`). Raises OnboardingError
    as `add` does, and where nothing would change; ChangedMeanwhileError.
    """
    reachable.target(url, reachable.allowed(current_app.extensions["config"]))
    with change(actor) as under_way:
        lock_organisation(organisation.id)
        webhook = _lock(organisation, id)
        if as_seen(webhook) != seen:
            raise ChangedMeanwhileError("Somebody changed this webhook. Look at what it is now, and change it again.")
        names.refuse(organisation.id, url=url)
        _refuse_kinds(organisation, user, kinds)
        chosen, moved = [each.value for each in Kind if each in kinds], url != webhook.url
        if not moved and chosen == webhook.kinds:
            raise OnboardingError("Nothing was changed: this is how it is already.")
        if moved:
            _refuse_known(organisation, url)
            _begin_anew(webhook)
        webhook.url, webhook.kinds = url, chosen
        under_way.record(organisation.id, Action.WEBHOOK_CHANGED, webhook, kinds=chosen, moved=moved)


def as_seen(webhook: Webhook) -> str:
    """What a page shows of it that can be changed, so that two who change it at once are told of each other."""
    return hashlib.sha256(" ".join([webhook.url, *webhook.kinds]).encode()).hexdigest()


def _begin_anew(webhook: Webhook) -> None:
    """What is under way to the old address counts for nothing; the new one is tried at once, by a test first."""
    place = _place(webhook)
    place.claim = place.claimed_until = place.failing_since = None
    place.attempts, place.due_at, place.test = 0, clock.now(), f"test_{secrets.token_hex(12)}"


def replace_secret(actor: Actor, organisation: Organisation, id: int, seen: int, numbers: Numbers) -> WebhookSecret:
    """Sign with another secret from now on, and for a while with the one before too; the sealed new one.

    `seen`: the secret that the page was about, by its number. Raises OnboardingError where another replaced it already.
    """
    with change(actor) as under_way:
        webhook = _lock(organisation, id)
        now = clock.now()
        before = found.secrets(webhook, now)
        if before[0].id != seen:
            raise OnboardingError("The secret was replaced already. Nothing was changed.")
        for each in before:
            each.until = old_secret_until(now, numbers) if each.until is None else each.until
        secret = _new_secret(webhook)
        under_way.record(organisation.id, Action.WEBHOOK_SECRET_REPLACED, webhook)
    return secret


def ask_test(actor: Actor, organisation: Organisation, id: int) -> None:
    """Have a test sent, also where it is paused. Asked for again before it went, nothing more is sent."""
    with change(actor) as under_way:
        webhook = _lock(organisation, id)
        place = _place(webhook)
        if place.test is None:
            place.test = f"test_{secrets.token_hex(12)}"
            under_way.record(organisation.id, Action.WEBHOOK_TESTED, webhook)


def pause(actor: Actor, organisation: Organisation, id: int) -> None:
    """Send nothing there until it is resumed. Raises OnboardingError where it is paused."""
    with change(actor) as under_way:
        webhook = _lock(organisation, id)
        if webhook.paused_at:
            raise OnboardingError("This webhook was paused already.")
        stop(under_way, webhook, Because.MEMBER)


def resume(actor: Actor, organisation: Organisation, id: int) -> None:
    """Go on where it stopped, at once. Raises OnboardingError where it runs, or who added it left."""
    with change(actor) as under_way:
        webhook = _lock(organisation, id)
        if not webhook.paused_at:
            raise OnboardingError("This webhook was resumed already.")
        if not api_tokens.maker_belongs(webhook):
            raise OnboardingError("Who added this webhook has no role here any more. End it, and add another.")
        webhook.paused_at = webhook.paused_because = None
        place = _place(webhook)
        place.attempts, place.failing_since, place.due_at = 0, None, clock.now()
        under_way.record(organisation.id, Action.WEBHOOK_RESUMED, webhook)


def end(actor: Actor, organisation: Organisation, id: int) -> None:
    """Never send anything there again, and destroy its secrets."""
    with change(actor) as under_way:
        webhook = _lock(organisation, id)
        webhook.ended_at = clock.now()
        place = _place(webhook)
        place.test = place.claim = place.claimed_until = None
        for each in db.session.scalars(select(WebhookSecret).where(WebhookSecret.webhook_id == webhook.id)):
            db.session.delete(each)
        under_way.record(organisation.id, Action.WEBHOOK_ENDED, webhook)


def stop(under_way: Change, webhook: Webhook, because: Because) -> None:
    """Pause it in the change under way."""
    webhook.paused_at, webhook.paused_because = clock.now(), because
    under_way.record(webhook.organisation_id, Action.WEBHOOK_PAUSED, webhook, because=because.value)


def opened(secret: WebhookSecret) -> bytes:
    """The secret itself. Raises SealError."""
    return sealing.unseal(seals.master(), secret.sealed, _about(secret.organisation_id, secret.webhook_id))


def shown(organisation: Organisation, id: int) -> tuple[int, str] | None:
    """A secret as receivers take it, with the webhook that it is of; None where it is not this organisation's."""
    chosen = select(WebhookSecret).where(WebhookSecret.organisation_id == organisation.id, WebhookSecret.id == id)
    row = db.session.scalar(chosen)
    return (row.webhook_id, BEGINS + base64.b64encode(opened(row)).decode()) if row else None


def _new_secret(webhook: Webhook) -> WebhookSecret:
    """Raises OtherKeyError where the installation's key is not that of its records."""
    seals.refuse_other(current_app.extensions["config"])
    about = _about(webhook.organisation_id, webhook.id)
    sealed = sealing.seal(seals.master(), secrets.token_bytes(BYTES), about)
    of = {"organisation_id": webhook.organisation_id, "webhook_id": webhook.id}
    row = WebhookSecret(**of, sealed=sealed, made_at=clock.now())
    db.session.add(row)
    db.session.flush()
    return row


def _about(organisation_id: int, webhook_id: int) -> str:
    return f"webhook:{organisation_id}:{webhook_id}"


def _refuse(organisation: Organisation, user: User, url: str, kinds: Collection[Kind]) -> None:
    _refuse_kinds(organisation, user, kinds)
    if _refuse_known(organisation, url) >= MOST:
        raise OnboardingError(f"There are {MOST} webhooks already. End those that are not used any more.")


def _refuse_kinds(organisation: Organisation, user: User, kinds: Collection[Kind]) -> None:
    if not kinds:
        raise OnboardingError("Choose at least one kind of event.", "kinds")
    if not set(kinds) <= set(offered(organisation, user)):
        raise OnboardingError("A webhook is told of no more than you may read yourself. Choose less.", "kinds")


def _refuse_known(organisation: Organisation, url: str) -> int:
    """How many there are that did not end; of which none has this address."""
    there = [each.webhook for each in found.listed(organisation.id) if each.webhook.ended_at is None]
    if any(each.url == url for each in there):
        raise OnboardingError("There is a webhook for this address already.", "url")
    return len(there)


def _lock(organisation: Organisation, id: int) -> Webhook:
    """Be the only one who changes it. Raises NotFoundError, and OnboardingError where it ended."""
    chosen = select(Webhook).where(Webhook.organisation_id == organisation.id, Webhook.id == id)
    webhook = db.session.scalar(chosen.with_for_update(of=Webhook).execution_options(populate_existing=True))
    if webhook is None:
        raise NotFoundError
    if webhook.ended_at:
        raise OnboardingError("This webhook ended.")
    return webhook


def _place(webhook: Webhook) -> WebhookPlace:
    """Its place, locked after it: in this order everywhere."""
    chosen = select(WebhookPlace).where(WebhookPlace.webhook_id == webhook.id)
    return db.session.scalars(chosen.with_for_update().execution_options(populate_existing=True)).one()
