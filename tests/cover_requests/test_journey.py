"""A manager asks, an HSC answers on their own pages, and the manager sees it."""

from flask import Flask
from flask.testing import FlaskClient

from onboarding.models.account import User
from onboarding.models.person import Person
from onboarding.rules.wording import short_day
from tests.cover_requests.days import FIRST, LAST
from tests.make import sign_in
from tests.page import fetch


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
