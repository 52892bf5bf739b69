"""Webhooks are told what happened: in order, at least once, signed, with the same id however often, and of nobody."""

import base64
import hmac
import json
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from onboarding.config import Config
from onboarding.extensions import db
from onboarding.jobs.webhook_sender import tell_due
from onboarding.models.account import User
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.trail import TrailEntry
from onboarding.models.webhook import Webhook, WebhookSecret
from onboarding.models.work import MailHold
from onboarding.permissions import TokenScope
from onboarding.queries import webhooks as found
from onboarding.queries.webhook_kinds import Kind, event
from onboarding.roles import StaffRole
from onboarding.services import people, sending, webhook_turns, webhooks
from onboarding.services.change import SYSTEM
from tests.accounts.race import at_once
from tests.api.make import Program, make_token
from tests.make import make_cohe, make_person
from tests.webhooks.make import later, make_webhook, place_of, tries
from tests.webhooks.receiver import Receiver, answering, receiver

HIRED = date(2026, 1, 5)


def end(person: Person) -> None:
    facts = people.PostingFacts(StaffRole.HSC, HIRED, date(2026, 6, 30), "Left.")
    people.record_posting(SYSTEM, person, facts, person.revision)


def test_what_happens_is_told_in_order_and_the_api_says_more(
    app: Flask, here: Config, cohe: Organisation, mona: User, webhook: Webhook, inbox: Receiver
) -> None:
    ana = make_person(cohe, "Ana Ruiz", hired_on=HIRED)
    end(ana)
    assert tell_due(here) == {"taken": 2}
    assert [each["kind"] for each in inbox.said] == ["staff.hired", "staff.corrected"]
    first = inbox.said[0]
    assert first.keys() == {"id", "kind", "occurred_at", "cohe", "about"}
    assert (first["cohe"], first["about"]) == ("valley", f"{here.base_url}/api/v1/cohes/valley/staff/{ana.id}")
    assert datetime.fromisoformat(first["occurred_at"]) <= datetime.now(UTC)
    assert "Ana" not in str([each.body for each in inbox.got])
    program = Program(app, make_token(cohe, mona, scopes=[TokenScope.READ_STAFF]))
    assert program.get(first["about"].partition("/api/v1")[2]).get_json()["name"] == "Ana Ruiz"
    assert tell_due(here) == {}


def test_it_is_signed_over_id_timestamp_and_body(
    here: Config, cohe: Organisation, webhook: Webhook, inbox: Receiver
) -> None:
    shown = webhooks.shown(cohe, db.session.query(WebhookSecret).one().id)
    assert shown
    make_person(cohe, hired_on=HIRED)
    tell_due(here)
    (got,) = inbox.got
    key = base64.b64decode(shown[1].removeprefix("whsec_"))
    signed = f"{got.headers['webhook-id']}.{got.headers['webhook-timestamp']}.".encode() + got.body
    assert got.headers["webhook-signature"] == f"v1,{base64.b64encode(hmac.digest(key, signed, 'sha256')).decode()}"
    assert got.headers["webhook-id"] == got.said["id"]
    assert abs(int(got.headers["webhook-timestamp"]) - datetime.now(UTC).timestamp()) < 60
    assert got.path == "/hooks?from=home"
    assert got.headers["host"] == f"127.0.0.1:{inbox.port}"


def test_what_fails_is_tried_again_after_growing_pauses_with_the_same_id_and_holds_up_the_next(
    here: Config, cohe: Organisation, webhook: Webhook, inbox: Receiver
) -> None:
    make_person(cohe, hired_on=HIRED)
    make_person(cohe, hired_on=HIRED)
    inbox.behaves = answering(500)
    assert tell_due(here) == {"refused": 1}
    assert tell_due(here) == {}
    with later(seconds=59):
        assert tell_due(here) == {}
    with later(minutes=1.1):
        assert tell_due(here) == {"refused": 1}
    with later(minutes=6):
        assert tell_due(here) == {}
    assert found.state(webhook) is found.State.FAILING
    inbox.behaves = answering(200, b"thanks")
    with later(minutes=6.2):
        assert tell_due(here) == {"taken": 2}
    assert [each["id"] == inbox.said[0]["id"] for each in inbox.said] == [True, True, True, False]
    assert tries()[0] == ("staff.hired", 500, "Answered: Internal Server Error")
    assert tries()[-1] == ("staff.hired", 200, None)
    assert place_of(webhook).failing_since is None


