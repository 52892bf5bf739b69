"""What goes to a webhook, and what is written to members about one: the addresses of pages and of the API in both."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from flask import current_app, render_template

from onboarding import clock
from onboarding.config import Config
from onboarding.messages.words import Words, address
from onboarding.models.account import User
from onboarding.models.webhook import Because, Webhook
from onboarding.queries.webhook_kinds import Event

BASE = "/api/v1"


def body(id: str, event: Event, slug: str) -> bytes:
    """An event as JSON: what happened when, and where the API says more. Nothing of anybody's is in it."""
    config: Config = current_app.extensions["config"]
    about = f"{config.base_url}{BASE}{event.about}" if event.about else None
    said = {"id": id, "kind": str(event.kind), "occurred_at": clock.in_utc(event.at), "cohe": slug, "about": about}
    return json.dumps(said).encode()


def headers(id: str, at: datetime, body: bytes, secrets: Sequence[bytes]) -> Mapping[str, str]:
    """The headers of a delivery, signed by each secret, as https://www.standardwebhooks.com says."""
    timestamp = str(int(at.timestamp()))
    signed = f"{id}.{timestamp}.".encode() + body
    signatures = (base64.b64encode(hmac.digest(each, signed, hashlib.sha256)).decode() for each in secrets)
    return {
        "webhook-id": id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(f"v1,{each}" for each in signatures),
    }


def paused(user: User, webhook: Webhook, why: str) -> Words:
    """To a member who can mend it: nothing goes to a webhook any more."""
    link = address("webhooks.show", organisation=webhook.organisation.slug, id=webhook.id)
    said = {"left": webhook.paused_because is Because.MAKER_LEFT, "why": why, "link": link}
    body = render_template("emails/webhook_paused.txt", user=user, webhook=webhook, **said)
    return Words(f"A webhook of {webhook.organisation.name} was paused", body)
