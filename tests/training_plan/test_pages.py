"""The page of the plan: what is proposed and why, who cannot, accepting all or some of it, and who may see it."""

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from onboarding import clock
from onboarding.confined import ConfinedError, Ending
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.training_session import Seat, SessionKind
from onboarding.planning.problem import Problem, Solution
from onboarding.planning.solver import solve
from onboarding.queries import training_plan as found
from onboarding.roles import Role
from onboarding.rules.wording import short_day
from onboarding.web.views import training_plan as view
from tests.make import make_cohe, make_lni, make_member, make_person, sign_in
from tests.page import fetch
from tests.stored import on_sqlite
from tests.training_sessions.make import book, make_session, seats

pytestmark = on_sqlite
HIRED = clock.today() - timedelta(days=30)
SOON, LATER = (clock.today() + timedelta(days=days) for days in (20, 40))
CONFERENCE = SessionKind.CONFERENCE
PLAN = "/at/valley/sessions/plan"


@pytest.fixture
def lni(app: Flask) -> Organisation:
    return make_lni()


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def manager(app: Flask, valley: Organisation) -> FlaskClient:
    return sign_in(app.test_client(), make_member(valley, Role.MANAGER))


def hired(cohe: Organisation, name: str, on: date = HIRED) -> Person:
    return make_person(cohe, name, hired_on=on)


def test_the_whole_plan_is_accepted_by_one_button(
    manager: FlaskClient, lni: Organisation, valley: Organisation
) -> None:
    hired(valley, "Ana Ruiz"), hired(valley, "Ben Stone")
    orientation, conference = make_session(lni, on=SOON), make_session(lni, CONFERENCE, LATER)
    page = fetch(manager, PLAN)
    assert "2 of 2 people who owe additional training can be done in time." in page.main
    assert "No other plan gets more people done in time" in page.main
    first, second = page.rows("2 people to book")
    assert first["Session"] == f"L&I orientation, {short_day(SOON)} HSC Days, {short_day(LATER)}"
    assert "is for L&I's processes." in first["Why"]
    assert second["Done"] == short_day(LATER)
    done = page.submit()
    assert done.messages == ["4 seats are booked."]
    assert done.rows("2 people booked")[0]["Done"] == short_day(LATER)
    assert "Booked already" in done.main
    assert set(seats(orientation).values()) == set(seats(conference).values()) == {Seat.BOOKED}


def test_some_of_the_plan_is_accepted_and_who_cannot_be_booked_any_more_is_told(
    manager: FlaskClient, lni: Organisation, valley: Organisation
) -> None:
    ana, ben, cyd = hired(valley, "Ana Ruiz"), hired(valley, "Ben Stone"), hired(valley, "Cyd Lee")
    conference, orientation = make_session(lni, CONFERENCE, LATER), make_session(lni, on=SOON, seats=2)
    page = fetch(manager, PLAN)
    some = [f"{ana.id}-{orientation.id}-{conference.id}", f"{ben.id}-{orientation.id}-{conference.id}"]
    book(valley, orientation, cyd)
    done = page.submit(people=some)
    assert "2 seats are booked." in done.messages
    assert any(said.startswith("Not booked. Ben Stone: no seat is free any more at") for said in done.messages)
    assert seats(conference) == {"Ana Ruiz": Seat.BOOKED}


def test_nobody_chosen_is_said_and_what_makes_no_sense_is_refused(
    manager: FlaskClient, lni: Organisation, valley: Organisation
) -> None:
    ana, session = hired(valley, "Ana Ruiz"), make_session(lni, CONFERENCE, LATER)
    page = fetch(manager, PLAN)
    assert "Choose somebody." in page.submit(people=[]).main
    for typed in ("x", f"{ana.id}", "0-1", f"{ana.id}-{session.id}-x"):
        assert seats(session) == {}, typed
        assert page.submit(people=[typed]).faults, typed


def test_who_cannot_make_it_is_named_with_the_reason_and_the_day(
    manager: FlaskClient, lni: Organisation, valley: Organisation
) -> None:
    hired(valley, "Ana Ruiz", clock.today() - timedelta(days=183))
    session = make_session(lni, on=clock.today() + timedelta(days=9), seats=1, closes_on=clock.today())
    book(valley, session, hired(valley, "Ben Stone"))
    page = fetch(manager, PLAN)
    (ana,) = page.rows("1 person too late")
    assert ana["Name"] == "Ana Ruiz"
    assert ana["Since"] != ""
    assert ana["Why"].startswith("Missing: L&I's processes. Approved content: had to be started by")


def test_what_can_still_be_started_without_a_session_is_named(manager: FlaskClient, valley: Organisation) -> None:
    hired(valley, "Ana Ruiz")
    (ana,) = fetch(manager, PLAN).rows("1 person to arrange")
    assert "Shadowing. Arrange the visit by" in ana["What can be done"]
    assert "No seat is free that would help anybody." in fetch(manager, PLAN).main


def test_where_nobody_owes_anything_that_is_said_and_nothing_is_searched(
    manager: FlaskClient, lni: Organisation, valley: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_session(lni, CONFERENCE, LATER)
    monkeypatch.setattr("onboarding.confined.run", lambda *_: pytest.fail("nothing is to be searched"))
    assert "Nobody here owes additional training." in fetch(manager, PLAN).main


def test_a_search_that_ends_without_an_answer_is_said(
    manager: FlaskClient, lni: Organisation, valley: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    hired(valley, "Ana Ruiz"), make_session(lni, CONFERENCE, LATER)

    def ends(*_: object) -> None:
        raise ConfinedError(Ending.TIME)

    monkeypatch.setattr("onboarding.confined.run", ends)
    assert "The plan could not be worked out just now." in fetch(manager, PLAN).main


def test_what_is_not_proved_is_said(
    manager: FlaskClient, lni: Organisation, valley: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    hired(valley, "Ana Ruiz"), make_session(lni, on=SOON), make_session(lni, CONFERENCE, LATER)

    def hurried(problem: Problem) -> Solution:
        return solve(problem, 0)

    planned = found.planned
    monkeypatch.setattr(view.found, "planned", lambda *asked: planned(*asked, hurried))
    assert "The search was stopped. At most 1 person could be done in time." in fetch(manager, PLAN).main


def test_only_a_cohes_manager_has_a_plan(app: Flask, lni: Organisation, valley: Organisation) -> None:
    clara = sign_in(app.test_client(), make_member(lni, Role.CONTRACT_MANAGER, name="Clara"))
    assert clara.get("/at/lni/sessions/plan").status_code in (403, 404)
    hr = sign_in(app.test_client(), make_member(valley, Role.HR, name="Hal"))
    assert hr.get(PLAN).status_code == 403
    assert "Plan who goes" not in fetch(hr, "/at/valley/sessions").main


def test_what_is_to_be_arranged_is_what_the_plan_leaves_open(
    manager: FlaskClient, lni: Organisation, valley: Organisation
) -> None:
    hired(valley, "Ana Ruiz"), make_session(lni, CONFERENCE, LATER)
    page = fetch(manager, PLAN)
    (proposed,), (ana,) = page.rows("1 person to book"), page.rows("1 person to arrange")
    assert (proposed["Done"], ana["Still missing"]) == ("In part", "L&I's processes")
    assert "Shadowing" not in ana["What can be done"]
