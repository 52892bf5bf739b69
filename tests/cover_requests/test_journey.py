"""A manager asks, an HSC answers on their own pages, and the manager sees it."""

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from onboarding import clock
from onboarding.models.account import User
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.roles import Role
from onboarding.rules.wording import short_day
from onboarding.services import absences
from onboarding.services.change import SYSTEM
from tests.make import make_cohe, make_member, make_person, sign_in
from tests.page import fetch

HIRED, TODAY = date(2024, 1, 2), clock.today()
FIRST, LAST = TODAY + timedelta(10), TODAY + timedelta(14)


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def manager(app: Flask, valley: Organisation) -> FlaskClient:
    return sign_in(app.test_client(), make_member(valley, Role.MANAGER))


@pytest.fixture
def user(valley: Organisation) -> User:
    return make_member(valley, Role.HSC, name="Ben Stone")


@pytest.fixture
def ben(valley: Organisation, user: User) -> Person:
    return make_person(valley, "Ben Stone", hired_on=HIRED, user=user)


@pytest.fixture
def ana(valley: Organisation) -> Person:
    person = make_person(valley, hired_on=HIRED)
    absences.record(SYSTEM, person, (FIRST, LAST))
    return person


def test_a_cover_is_asked_for_and_accepted(
    app: Flask, manager: FlaskClient, user: User, ben: Person, ana: Person
) -> None:
    at = f"/at/valley/people/{ana.id}/absences"
    page = fetch(manager, at)
    ask = fetch(manager, next(to for says, to in page.links.items() if says.startswith("Ask for cover")))
    assert ask.submit(by=str(ben.id)).messages == ["The request was sent. The days count as covered once accepted."]
    (row,) = fetch(manager, at).rows("1 request")
    assert row["Where it stands"].startswith("Asked, no answer yet")
    (gap,) = fetch(manager, "/at/valley/staffing").rows("1 absence has uncovered days to come")
    assert gap["Who is away"] == "Ana Ruiz"

    client = sign_in(app.test_client(), user)
    home = fetch(client, "/at/valley/")
    assert f"Asked to cover from {short_day(FIRST)} to {short_day(LAST)}." in home.main
    answer = fetch(client, next(to for says, to in home.links.items() if says.startswith("Accept or decline")))
    assert answer.submit().faults, "one of the two is chosen"
    assert answer.submit(answer="no").faults, "a no says why"
    assert answer.submit(answer="yes").messages == ["You cover on these days."]
    (mine,) = fetch(client, "/at/valley/cover").rows("1 time")
    assert mine["For whom"] == "Ana Ruiz"
    assert fetch(client, answer.address).address.endswith("/cover"), "there is nothing to answer any more"

    (row,) = fetch(manager, at).rows("1 request")
    assert row["Where it stands"].startswith("Accepted")
    assert "Every absence is covered" in fetch(manager, "/at/valley/staffing").main
