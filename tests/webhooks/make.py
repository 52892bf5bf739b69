"""A webhook of a COHE that goes to this machine, and how far it was told."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import timedelta

from flask import current_app

from onboarding import clock
from onboarding.config import Config
from onboarding.extensions import db
from onboarding.models.account import User
from onboarding.models.organisation import Organisation
from onboarding.models.webhook import Webhook, WebhookDelivery, WebhookPlace
from onboarding.queries.webhook_kinds import Kind
from onboarding.services import webhooks
from onboarding.services.change import Actor


def to_loopback(config: Config) -> Config:
    """The settings with which webhooks go to this machine, for the application that runs too."""
    allowed = config._replace(webhook_loopback=True)
    current_app.extensions["config"] = allowed
    return allowed


def make_webhook(cohe: Organisation, user: User, url: str, kinds: Iterable[Kind] = Kind) -> Webhook:
    secret = webhooks.add(Actor(user.id, user.name), cohe, user, url, list(kinds))
    return db.session.get_one(Webhook, secret.webhook_id)


def place_of(webhook: Webhook) -> WebhookPlace:
    db.session.rollback()
    return db.session.query(WebhookPlace).filter_by(webhook_id=webhook.id).populate_existing().one()


def tries() -> list[tuple[str, int | None, str | None]]:
    """What was tried, in order: of which kind, what was answered, and why it was not taken."""
    db.session.rollback()
    return [(each.kind, each.status, each.error) for each in db.session.query(WebhookDelivery).order_by("id")]


def later(**by: float) -> AbstractContextManager[None]:
    """Have it be so much later than it is."""
    return clock.as_if(clock.now() + timedelta(**by))
