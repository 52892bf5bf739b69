"""The pages of messages: what failed comes first, secrets stay secret, and people decide what is sent."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from onboarding.config import Mode
from onboarding.models.organisation import Organisation
from onboarding.roles import Role
from onboarding.services import outbox, sending
from onboarding.services.change import SYSTEM, change
from tests.make import make_cohe, make_member, make_message, sign_in
from tests.page import fetch
from tests.stored import on_sqlite

pytestmark = on_sqlite

LIST = "/at/valley/messages"


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


def browser(app: Flask, cohe: Organisation, *roles: Role) -> FlaskClient:
    return sign_in(app.test_client(), make_member(cohe, *roles))


def give_up(why: str = "550 no such mailbox") -> None:
    claimed = sending.claim()
    assert claimed
    sending.failed(claimed, why, for_good=True)


def test_what_could_not_be_delivered_stands_first_with_what_the_server_said(app: Flask, valley: Organisation) -> None:
    make_message(valley, subject="Failed")
    give_up()
    for subject in ("Older", "Newer"):
        make_message(valley, subject=subject)
    make_message(make_cohe("other"), subject="Not ours")
    page = fetch(browser(app, valley, Role.AUDITOR), LIST)
    rows = page.rows("3 messages")
    assert [row["Subject"] for row in rows] == ["Failed", "Newer", "Older"]
    assert (rows[0]["State"], rows[0]["What the mail server said"]) == ("Not delivered", "550 no such mailbox")


def test_the_list_is_narrowed_by_state_and_turned_page_by_page(app: Flask, valley: Organisation) -> None:
    make_message(valley, subject="Failed")
    give_up()
    for _ in range(30):
        make_message(valley)
    client = browser(app, valley, Role.MANAGER)
    assert len(fetch(client, f"{LIST}?state=given_up").rows()) == 1
    assert len(fetch(client, f"{LIST}?state=nonsense").rows()) == 25
    assert len(fetch(client, f"{LIST}?state=waiting&page=2").rows()) == 5
    assert len(fetch(client, f"{LIST}?page=99").rows()) == 6


def test_without_a_mail_server_the_page_says_so_and_what_to_do(app: Flask, valley: Organisation) -> None:
    assert "No mail server is set up" in fetch(browser(app, valley, Role.MANAGER), LIST).main


@pytest.mark.parametrize(("mode", "shown"), [(Mode.PRODUCTION, False), (Mode.SAMPLE, True)])
def test_a_link_for_one_is_shown_to_others_only_where_nothing_is_real(
    app: Flask, valley: Organisation, mode: Mode, shown: bool
) -> None:
    with change(SYSTEM):
        id = outbox.write(
            valley.id, "k", "invitation", "a@example.org", "Join", "https://canary", secret=True, about=()
        ).id
    member = make_member(valley, Role.MANAGER)
    with change(SYSTEM):
        member.sample = False  # in production nobody of the sample world is let in
    client = sign_in(app.test_client(), member)
    app.extensions["config"] = app.extensions["config"]._replace(mode=mode)
    page = fetch(client, f"{LIST}/{id}")
    assert ("canary" in page.html) == shown
    assert ("only a@example.org may use" in page.main) != shown


def test_somebody_sends_it_again_or_decides_not_to_after_being_asked(app: Flask, valley: Organisation) -> None:
    id = make_message(valley).id
    give_up()
    client = browser(app, valley, Role.MANAGER)
    page = fetch(client, f"{LIST}/{id}/retry").submit()
    assert page.facts["Tries so far"] == "0"
    page = fetch(client, f"{LIST}/{id}/withdraw").submit()
    assert "will not be sent" in page.messages[0]
    refused = fetch(client, f"{LIST}/{id}/retry").submit()
    assert "Only a waiting or undelivered message" in refused.messages[0]


def test_an_administrator_sees_what_is_about_accounts_and_nothing_about_people(
    app: Flask, valley: Organisation
) -> None:
    letter, invitation = (make_message(valley, subject=kind, kind=kind).id for kind in ("letter", "invitation"))
    give_up()
    give_up()
    administrator, manager = (browser(app, valley, role) for role in (Role.ADMINISTRATOR, Role.MANAGER))
    assert "letter" not in fetch(administrator, LIST).main
    assert "1 message could not be delivered" in fetch(administrator, "/at/valley/").main
    assert fetch(administrator, f"{LIST}/{invitation}").heading == "invitation"
    for path in ("", "/retry", "/withdraw"):
        fetch(administrator, f"{LIST}/{letter}{path}", status=404)
    assert "2 messages could not be delivered" in fetch(manager, "/at/valley/").main
    assert fetch(manager, f"{LIST}/{letter}").heading == "letter"


def test_an_auditor_looks_and_is_offered_no_decision(app: Flask, valley: Organisation) -> None:
    id = make_message(valley).id
    client = browser(app, valley, Role.AUDITOR)
    assert "Send the message again now" not in fetch(client, f"{LIST}/{id}").links
    for what in ("retry", "withdraw"):
        assert client.post(f"{LIST}/{id}/{what}").status_code == 403
