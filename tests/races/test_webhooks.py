"""Two who change one webhook at the same moment: the second is told, and what was ended stays so."""

from collections.abc import Callable

import pytest
from flask import Flask

from onboarding.extensions import db
from onboarding.models.account import User
from onboarding.models.organisation import Organisation
from onboarding.models.webhook import Webhook, WebhookSecret
from onboarding.queries.webhook_kinds import Kind
from onboarding.roles import Role
from onboarding.services import webhooks
from onboarding.services.change import Actor
from tests.accounts.race import at_once
from tests.examples import TIMES
from tests.make import make_cohe, make_member
from tests.races.told import refused
from tests.stored import on_postgresql
from tests.webhooks.make import make_webhook, to_loopback

pytestmark = on_postgresql
TRIALS = 3 * TIMES


@pytest.fixture
def valley(app: Flask) -> Organisation:
    to_loopback(app.extensions["config"])
    return make_cohe()


@pytest.fixture
def managers(valley: Organisation) -> list[User]:
    return [make_member(valley, Role.MANAGER) for _ in range(2)]


@pytest.fixture
def webhook(valley: Organisation, managers: list[User]) -> Webhook:
    return make_webhook(valley, managers[0], "http://127.0.0.1:9/in")


def editing(valley: Organisation, user: User, webhook: Webhook, kind: Kind) -> Callable[[], bool]:
    """Whether having it told of this kind alone, as the page of now shows it, is refused."""
    actor, user_id, id, url, seen = (
        Actor(user.id, user.name),
        user.id,
        webhook.id,
        webhook.url,
        webhooks.as_seen(webhook),
    )

    def edit() -> None:
        cohe, by = db.session.merge(valley, load=False), db.session.get_one(User, user_id)
        webhooks.edit(actor, cohe, by, id, url, [kind], seen)

    return refused(edit)


@pytest.mark.parametrize("number", range(TRIALS))
def test_of_two_edits_of_one_page_one_is_told(
    app: Flask, valley: Organisation, managers: list[User], webhook: Webhook, number: int
) -> None:
    kinds = Kind.STAFF_HIRED, Kind.STAFF_ENDED
    told = at_once(app, [editing(valley, *each) for each in zip(managers, [webhook] * 2, kinds, strict=True)])
    assert sorted(told) == [False, True]
    db.session.rollback()
    assert db.session.query(Webhook).one().kinds == [kinds[told.index(False)]]


@pytest.mark.parametrize("number", range(TRIALS))
def test_what_is_ended_meanwhile_is_not_edited_back_to_life(
    app: Flask, valley: Organisation, managers: list[User], webhook: Webhook, number: int
) -> None:
    actor, id = Actor(managers[1].id, managers[1].name), webhook.id
    edit = editing(valley, managers[0], webhook, Kind.STAFF_HIRED)
    _, ended = at_once(app, [edit, refused(lambda: webhooks.end(actor, db.session.merge(valley, load=False), id))])
    assert not ended
    db.session.rollback()
    assert db.session.query(Webhook).one().ended_at
    assert db.session.query(WebhookSecret).count() == 0
