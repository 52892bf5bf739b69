"""The pages of a visit from the offer to the evidence: what each side sees, and what the host signs."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from onboarding import clock
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import bookings
from onboarding.queries.organisations import by_id
from onboarding.roles import Role, StaffRole
from onboarding.services import sign_off_links
from tests.accounts.steps import letter, link_in
from tests.make import make_cohe, make_lni, make_member, make_person, sign_in
from tests.page import Page, fetch
from tests.stored import on_sqlite
from tests.training_sessions.make import book, make_past_visit, make_visit

pytestmark = on_sqlite
HIRED = clock.today() - timedelta(days=60)
DAY = f"{clock.today() + timedelta(days=30):%m/%d/%Y}"
TIMES = {"day": DAY, "starts": "9:00 AM", "ends": "1 pm", "closes_on": DAY, "place": "Room 4"}


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


@pytest.fixture
def host_side(app: Flask, harbor: Organisation) -> FlaskClient:
    return sign_in(app.test_client(), make_member(harbor, Role.MANAGER, name="Hal Harbor"))


@pytest.fixture
def manager(app: Flask, valley: Organisation) -> FlaskClient:
    return sign_in(app.test_client(), make_member(valley, Role.MANAGER))


def asked(app: Flask, dana: Person, ana: Person) -> Page:
    """The page that the host's link leads to, once the visit is over."""
    make_past_visit(dana, ana)
    sign_off_links.ask_due()
    return fetch(app.test_client(), link_in(letter(dana.email or "")))


def test_a_visit_is_offered_and_booked_and_each_side_sees_no_more_than_it_needs(
    host_side: FlaskClient, manager: FlaskClient, harbor: Organisation, dana: Person, ana: Person
) -> None:
    make_person(harbor, "Ash Assistant", StaffRole.ASSISTANT, hired_on=HIRED)
    page = fetch(host_side, "/at/harbor/sessions/shadowing/new")
    assert [each.text for each in page.all("option")] == ["Choose", "Dana Holm"]
    offered = page.submit(**TIMES, host=str(dana.id))
    assert offered.heading == "Shadowing at Harbor COHE"
    assert (offered.facts["Planned"], offered.facts["Free seats"]) == ("240 minutes of shadowing", "1 of 1")
    assert host_side.get("/at/harbor/sessions/1/book").status_code == 404
    seen = fetch(manager, "/at/valley/sessions/1")
    assert seen.facts["Host"] == "Dana Holm, HSC of Harbor COHE"
    assert (dana.email or "") not in seen.html
    assert not [each for each in seen.links if "Dana" in each]
    fetch(manager, "/at/valley/sessions/1/book").submit(people=[str(ana.id)])
    there = fetch(host_side, "/at/harbor/sessions/1")
    assert there.rows("1 person") == [{"Name": "Ana Ruiz", "COHE": "Valley COHE", "Where it stands": "Has a seat"}]
    assert not [each for each in there.links if "Ana" in each]
    assert "Your people" not in there.main


def test_what_is_missing_of_an_offer_stands_beside_its_field(host_side: FlaskClient, dana: Person) -> None:
    page = fetch(host_side, "/at/harbor/sessions/shadowing/new").submit(**TIMES, host="", minutes="9000")
    assert page.faults == {"host": "Choose somebody.", "minutes": "Enter the minutes of one day."}
    page = page.submit(host=str(dana.id), minutes="241")
    assert page.faults == {"minutes": "The visit takes 240 minutes. Enter 1 to 240."}


def test_another_cohe_finds_nothing_of_a_visit_that_it_did_not_book(
    app: Flask, host_side: FlaskClient, dana: Person, ana: Person
) -> None:
    third = sign_in(app.test_client(), make_member(make_cohe("third"), Role.MANAGER, name="Tia Third"))
    cora = sign_in(app.test_client(), make_member(make_lni(), Role.CONTRACT_MANAGER, name="Cora Contract"))
    session = make_past_visit(dana, ana)
    assert third.get(f"/at/third/sessions/{session.id}").status_code == 404
    assert "Shadowing" not in fetch(third, "/at/third/sessions?past=1").main
    assert cora.get(f"/at/lni/sessions/{session.id}").status_code == 404
    assert cora.get("/at/lni/sessions/shadowing/new").status_code == 404
    booking = bookings.roll(session).rows[0].id
    for what in ("ask", "withdraw"):
        assert third.get(f"/at/third/sessions/{session.id}/bookings/{booking}/sign-off/{what}").status_code == 404
    to_come = make_visit(dana)
    book(by_id(ana.organisation_id), to_come, ana)
    assert "Ana" not in fetch(third, f"/at/third/sessions/{to_come.id}").html


