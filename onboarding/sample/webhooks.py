"""Webhooks: one that took a test, and one that is paused. Their addresses lead nowhere."""

from http import HTTPStatus
from typing import Any

from onboarding.queries import organisations, webhooks as found
from onboarding.queries.webhook_kinds import Kind
from onboarding.sample.members import account_of
from onboarding.sample.organisations import CEDAR
from onboarding.services import webhook_turns, webhooks
from onboarding.services.change import Actor

WORKS, PAUSED = "https://hr.sample.example/hooks", "https://payroll.sample.example/hooks"
KINDS = (Kind.STAFF_HIRED, Kind.STAFF_ENDED, Kind.TRAINING_RECORDED)


def load() -> None:
    """Add the webhooks that were never added."""
    cohe, user = organisations.by_slug(CEDAR.slug), account_of("Max Moreno")
    assert cohe
    actor = Actor(user.id, user.name)
    known = {each.webhook.url: each.webhook for each in found.listed(cohe.id)}
    for url in (PAUSED, WORKS):
        if url not in known:
            id = webhooks.add(actor, cohe, user, url, KINDS).webhook_id
            if url == PAUSED:
                webhooks.pause(actor, cohe, id)
            else:
                _tested(actor, cohe, id)


def _tested(actor: Actor, cohe: Any, id: int) -> None:
    """Have it as if a test was taken there: nothing of the sample world is sent anywhere."""
    webhooks.ask_test(actor, cohe, id)
    if claimed := webhook_turns.claim():
        webhook_turns.taken(claimed, HTTPStatus.NO_CONTENT)
