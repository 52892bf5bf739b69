"""The pages of holds and erasures: what goes is shown before, two people are needed, a hold is told with its reason."""

from flask import Flask
from flask.testing import FlaskClient

from onboarding.models.organisation import Organisation
from onboarding.queries import keeping
from onboarding.roles import Role
from tests.make import make_cohe, make_evidence, make_member, make_person, sign_in
from tests.page import fetch
from tests.stored import on_sqlite

pytestmark = on_sqlite


def browser(app: Flask, cohe: Organisation, *roles: Role) -> FlaskClient:
    return sign_in(app.test_client(), make_member(cohe, *roles))


def test_a_person_is_erased_by_two(app: Flask) -> None:
    valley = make_cohe()
    person = make_person(valley, "Ana Ruiz")
    make_evidence(person)
    one, two = browser(app, valley, Role.MANAGER), browser(app, valley, Role.ADMINISTRATOR)
    at = f"/at/valley/people/{person.id}/erasure"
    page = fetch(one, at)
    assert "1 evidence item " in page.main
    assert page.submit(because="").faults == {"because": "Say why."}
    page = page.submit(because="Request 12.")
    assert "Waiting for a second person" in page.main
    assert "Review and confirm the erasure" not in page.links
    own = fetch(one, f"{at}/confirm").submit(looked="y")
    assert "You asked for this, so somebody else" in own.main
    home = fetch(two, "/at/valley/")
    page = fetch(two, home.links["Confirm or refuse the erasure: Ana Ruiz"])
    assert page.submit().faults == {"looked": "Check the box to go on."}
    page = page.submit(looked="y")
    assert page.messages[0].startswith("The person was erased.")
    assert fetch(one, f"/at/valley/people/{person.id}").heading == f"Erased person {person.id}"
    assert "Erased on" in fetch(one, at).main


def test_an_erasure_is_taken_back(app: Flask) -> None:
    valley = make_cohe()
    person = make_person(valley)
    client = browser(app, valley, Role.MANAGER)
    fetch(client, f"/at/valley/people/{person.id}/erasure").submit(because="Request 12.")
    page = fetch(client, f"/at/valley/people/{person.id}/erasure/withdraw").submit()
    assert page.messages == ["The erasure was canceled."]
    assert keeping.open_erasure(valley.id, person.id) is None


def test_a_hold_is_placed_shown_and_lifted_with_reasons(app: Flask) -> None:
    valley = make_cohe()
    person = make_person(valley, "Ana Ruiz")
    client = browser(app, valley, Role.MANAGER)
    page = fetch(client, f"/at/valley/people/{person.id}/hold").submit(because="Records request 14.")
    assert page.rows("1 hold")[0]["Records"] == "Ana Ruiz"
    assert "Records request 14." in fetch(client, f"/at/valley/people/{person.id}/erasure").main
    lifting = page.links["Lift the hold on Ana Ruiz"]
    page = fetch(client, lifting).submit(because="")
    assert page.faults == {"because": "Say why the hold ends."}
    page = page.submit(because="It was answered.")
    assert page.rows()[0]["State"] == "In force"
    assert len(fetch(client, lifting).forms()) < len(fetch(browser(app, valley, Role.MANAGER), lifting).forms())
    other = browser(app, valley, Role.ADMINISTRATOR)
    page = fetch(other, fetch(other, "/at/valley/").links["Lift or keep the hold"])
    assert "It was answered." in page.main
    page = page.submit()
    assert page.rows()[0]["State"] == "Lifted"
    assert "Lifted: It was answered." in page.rows()[0]["Why"]


def test_a_hold_that_was_to_end_is_kept(app: Flask) -> None:
    valley = make_cohe()
    client = browser(app, valley, Role.MANAGER)
    fetch(client, "/at/valley/holds/new").submit(because="The audit of 2026.")
    lifting = fetch(client, "/at/valley/holds").links["Lift the hold on all records"]
    fetch(client, lifting).submit(because="Too early.")
    page = fetch(client, fetch(client, lifting).links["Keep the hold"]).submit()
    assert page.messages == ["The hold stays in force."]
    assert page.rows()[0]["State"] == "In force"
    assert "Ask to lift the hold" in fetch(client, lifting).html


def test_everything_is_held_at_once(app: Flask) -> None:
    valley = make_cohe()
    client = browser(app, valley, Role.ADMINISTRATOR)
    page = fetch(client, "/at/valley/holds/new").submit(because="The audit of 2026.")
    assert page.rows("1 hold")[0]["Records"] == "All records"
    auditor = fetch(browser(app, valley, Role.AUDITOR), "/at/valley/holds")
    assert "Lift" not in " ".join(auditor.links)
