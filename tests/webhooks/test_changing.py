"""A webhook is changed: another address with the same secret, or other events; and it tells of bookings and rulings."""

import json
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from onboarding import clock, create_app
from onboarding.actions import Action
from onboarding.config import Config
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.jobs.webhook_sender import tell_due
from onboarding.models.account import User
from onboarding.models.organisation import Organisation
from onboarding.models.trail import TrailEntry
from onboarding.models.webhook import Webhook
from onboarding.queries import trail, webhooks as found
from onboarding.queries.webhook_kinds import Kind
from onboarding.roles import Role
from onboarding.services import bookings, organisations, rulings, training_sessions, webhook_turns, webhooks
from onboarding.services.change import SYSTEM, Actor
from tests.api.make import Program, make_token
from tests.make import make_cohe, make_lni, make_member, make_person, make_ruling, sign_in
from tests.page import fetch
from tests.status.test_metrics import GIVEN, TOKEN, measured
from tests.stored import on_sqlite
from tests.training_sessions.make import law, make_session, make_visit
from tests.webhooks.make import later, make_webhook, place_of, tries
from tests.webhooks.receiver import Receiver, answering, receiver


def moved(cohe: Organisation, user: User, webhook: Webhook, url: str, kinds: list[Kind] | None = None) -> None:
    changed = webhook.kinds if kinds is None else [each.value for each in kinds]
    seen = webhooks.as_seen(webhook)
    webhooks.edit(Actor(user.id, user.name), cohe, user, webhook.id, url, [Kind(each) for each in changed], seen)


def test_a_new_address_gets_a_test_and_what_the_old_one_did_not_take(
    here: Config, cohe: Organisation, mona: User, webhook: Webhook, inbox: Receiver
) -> None:
    make_person(cohe, hired_on=date(2026, 1, 5))
    inbox.behaves = answering(503)
    tell_due(here)
    before = webhooks.opened(found.secrets(webhook, clock.now())[0])
    with receiver() as other:
        moved(cohe, mona, webhook, other.url)
        tell_due(here)
        assert [each["kind"] for each in other.said] == ["test", "staff.hired"]
    assert tries() == [
        ("staff.hired", 503, "Answered: Service Unavailable"),
        ("test", 204, None),
        ("staff.hired", 204, None),
    ]
    assert place_of(webhook).failing_since is None
    assert webhooks.opened(found.secrets(webhook, clock.now())[0]) == before
    told = [each.action for each in trail.listed(cohe.id, trail.Filters()).rows if each.action.startswith("webhook")]
    assert told == ["webhook.changed", "webhook.added"]


def test_what_is_under_way_to_the_old_address_counts_for_nothing(
    here: Config, cohe: Organisation, mona: User, webhook: Webhook
) -> None:
    make_person(cohe, hired_on=date(2026, 1, 5))
    claimed = webhook_turns.claim()
    assert claimed
    db.session.rollback()
    with receiver() as other:
        moved(cohe, mona, webhook, other.url)
        assert not webhook_turns.taken(claimed, 200)
        tell_due(here)
        assert other.said[1]["id"] == claimed.id


def test_other_events_are_told_from_then_on(
    here: Config, cohe: Organisation, mona: User, webhook: Webhook, inbox: Receiver
) -> None:
    moved(cohe, mona, webhook, webhook.url, [Kind.STAFF_ENDED])
    make_person(cohe, hired_on=date(2026, 1, 5))
    tell_due(here)
    assert inbox.said == []  # no test either: the address is the one it was


def test_it_is_changed_by_who_may_read_what_it_tells_and_seen_as_it_is(
    here: Config, cohe: Organisation, mona: User, webhook: Webhook
) -> None:
    administrator = make_member(cohe, Role.ADMINISTRATOR)
    with pytest.raises(OnboardingError, match="no more than you may read"):
        moved(cohe, administrator, webhook, "https://mine.example.org/in")
    with pytest.raises(OnboardingError, match="Nothing was changed"):
        moved(cohe, mona, webhook, webhook.url)
    make_webhook(cohe, mona, "https://other.example.org/in")
    with pytest.raises(OnboardingError, match="already"):
        moved(cohe, mona, webhook, "https://other.example.org/in")
    with pytest.raises(OnboardingError, match="Somebody changed this webhook"):
        webhooks.edit(Actor(mona.id, mona.name), cohe, mona, webhook.id, webhook.url, [Kind.STAFF_HIRED], "before")


