"""A webhook's journey on the pages: added, its secret shown once, tested, failing, stopped, resumed, ended."""

import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from onboarding.config import Config
from onboarding.jobs.webhook_sender import tell_due
from onboarding.models.organisation import Organisation
from onboarding.queries import trail
from onboarding.queries.webhook_kinds import KINDS
from onboarding.roles import Role
from tests.make import make_cohe, make_lni, make_member, make_person, sign_in
from tests.page import Page, fetch
from tests.stored import on_sqlite
from tests.webhooks.make import later, make_webhook
from tests.webhooks.receiver import Receiver, answering

pytestmark = on_sqlite
AT = "/at/valley/webhooks"


@pytest.fixture
def client(app: Flask, cohe: Organisation) -> FlaskClient:
    return sign_in(app.test_client(), make_member(cohe, Role.MANAGER, name="Mona Manager"))


def test_it_is_added_tested_replaced_and_ended(
    here: Config, cohe: Organisation, client: FlaskClient, inbox: Receiver
) -> None:
    assert "No program is told of anything." in fetch(client, AT).html
    shown = fetch(client, f"{AT}/new").submit(url=inbox.url, kinds=["staff.hired"])
    (secret,) = re.findall(r"whsec_[\w+/]{43}=", shown.html)
    assert secret not in fetch(client, f"{AT}/1").html
    assert "The test is sent within seconds" in press(shown, "test")
    assert tell_due(here) == {"taken": 1}
    assert "Delivered" in fetch(client, f"{AT}/1").html
    replaced = fetch(client, f"{AT}/1/secret").submit()
    assert re.findall(r"whsec_[\w+/]{43}=", replaced.html) not in ([], [secret])
    assert "The webhook ended." in fetch(client, f"{AT}/1/end").submit().html
    page = fetch(client, f"{AT}/1").html
    assert "Send a test" not in page
    told = [each.action for each in trail.listed(cohe.id, trail.Filters()).rows if each.action.startswith("webhook")]
    assert told == ["webhook.ended", "webhook.secret_replaced", "webhook.tested", "webhook.added"]


def test_what_fails_is_shown_and_what_stopped_is_on_home_and_status(
    app: Flask, here: Config, cohe: Organisation, client: FlaskClient, inbox: Receiver
) -> None:
    make_webhook(cohe, make_member(cohe, Role.MANAGER), inbox.url)
    make_person(cohe, hired_on=date(2026, 1, 5))
    inbox.behaves = answering(503)
    tell_due(here)
    for address in (AT, f"{AT}/1"):
        page = fetch(client, address).html
        assert "Failing" in page
        assert "Answered: Service Unavailable (503)" in page
    alma = sign_in(app.test_client(), make_member(cohe, Role.ADMINISTRATOR))
    assert "webhook was stopped" not in fetch(client, "/at/valley/").html
    inbox.behaves = answering(410)
    with later(minutes=2):
        tell_due(here)
    for who in (client, alma):
        assert "1 webhook was stopped" in fetch(who, "/at/valley/").html
    assert "1 webhook stopped" in fetch(alma, "/at/valley/status").html
    assert "gone for good" in fetch(client, f"{AT}/1").html
    assert "The webhook goes on where it stopped." in press(fetch(client, f"{AT}/1"), "resume")
    assert "webhook was stopped" not in fetch(client, "/at/valley/").html


def press(page: Page, button: str) -> str:
    """Press a button of the page of a webhook; what the next page says."""
    (which,) = [number for number, form in enumerate(page.forms()) if form.get("action", "").endswith(f"/{button}")]
    return page.submit(which).html


def test_pausing_and_resuming_from_two_tabs_is_said(cohe: Organisation, client: FlaskClient) -> None:
    make_webhook(cohe, make_member(cohe, Role.MANAGER), "https://hr.example.org/in")
    running = fetch(client, f"{AT}/1")
    assert "Nothing is sent there until you resume it." in press(running, "pause")
    assert "This webhook was paused already." in press(running, "pause")
    paused = fetch(client, f"{AT}/1")
    assert "goes on where it stopped" in press(paused, "resume")
    assert "This webhook was resumed already." in press(paused, "resume")


def test_what_may_not_be_is_said_beside_its_field(here: Config, cohe: Organisation, client: FlaskClient) -> None:
    make_person(cohe, "Ana Ruiz")
    new = fetch(client, f"{AT}/new")
    for url, words in (
        ("http://hr.example.org/in", "Only https:// at port 443"),
        ("https://10.0.0.1/in", "10.0.0.1 is inside a network"),
        ("https://hr.example.org/Ana-Ruiz", "Take out Ana Ruiz"),
        ("", "Enter an address."),
    ):
        assert words in new.submit(url=url, kinds=["staff.hired"]).html
    assert "Choose at least one." in new.submit(url="https://hr.example.org/in").html
    assert "whsec_" in new.submit(url="https://hr.example.org/in", kinds=["staff.hired"]).html
    assert (
        "There is a webhook for this address already."
        in fetch(client, f"{AT}/new").submit(url="https://hr.example.org/in", kinds=["staff.hired"]).html
    )


def test_an_administrator_who_reads_no_records_keeps_those_there_are_and_adds_none(
    app: Flask, here: Config, cohe: Organisation
) -> None:
    client = sign_in(app.test_client(), make_member(cohe, Role.ADMINISTRATOR))
    assert "ask a manager to add one" in fetch(client, AT).html
    page = fetch(client, f"{AT}/new").html
    assert not any(told.words in page for told in KINDS.values())
    make_webhook(cohe, make_member(cohe, Role.MANAGER), "https://hr.example.org/in")
    assert "Nothing is sent there until you resume it." in press(fetch(client, f"{AT}/1"), "pause")


def test_lni_has_none(app: Flask) -> None:
    make_cohe()
    client = sign_in(app.test_client(), make_member(make_lni(), Role.ADMINISTRATOR))
    assert client.get("/at/lni/webhooks").status_code == 404
    assert client.get("/at/lni/webhooks/new").status_code == 404
    assert "webhooks" not in fetch(client, "/at/lni/api-tokens").html
