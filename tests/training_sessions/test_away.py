"""A booking on a day on which somebody is away is warned of: the visitor's, and the host's."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from onboarding import clock
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.roles import Role
from onboarding.rules.wording import short_day, typed_day
from onboarding.services import absences
from onboarding.services.change import SYSTEM
from tests.make import make_cohe, make_lni, make_member, make_person, sign_in
from tests.page import fetch
from tests.stored import on_sqlite
from tests.training_sessions.make import IN_A_MONTH, book, make_session, make_visit

pytestmark = on_sqlite
HIRED = clock.today() - timedelta(days=30)
DAY = short_day(IN_A_MONTH)


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def harbor(app: Flask) -> Organisation:
    return make_cohe("harbor")


@pytest.fixture
def dana(harbor: Organisation) -> Person:
    return make_person(harbor, "Dana Holm", hired_on=HIRED)


@pytest.fixture
def ana(valley: Organisation) -> Person:
    return make_person(valley, "Ana Ruiz", hired_on=HIRED)


def manager(app: Flask, cohe: Organisation) -> FlaskClient:
    return sign_in(app.test_client(), make_member(cohe, Role.MANAGER))


def away(person: Person) -> None:
    absences.record(SYSTEM, person, (IN_A_MONTH, IN_A_MONTH))


def test_who_books_somebody_away_is_told_before_and_after(app: Flask, valley: Organisation, ana: Person) -> None:
    session = make_session(make_lni())
    away(ana)
    client = manager(app, valley)
    page = fetch(client, f"/at/valley/sessions/{session.id}/book")
    assert f"away {DAY} to {DAY}" in page.main
    page = page.submit(people=[str(ana.id)])
    assert f"Ana Ruiz is recorded as away from {DAY} to {DAY}. The session is on one of these days." in page.messages
    (row,) = page.rows("1 person")
    assert row["Where it stands"] == "Has a seat Away then"


def test_who_is_not_away_is_warned_of_by_nothing(app: Flask, valley: Organisation, ana: Person) -> None:
    session = make_session(make_lni())
    absences.record(SYSTEM, ana, (IN_A_MONTH + timedelta(days=1), IN_A_MONTH + timedelta(days=2)))
    page = fetch(manager(app, valley), f"/at/valley/sessions/{session.id}/book")
    assert "away" not in page.main
    assert page.submit(people=[str(ana.id)]).messages == ["1 got a seat."]


def test_an_absence_over_a_booking_or_a_visit_is_warned_of(
    app: Flask, valley: Organisation, harbor: Organisation, ana: Person, dana: Person
) -> None:
    book(valley, make_visit(dana), ana)
    typed = {"first_on": typed_day(IN_A_MONTH), "last_on": typed_day(IN_A_MONTH)}
    for cohe, person in ((valley, ana), (harbor, dana)):
        page = fetch(manager(app, cohe), f"/at/{cohe.slug}/people/{person.id}/absences/new").submit(**typed)
        assert any(
            each.startswith(f"{person.name} is booked on one of these days: ") and each.endswith(f"{DAY}.")
            for each in page.messages
        )


def test_a_host_who_is_away_is_named_to_their_own_cohe_alone(
    app: Flask, valley: Organisation, harbor: Organisation, ana: Person, dana: Person
) -> None:
    session = make_visit(dana)
    away(dana)
    own = fetch(manager(app, harbor), f"/at/harbor/sessions/{session.id}").main
    assert f"Dana Holm is recorded as away from {DAY} to {DAY}. Move the visit, or cancel it." in own
    client = manager(app, valley)
    for address in (f"/at/valley/sessions/{session.id}", f"/at/valley/sessions/{session.id}/book"):
        page = fetch(client, address)
        assert "The host is not expected to be there then. Ask " in page.main
        assert "recorded as away" not in page.main


def test_who_offers_a_visit_by_somebody_away_is_told(app: Flask, harbor: Organisation, dana: Person) -> None:
    away(dana)
    day = typed_day(IN_A_MONTH)
    given = {"day": day, "starts": "9 AM", "ends": "12 PM", "seats": "1", "closes_on": day, "place": "Room 4"}
    page = fetch(manager(app, harbor), "/at/harbor/sessions/shadowing/new")
    page = page.submit(**given, host=str(dana.id), minutes="180")
    assert f"Dana Holm is recorded as away from {DAY} to {DAY}. The session is on one of these days." in page.messages
