"""The pages of sessions: offering, booking, giving back, canceling, who came; and what a trainee sees."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from onboarding import clock
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.training_session import SessionKind
from onboarding.roles import Role
from tests.make import make_cohe, make_lni, make_member, make_person, sign_in
from tests.page import fetch
from tests.stored import on_sqlite
from tests.training_sessions.make import book, make_past_session, make_session

pytestmark = on_sqlite
HIRED = clock.today() - timedelta(days=30)
DAY = clock.today() + timedelta(days=30)
TYPED = f"{DAY:%m/%d/%Y}"
TIMES = {"day": TYPED, "starts": "9:00 AM", "ends": "3 pm", "seats": "1", "closes_on": TYPED, "place": "Room 4"}


@pytest.fixture
def lni(app: Flask) -> Organisation:
    return make_lni()


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def manager(app: Flask, valley: Organisation) -> FlaskClient:
    return sign_in(app.test_client(), make_member(valley, Role.MANAGER))


@pytest.fixture
def cora(app: Flask, lni: Organisation) -> FlaskClient:
    return sign_in(app.test_client(), make_member(lni, Role.CONTRACT_MANAGER, name="Cora Contract"))


@pytest.fixture
def ana(valley: Organisation) -> Person:
    return make_person(valley, "Ana Ruiz", hired_on=HIRED)


def test_lni_offers_the_cohe_books_and_each_sees_its_side(
    cora: FlaskClient, manager: FlaskClient, valley: Organisation, ana: Person
) -> None:
    make_person(valley, "Ben Stone", hired_on=HIRED)
    offered = fetch(cora, "/at/lni/sessions/orientation/new").submit(**TIMES, location="headquarters")
    assert "The session can be booked." in offered.messages
    assert offered.facts["When"].endswith("to 3:00 PM PST") or offered.facts["When"].endswith("to 3:00 PM PDT")
    (listed,) = fetch(manager, "/at/valley/sessions").rows("1 session to come")
    assert (listed["Session"], listed["Free seats"]) == ("L&I orientation", "1 of 1")
    booking = fetch(manager, "/at/valley/sessions/1/book")
    done = booking.submit(people=["1", "2"])
    assert "1 got a seat. 1 on the waiting list." in done.messages
    assert [(row["Name"], row["Where it stands"]) for row in done.rows("2 people")] == [
        ("Ana Ruiz", "Has a seat"),
        ("Ben Stone", "On the waiting list 1 of 1"),
    ]
    there = fetch(cora, "/at/lni/sessions/1")
    assert [(row["Name"], row["COHE"], row["Role"]) for row in there.rows("2 people")] == [
        ("Ana Ruiz", "Valley COHE", "HSC"),
        ("Ben Stone", "Valley COHE", "HSC"),
    ]
    assert not [each for each in there.links if "Ana" in each]
    given = fetch(manager, "/at/valley/sessions/1/bookings/1/withdraw").submit(because="Ill")
    assert "Ana Ruiz is no longer booked." in given.messages
    assert {row["Name"]: row["Where it stands"] for row in given.rows("2 people")}["Ben Stone"] == "Has a seat"


def test_what_cannot_be_read_says_what_would_be_right(cora: FlaskClient) -> None:
    page = fetch(cora, "/at/lni/sessions/orientation/new").submit(**{**TIMES, "starts": "13:30", "ends": "later"})
    assert page.faults["starts"] == "“13:30” is not a time we can read. Say AM or PM, like 9:00 AM."
    assert "later" in page.faults["ends"]
    assert page.faults["location"] == "Choose where it is."


def test_a_conference_of_several_days_is_offered_and_names_whom_it_misses(
    manager: FlaskClient, valley: Organisation, ana: Person
) -> None:
    make_person(valley, "Early Bird", hired_on=clock.today() - timedelta(days=170))
    last = f"{DAY + timedelta(days=1):%m/%d/%Y}"
    page = fetch(manager, "/at/valley/sessions/conference/new").submit(
        **TIMES, title="HSC Days", last_day=last, topics=["lni_processes"]
    )
    assert page.heading == "HSC Days"
    assert page.facts["Topics"] == "L&I's processes"
    booking = fetch(manager, "/at/valley/sessions/1/book")
    assert "Early Bird: it had to take place by" in booking.main
    assert [option.get("value") for option in booking.all("input") if option.get("name") == "people"] == [str(ana.id)]
    assert "Ana Ruiz, additional training due" in booking.main


def test_a_session_is_canceled_with_its_reason(
    cora: FlaskClient, manager: FlaskClient, lni: Organisation, valley: Organisation, ana: Person
) -> None:
    book(valley, make_session(lni), ana)
    page = fetch(cora, "/at/lni/sessions/1/cancel").submit(because="The trainer is ill.")
    assert "The trainer is ill." in page.main
    assert page.rows("1 person, by COHE")[0]["Where it stands"] == "Session canceled"
    mine = fetch(manager, "/at/valley/sessions/1").rows("1 person of Valley COHE")[0]
    assert (mine["Where it stands"], "Withdraw" in str(mine)) == ("Session canceled", False)
    assert "The trainer is ill." in fetch(manager, "/at/valley/sessions/1").main
    assert manager.get("/at/valley/sessions/1/book").location == "/at/valley/sessions/1"
    assert cora.get("/at/lni/sessions/1/cancel").location == "/at/lni/sessions/1"
    assert fetch(manager, "/at/valley/sessions").rows("1 session to come")[0]["State"] == "Canceled"


def test_who_came_is_recorded_and_corrected_with_a_reason(
    manager: FlaskClient, valley: Organisation, ana: Person
) -> None:
    session = make_past_session(valley, ana, ago=5)
    assert fetch(manager, "/at/valley/sessions?past=1").rows("1 session past")[0]["State"] == "Held"
    page = fetch(manager, f"/at/valley/sessions/{session.id}/attendance").submit(**{"booking-1": "yes"})
    assert page.rows("1 person")[0]["Where it stands"] == "Attended"
    assert (
        "L&I orientation"
        in fetch(manager, f"/at/valley/people/{ana.id}/training").rows("1 training recorded")[0].values()
    )
    again = fetch(manager, f"/at/valley/sessions/{session.id}/attendance")
    refused = again.submit(**{"booking-2": "no"})
    assert refused.faults == {"because": "Say why what was recorded of Ana Ruiz was wrong."}
    page = again.submit(**{"booking-2": "no", "because": "Mistaken."})
    assert page.rows("1 person")[0]["Where it stands"] == "Did not come Mistaken."


def test_hr_books_and_sees_whom_they_hired_alone(
    app: Flask, valley: Organisation, lni: Organisation, ana: Person
) -> None:
    hr = sign_in(app.test_client(), make_member(valley, Role.HR))
    session = make_session(lni)
    (row,) = book(valley, session, ana)
    assert "Nobody of yours is booked." in fetch(hr, f"/at/valley/sessions/{session.id}").main
    assert "Nobody else can be booked" in fetch(hr, f"/at/valley/sessions/{session.id}/book").main
    assert hr.get(f"/at/valley/sessions/{session.id}/bookings/{row.id}/withdraw").status_code == 404


def test_a_trainee_sees_their_own_bookings_with_place_and_time(
    app: Flask, valley: Organisation, lni: Organisation
) -> None:
    user = make_member(valley, Role.HSC)
    hana = make_person(valley, "Hana", hired_on=HIRED, user=user)
    book(valley, make_session(lni, SessionKind.CONFERENCE), hana)
    page = fetch(sign_in(app.test_client(), user), f"/at/valley/people/{hana.id}/training")
    (row,) = page.rows("1 session to come")
    assert (row["Session"], row["Place"], row["Where it stands"]) == ("HSC Days", "Tumwater", "Has a seat")


def test_at_lni_contract_managers_alone_see_sessions_and_a_cohe_s_own_is_not_among_them(
    app: Flask, cora: FlaskClient, lni: Organisation, valley: Organisation
) -> None:
    auditor = sign_in(app.test_client(), make_member(lni, Role.AUDITOR, Role.ADMINISTRATOR, name="Lee Lni"))
    own = make_session(valley)
    assert "No session is offered." in fetch(cora, "/at/lni/sessions").main
    assert cora.get(f"/at/lni/sessions/{own.id}").status_code == 404
    for path in ("", "/orientation/new", f"/{own.id}", f"/{own.id}/cancel", f"/{own.id}/attendance"):
        assert auditor.get(f"/at/lni/sessions{path}").status_code == 403
    assert "Sessions" not in fetch(auditor, "/at/lni/").links
    assert cora.get(f"/at/lni/sessions/{own.id}/book").status_code == 403
