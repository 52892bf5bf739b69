"""A webhook is kept: its secret, who may have it told what, and when nothing is sent to it any more."""

import base64
import hmac
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from onboarding import clock
from onboarding.config import Config
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.jobs.webhook_sender import tell_due
from onboarding.models.account import User
from onboarding.models.message import Message
from onboarding.models.organisation import Organisation
from onboarding.models.trail import TrailEntry
from onboarding.models.webhook import Webhook, WebhookSecret
from onboarding.queries import members as known, trail_compare, webhooks as found
from onboarding.queries.webhook_kinds import Kind
from onboarding.roles import Role
from onboarding.rules.programs import gives_up
from onboarding.services import members, webhook_turns, webhooks
from onboarding.services.change import SYSTEM, Actor
from tests import word_rules
from tests.api.make import numbers
from tests.make import make_cohe, make_member, make_person
from tests.webhooks.make import later, make_webhook, place_of, tries
from tests.webhooks.receiver import Receiver, answering, hanging_up

HIRED = date(2026, 1, 5)


def refused(do: Callable[[], object]) -> str:
    with pytest.raises(OnboardingError) as error:
        do()
    return str(error.value)


def test_the_secret_is_kept_sealed(cohe: Organisation, webhook: Webhook) -> None:
    row = db.session.query(WebhookSecret).one()
    assert webhooks.opened(row) not in row.sealed
    assert webhooks.shown(make_cohe("lake"), row.id) is None


def test_a_replaced_secret_signs_beside_the_new_one_for_a_day(
    here: Config, cohe: Organisation, mona: User, webhook: Webhook, inbox: Receiver
) -> None:
    old = db.session.query(WebhookSecret).one()
    new = webhooks.replace_secret(Actor(mona.id, mona.name), cohe, webhook.id, old.id, numbers())
    keys = [webhooks.opened(new), webhooks.opened(old)]
    for hours, count in ((23.9, 2), (24.1, 1)):
        make_person(cohe, hired_on=HIRED)
        with later(hours=hours):
            assert tell_due(here) == {"taken": 1}
        got = inbox.got[-1]
        signed = f"{got.said['id']}.{got.headers['webhook-timestamp']}.".encode() + got.body
        signatures = [base64.b64encode(hmac.digest(key, signed, "sha256")).decode() for key in keys[:count]]
        assert got.headers["webhook-signature"] == " ".join(f"v1,{each}" for each in signatures)


def test_nothing_delivered_for_days_pauses_it_and_those_who_can_mend_it_are_told(
    here: Config, cohe: Organisation, mona: User, webhook: Webhook, inbox: Receiver
) -> None:
    make_member(cohe, Role.ADMINISTRATOR, Role.MANAGER, name="Alma Administrator")
    make_member(cohe, Role.HR, name="Hal Hr")
    make_person(cohe, hired_on=HIRED)
    inbox.behaves = hanging_up
    assert tell_due(here) == {"refused": 1}
    with later(days=2.9):
        assert tell_due(here) == {"refused": 1}
    with later(days=3.5):
        assert tell_due(here) == {"paused": 1}
        assert tell_due(here) == {}
    mails = db.session.query(Message).filter_by(kind="webhook").order_by(Message.subject, Message.id).all()
    assert len(mails) == 2
    assert all(inbox.url in each.body and f"/at/valley/webhooks/{webhook.id}" in each.body for each in mails)
    assert all("resume it once the receiver works again" in each.body for each in mails)
    assert [fault for each in mails for fault in word_rules.wrong(f"{each.subject}. {each.body}")] == []
    assert found.stopped(cohe.id) == 1
    inbox.behaves = answering(204)
    webhooks.resume(Actor(mona.id, mona.name), cohe, webhook.id)
    assert tell_due(here) == {"taken": 1}
    assert found.stopped(cohe.id) == 0
    assert len({each["id"] for each in inbox.said}) == 1


def test_gone_for_good_pauses_it_at_once(here: Config, cohe: Organisation, webhook: Webhook, inbox: Receiver) -> None:
    make_person(cohe, hired_on=HIRED)
    inbox.behaves = answering(410)
    assert tell_due(here) == {"paused": 1}
    entry = db.session.query(TrailEntry).filter_by(action="webhook.paused").one()
    assert entry.detail
    assert (entry.actor, (entry.detail.body or {})["because"]) == ("system", "gone")


