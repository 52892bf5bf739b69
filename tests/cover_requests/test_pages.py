"""The pages on which cover is asked for and answered: who is away too, what was withdrawn, what is another's."""

from flask import Flask
from flask.testing import FlaskClient

from onboarding.models.account import User
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.roles import Role
from onboarding.rules.wording import short_day
from onboarding.services import absences
from onboarding.services.change import SYSTEM
from tests.cover_requests.days import HIRED, LAST
from tests.make import make_member, make_person, sign_in
from tests.page import fetch
from tests.stored import on_sqlite

pytestmark = on_sqlite


def test_who_is_away_too_is_told_before_they_accept(
    app: Flask, manager: FlaskClient, user: User, ben: Person, ana: Person
) -> None:
    absences.record(SYSTEM, ben, (LAST, LAST))
    ask = fetch(manager, f"/at/valley/people/{ana.id}/absences")
    ask = fetch(manager, next(to for says, to in ask.links.items() if says.startswith("Ask for cover")))
    assert f"away too {short_day(LAST)} to {short_day(LAST)}" in ask.main
    ask.submit(by=str(ben.id))
    client = sign_in(app.test_client(), user)
    listed = fetch(client, "/at/valley/cover")
    answer = fetch(client, next(to for says, to in listed.links.items() if says.startswith("Answer the request")))
    assert "You are away on some of these days" in answer.main
    assert answer.submit(answer="yes").faults
    assert answer.submit(answer="yes", though_away="y").messages == ["You cover on these days."]


def test_a_request_is_withdrawn_and_the_old_tab_says_so(
    app: Flask, manager: FlaskClient, user: User, ben: Person, ana: Person
) -> None:
    at = f"/at/valley/people/{ana.id}/absences"
    page = fetch(manager, at)
    fetch(manager, next(to for says, to in page.links.items() if says.startswith("Ask for cover"))).submit(
        by=str(ben.id)
    )
    client = sign_in(app.test_client(), user)
    listed = fetch(client, "/at/valley/cover")
    old = fetch(client, next(to for says, to in listed.links.items() if says.startswith("Answer the request")))
    page = fetch(manager, at)
    withdraw = fetch(manager, next(to for says, to in page.links.items() if says.startswith("Withdraw the request")))
    assert withdraw.submit().messages == ["Ben Stone is no longer asked."]
    assert "This was withdrawn already" in old.submit(answer="yes").main


def test_a_request_of_somebody_else_does_not_exist(
    app: Flask, valley: Organisation, manager: FlaskClient, user: User, ben: Person, ana: Person
) -> None:
    page = fetch(manager, f"/at/valley/people/{ana.id}/absences")
    fetch(manager, next(to for says, to in page.links.items() if says.startswith("Ask for cover"))).submit(
        by=str(ben.id)
    )
    other = make_member(valley, Role.HSC, name="Chi Tran")
    make_person(valley, "Chi Tran", hired_on=HIRED, user=other)
    client = sign_in(app.test_client(), other)
    assert "Nobody asked you to cover." in fetch(client, "/at/valley/cover").main
    assert client.get("/at/valley/cover/1").status_code == 404