@on_sqlite
def test_it_is_changed_on_its_page(app: Flask, here: Config, cohe: Organisation, mona: User, webhook: Webhook) -> None:
    client: FlaskClient = sign_in(app.test_client(), mona)
    page = fetch(client, "/at/valley/webhooks/1/edit")
    other = fetch(client, "/at/valley/webhooks/1/edit")
    shown = page.submit(url="https://moved.example.org/in", kinds=["staff.ended"])
    assert "A new address gets a test within seconds." in shown.main
    assert "Webhook to https://moved.example.org/in" in shown.main
    late = other.submit(url="https://third.example.org/in", kinds=["staff.hired"])
    assert "Somebody changed this webhook." in late.main
    assert "Webhook to https://third.example.org/in" in late.submit().main
    administrator = sign_in(app.test_client(), make_member(cohe, Role.ADMINISTRATOR))
    assert "ask a manager to change it" in fetch(administrator, "/at/valley/webhooks/1/edit").main
    shown = fetch(administrator, "/at/valley/webhooks/1")
    assert "A manager can change the address or the events." in shown.main
    assert "/at/valley/webhooks/1/edit" not in shown.html


def test_bookings_and_answers_to_rulings_are_told_and_the_api_shows_each(
    app: Flask, here: Config, cohe: Organisation, mona: User, webhook: Webhook, inbox: Receiver
) -> None:
    person, session = make_person(cohe, hired_on=clock.today() - timedelta(30)), make_session(cohe)
    (row,) = bookings.book(SYSTEM, cohe, session.id, [person.id], law(cohe))
    bookings.withdraw(SYSTEM, cohe, session.id, row.id, "Cannot come.")
    ruling = make_ruling(cohe, in_force=True)
    cora = make_member(make_lni(), Role.CONTRACT_MANAGER)
    organisations.assign(SYSTEM, cora, cohe)
    rulings.confirm(Actor(cora.id, cora.name), cohe, ruling.id)
    tell_due(here)
    said = [each for each in inbox.said if each["kind"].startswith(("booking", "ruling"))]
    assert [each["kind"] for each in said] == ["booking.booked", "booking.canceled", "ruling.answered"]
    program = Program(app, make_token(cohe, mona))
    shown = [program.get(each["about"].partition("/api/v1")[2]).get_json() for each in said]
    assert (shown[0]["id"], shown[1]["seat"], shown[2]["id"]) == (row.id, "withdrawn", ruling.id)
    assert json.dumps(said).find(person.name) == -1


def test_a_seat_that_ends_with_its_session_is_told_to_the_cohe_that_booked_it(
    app: Flask, here: Config, cohe: Organisation, mona: User, webhook: Webhook, inbox: Receiver
) -> None:
    harbor = make_cohe("harbor")
    session = make_visit(make_person(harbor, "Hana Cole", hired_on=clock.today() - timedelta(300)))
    person = make_person(cohe, hired_on=clock.today() - timedelta(30))
    (row,) = bookings.book(SYSTEM, cohe, session.id, [person.id], law(cohe))
    max_ = make_member(harbor, Role.MANAGER, name="Max Moreno")
    training_sessions.cancel(Actor(max_.id, max_.name), harbor, session.id, "The room is gone.")
    lost = db.session.scalars(select(TrailEntry).where(TrailEntry.action == Action.SEAT_LOST)).one()
    assert (lost.actor, lost.subject) == ("system", f"booking:{row.id}")  # of another COHE's people it names nobody
    tell_due(here)
    said = [each for each in inbox.said if each["kind"].startswith("booking")]
    assert [each["kind"] for each in said] == ["booking.booked", "booking.canceled"]
    program = Program(app, make_token(cohe, mona))
    shown = program.get(said[1]["about"].partition("/api/v1")[2]).get_json()
    assert (shown["id"], shown["session"]) == (row.id, session.id)
    assert program.get(f"/cohes/valley/sessions/{session.id}").get_json()["state"] == "canceled"
    assert json.dumps(said).find(person.name) == -1


@on_sqlite
def test_metrics_say_how_many_fail_and_since_when(
    config: Config, here: Config, cohe: Organisation, webhook: Webhook, inbox: Receiver
) -> None:
    def metrics() -> list[float]:
        watched = create_app(config._replace(metrics_token=TOKEN))
        text = watched.test_client().get("/metrics", headers=GIVEN).get_data(as_text=True)
        names = ("webhooks_failing", "webhooks_stopped", "webhook_oldest_seconds")
        return [measured(text, f"onboarding_{each}") for each in names]

    assert metrics() == [0, 0, 0]
    make_person(cohe, hired_on=date(2026, 1, 5))
    inbox.behaves = answering(503)
    tell_due(here)
    with later(hours=2):
        failing, stopped, seconds = metrics()
    assert (failing, stopped) == (1, 0)
    assert 7200 <= seconds < 7300
    inbox.behaves = answering(410)
    with later(hours=3):
        tell_due(here)
        assert metrics() == [0, 1, 0]