def test_a_clock_that_dies_between_sending_and_noting_leaves_it_to_be_sent_again_with_the_same_id(
    here: Config, cohe: Organisation, webhook: Webhook, inbox: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_person(cohe, hired_on=HIRED)

    def killed(*_: object) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(webhook_turns, "taken", killed)
        with pytest.raises(KeyboardInterrupt):
            tell_due(here)
    assert tell_due(here) == {}
    with later(minutes=4.9):
        assert tell_due(here) == {}
    with later(minutes=5.1):
        assert tell_due(here) == {"taken": 1}
    assert len(inbox.got) == 2
    assert len({each["id"] for each in inbox.said}) == 1


def test_a_clock_whose_lease_ended_notes_nothing(here: Config, cohe: Organisation, webhook: Webhook) -> None:
    make_person(cohe, hired_on=HIRED)
    first = webhook_turns.claim()
    with later(minutes=6):
        second = webhook_turns.claim()
    assert first
    assert second
    assert first.id == second.id
    assert not webhook_turns.taken(first, 200)
    assert not webhook_turns.refused(first, "late", None)
    assert webhook_turns.taken(second, 200)
    assert len(tries()) == 1


def test_two_clocks_send_each_event_once_and_in_order(
    app: Flask, here: Config, cohe: Organisation, webhook: Webhook, inbox: Receiver
) -> None:
    for _ in range(6):
        make_person(cohe, hired_on=HIRED)
    db.session.rollback()
    counts = at_once(app, [lambda: tell_due(here) for _ in range(3)])
    assert sum(each["taken"] for each in counts) + tell_due(here)["taken"] == 6
    ids = [each["about"] for each in inbox.said]
    assert len(inbox.got) == 6
    assert ids == sorted(ids, key=lambda about: int(about.rpartition("/")[2]))


def test_two_webhooks_are_told_apart_and_one_that_fails_holds_up_no_other(
    here: Config, cohe: Organisation, mona: User, webhook: Webhook, inbox: Receiver
) -> None:
    with receiver() as other:
        packets = make_webhook(cohe, mona, other.url, [Kind.PACKET_ISSUED])
        good = make_webhook(cohe, mona, f"{other.url}&two", [Kind.STAFF_HIRED])
        make_person(cohe, hired_on=HIRED)
        inbox.behaves = answering(503)
        assert tell_due(here) == {"refused": 1, "taken": 1}
        assert [each.path for each in other.got] == ["/hooks?from=home&two"]
        assert other.said[0]["id"] != inbox.said[0]["id"]
    assert place_of(packets).number > place_of(webhook).number
    assert place_of(good).number > place_of(webhook).number


def test_another_cohe_is_told_nothing(here: Config, webhook: Webhook, inbox: Receiver) -> None:
    make_person(make_cohe("lake"), hired_on=HIRED)
    assert tell_due(here) == {}
    assert inbox.got == []


def test_what_was_erased_before_it_was_told_is_passed_over(here: Config, cohe: Organisation, webhook: Webhook) -> None:
    gone, stays = make_person(cohe, "Ben Bright", hired_on=HIRED), make_person(cohe, hired_on=HIRED)
    entries = db.session.query(TrailEntry).filter_by(action="posting.recorded").order_by(TrailEntry.number).all()
    subject = f"posting:{gone.posting_id}"
    assert [each.subject for each in entries] == [subject, f"posting:{stays.posting_id}"]
    entries[0] = TrailEntry(subject="posting:999999", action="posting.recorded", at=entries[0].at, number=1, hash="x")
    assert event(cohe.id, cohe.slug, entries[0]) is None
    db.session.rollback()


def test_the_body_is_json(here: Config, cohe: Organisation, webhook: Webhook, inbox: Receiver) -> None:
    make_person(cohe, hired_on=HIRED)
    tell_due(here)
    assert json.loads(inbox.got[0].body) == inbox.said[0]
    assert inbox.got[0].headers["content-type"] == "application/json"


def test_from_a_restored_copy_nothing_is_sent_until_it_is_released(
    here: Config, cohe: Organisation, webhook: Webhook, inbox: Receiver
) -> None:
    make_person(cohe, hired_on=HIRED)
    db.session.add(MailHold(because="a copy", since_at=datetime.now(UTC)))
    db.session.commit()
    assert tell_due(here) == {}
    sending.release(SYSTEM)
    assert tell_due(here) == {"taken": 1}