def test_the_host_signs_without_an_account_and_the_training_shows_it(
    app: Flask, host_side: FlaskClient, manager: FlaskClient, dana: Person, ana: Person
) -> None:
    page = asked(app, dana, ana)
    assert page.heading == "Sign off a visit"
    assert page.facts.keys() == {"When", "Place", "Planned"}
    assert (ana.email or "") not in page.html
    assert fetch(host_side, "/at/harbor/sessions/1").rows("1 person")[0]["Sign-off"].startswith("Waiting for the host")
    done = page.submit(came="yes", minutes="170", name="Dana Holm")
    assert done.heading == "Thank you"
    assert "Ana" not in done.html
    (row,) = fetch(manager, "/at/valley/sessions/1").rows("1 person")
    assert row["Where it stands"].lower() == "attended"
    assert row["Sign-off"].startswith("Signed off 170 minutes Dana Holm, ")
    training = fetch(manager, f"/at/valley/people/{ana.id}/training")
    assert "170 of 240 minutes" in training.facts["Shadowing"]
    assert "Not checked" not in training.facts["Shadowing"]
    (recorded,) = training.rows("1 training recorded")
    assert recorded["More"] == "170 minutes at Harbor COHE, Dana Holm."
    assert recorded["Evidence"].startswith("Signed off by the host, Dana Holm, ")
    assert page.submit(came="no", name="Dana Holm").heading == "Thank you"
    (again,) = fetch(manager, "/at/valley/sessions/1").rows("1 person")
    assert again["Where it stands"].lower() == "attended"


def test_an_answer_without_minutes_or_a_choice_is_sent_back(app: Flask, dana: Person, ana: Person) -> None:
    page = asked(app, dana, ana)
    page = page.submit(minutes="", name="")
    assert page.faults.keys() == {"came", "name"}
    page = page.submit(came="yes", minutes="", name="Dana Holm")
    assert page.faults == {"minutes": "Enter the minutes of the visit."}
    page = page.submit(came="yes", minutes="three hours")
    assert page.faults == {"minutes": "“three hours” is not a whole number. Use digits, like 14."}
    assert page.submit(came="no", minutes="").heading == "Thank you"


def test_who_is_signed_in_for_the_trainee_s_cohe_is_refused(
    app: Flask, manager: FlaskClient, dana: Person, ana: Person
) -> None:
    page = asked(app, dana, ana)
    refused = manager.get(page.address)
    assert refused.status_code >= 400
    assert "signed in as somebody of Valley COHE" in refused.get_data(as_text=True)
    assert page.submit(came="yes", minutes="60", name="Dana Holm").heading == "Thank you"


def test_the_link_is_withdrawn_and_sent_again_by_the_host_s_side(
    app: Flask, host_side: FlaskClient, manager: FlaskClient, dana: Person, ana: Person
) -> None:
    page = asked(app, dana, ana)
    at = "/at/harbor/sessions/1/bookings/1/sign-off"
    assert manager.get("/at/valley/sessions/1/bookings/1/sign-off/ask").status_code == 404
    done = fetch(host_side, f"{at}/withdraw").submit(because="Wrong mailbox.")
    assert "The link no longer works." in done.messages
    assert "The link was withdrawn" in done.rows("1 person")[0]["Sign-off"]
    fetch(app.test_client(), page.address, 404)
    again = fetch(host_side, f"{at}/ask").submit()
    assert "The link is on its way to the host." in again.messages
    assert fetch(app.test_client(), link_in(letter(dana.email or ""))).heading == "Sign off a visit"


def test_the_host_s_address_is_not_among_the_messages_of_the_trainee_s_cohe(
    manager: FlaskClient, dana: Person, ana: Person
) -> None:
    make_past_visit(dana, ana)
    sign_off_links.ask_due()
    page = fetch(manager, "/at/valley/messages")
    assert (dana.email or "") not in page.html
    assert {row["To"] for row in page.rows("3 messages")} == {ana.email, "the host of the visit"}
    for id in (1, 2, 3):
        assert (dana.email or "") not in fetch(manager, f"/at/valley/messages/{id}").html