def test_what_was_before_it_is_not_told_and_what_happened_while_it_was_paused_is(
    here: Config, cohe: Organisation, mona: User, inbox: Receiver
) -> None:
    make_person(cohe, hired_on=HIRED)
    webhook, actor = make_webhook(cohe, mona, inbox.url), Actor(mona.id, mona.name)
    assert tell_due(here) == {}
    webhooks.pause(actor, cohe, webhook.id)
    make_person(cohe, hired_on=HIRED)
    assert tell_due(here) == {}
    webhooks.ask_test(actor, cohe, webhook.id)
    assert tell_due(here) == {"taken": 1}
    assert (inbox.said[0]["kind"], inbox.said[0]["about"]) == ("test", None)
    webhooks.resume(actor, cohe, webhook.id)
    assert tell_due(here) == {"taken": 1}
    webhooks.end(actor, cohe, webhook.id)
    make_person(cohe, hired_on=HIRED)
    assert tell_due(here) == {}
    assert db.session.query(WebhookSecret).count() == 0


def test_a_test_that_fails_is_not_tried_again(
    here: Config, cohe: Organisation, mona: User, webhook: Webhook, inbox: Receiver
) -> None:
    webhooks.ask_test(Actor(mona.id, mona.name), cohe, webhook.id)
    inbox.behaves = answering(404)
    assert tell_due(here) == {"refused": 1}
    assert tell_due(here) == {}
    assert tries() == [("test", 404, "Answered: Not Found")]
    assert place_of(webhook).failing_since is None


def test_when_who_added_it_leaves_nothing_more_is_told_and_those_who_stay_are(
    here: Config, cohe: Organisation, mona: User, webhook: Webhook, inbox: Receiver
) -> None:
    make_member(cohe, Role.ADMINISTRATOR, name="Alma Administrator")
    make_person(cohe, hired_on=HIRED)
    for each in known.members(cohe.id).rows:
        if each.user_id == mona.id:
            members.end_membership(SYSTEM, cohe, each.id)
    assert tell_due(here) == {}
    db.session.refresh(webhook)
    assert webhook.paused_because is found.Because.MAKER_LEFT
    (mail,) = db.session.query(Message).filter_by(kind="webhook")
    assert "End it, and add another" in mail.body
    assert list(word_rules.wrong(f"{mail.subject}. {mail.body}")) == []
    assert inbox.got == []


def test_the_trail_knows_each_state_of_a_webhook(
    here: Config, cohe: Organisation, mona: User, webhook: Webhook
) -> None:
    actor = Actor(mona.id, mona.name)
    for do in (webhooks.pause, webhooks.resume, webhooks.ask_test, webhooks.end):
        do(actor, cohe, webhook.id)
        assert list(trail_compare.differences()) == []
    assert refused(lambda: webhooks.resume(actor, cohe, webhook.id)) == "This webhook ended."


def test_what_was_tried_is_forgotten_after_a_month(here: Config, cohe: Organisation, webhook: Webhook) -> None:
    make_person(cohe, hired_on=HIRED)
    tell_due(here)
    with later(days=29.9):
        webhook_turns.purge(clock.now())
    assert len(tries()) == 1
    with later(days=30.1):
        webhook_turns.purge(clock.now())
    assert tries() == []


def test_a_member_has_it_told_of_no_more_than_they_read(here: Config, cohe: Organisation, mona: User) -> None:
    alma = make_member(cohe, Role.ADMINISTRATOR)
    assert "no more than you may read" in refused(lambda: make_webhook(cohe, alma, "https://hr.example.org/in"))
    assert "at least one kind" in refused(lambda: make_webhook(cohe, mona, "https://hr.example.org/in", []))
    make_webhook(cohe, mona, "https://hr.example.org/in")
    assert "already" in refused(lambda: make_webhook(cohe, mona, "https://hr.example.org/in"))


def test_who_may_read_less_than_before_has_it_told_less(here: Config, cohe: Organisation, inbox: Receiver) -> None:
    """A manager who is a screener from now on: of staff nothing more is told, of applicants it still would be."""
    both = make_member(cohe, Role.MANAGER, Role.SCREENER, name="Bo Both")
    webhook = make_webhook(cohe, both, inbox.url)
    for each in known.members(cohe.id).rows:
        if each.user_id == both.id and each.role is Role.MANAGER:
            members.end_membership(SYSTEM, cohe, each.id)
    make_person(cohe, hired_on=HIRED)
    assert tell_due(here) == {}
    assert found.kinds_for(webhook) == [Kind.APPLICATION_HANDED_IN, Kind.DETERMINATION_RECORDED, Kind.RULING_ANSWERED]
    assert inbox.got == []


@pytest.mark.parametrize(("hours", "paused"), [(71.9, False), (72, True), (72.1, True)])
def test_it_is_paused_after_so_many_days_to_the_hour(hours: float, paused: bool, app: Flask) -> None:
    began = datetime(2026, 12, 1, 9, tzinfo=UTC)
    assert gives_up(began, began + timedelta(hours=hours), numbers()) is paused
