"""What others may try: other people's answers, old ones, planted visits, stale pages and two at the same moment."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.account import User, Visit
from onboarding.models.organisation import Invitation, Organisation
from onboarding.roles import Role
from onboarding.services import invitations, sign_on
from onboarding.services.change import SYSTEM
from tests.accounts.steps import Member, enrolled, is_in, letter, link_in, token_of
from tests.page import fetch, filled
from tests.sign_on.provider import Idp
from tests.sign_on.steps import by_provider, come_back, go, tied, ties
from tests.stored import on_sqlite

STALE = "begun more than 10 minutes ago, in another browser, or was finished"
KNOWN_OTHERWISE = "is tied to another account here"


def secret(client: FlaskClient) -> str:
    cookie = client.get_cookie("visit")
    assert cookie
    return cookie.value


def invited(valley: Organisation, email: str = "nell@example.org") -> str:
    invitations.invite(SYSTEM, valley, email, "Nell New", Role.MANAGER)
    return link_in(letter(email))


@on_sqlite
def test_an_answer_opens_one_visit_once(app: Flask, trusting: Idp, mia: Member) -> None:
    tied(mia, trusting)
    mine, other = app.test_client(), app.test_client()
    address = go(fetch(mine, "/login"))
    answer = trusting.authorize(address)
    assert STALE in come_back(other, trusting, address, **answer).main
    assert come_back(mine, trusting, address, **answer).address == "/tf-validate"
    assert STALE in come_back(mine, trusting, address, **answer).main


@on_sqlite
@pytest.mark.parametrize(("minutes", "taken"), [(9, True), (10, False)])
def test_a_sign_in_under_way_lasts_ten_minutes(
    app: Flask, trusting: Idp, mia: Member, later: list[timedelta], minutes: int, taken: bool
) -> None:
    tied(mia, trusting)
    client = app.test_client()
    address = go(fetch(client, "/login"))
    later[0] = timedelta(minutes=minutes)
    trusting.claims = {"iat": clock.now().timestamp() // 1, "exp": clock.now().timestamp() // 1 + 300}
    assert (STALE in come_back(client, trusting, address).main) is not taken


@on_sqlite
def test_nobody_waits_for_the_database_while_the_provider_is_waited_for(app: Flask, trusting: Idp, mia: Member) -> None:
    tied(mia, trusting)
    client, file, wrote = mia.app.test_client(), str(db.engine.url.database), []

    def write() -> None:
        with closing(sqlite3.connect(file, timeout=0)) as other:
            other.execute("BEGIN IMMEDIATE")
            wrote.append("written")
            other.rollback()

    trusting.meanwhile = write
    page = by_provider(client, trusting)
    assert page.address == "/tf-validate", page.main
    assert wrote == ["written"] * 4  # its description, that again, its token and its keys


@on_sqlite
def test_two_tabs_both_come_back_and_a_sixth_sign_in_has_the_first_forgotten(app: Flask, trusting: Idp) -> None:
    client = app.test_client()
    addresses = [go(fetch(client, "/login")) for _ in range(6)]
    assert STALE in come_back(client, trusting, addresses[0]).main
    for address in (addresses[2], addresses[1], addresses[5]):
        assert "we do not know who that is" in come_back(client, trusting, address).main


@on_sqlite
def test_whoever_is_signed_in_already_stays_who_they_are(app: Flask, trusting: Idp, valley: Organisation) -> None:
    one, two = enrolled(app, valley), enrolled(app, valley, name="Otto Other")
    tied(two, trusting)
    client = app.test_client()
    address = go(fetch(client, "/login"))
    one.signed_in(client)
    page = come_back(client, trusting, address)
    assert page.messages == ["You are signed in already."]
    assert fetch(client, "/account").facts["Email address"] == one.email


@on_sqlite
def test_each_step_gives_the_visit_a_new_secret(app: Flask, trusting: Idp, valley: Organisation, mia: Member) -> None:
    client, secrets = app.test_client(), []
    page = fetch(client, invited(valley))
    secrets.append(secret(client))
    page = come_back(client, trusting, go(page))
    secrets.append(secret(client))
    page.submit()
    secrets.append(secret(client))
    assert len(set(secrets)) == 3
    tied(mia, trusting, "subject-2")
    trusting.subject, other = "subject-2", app.test_client()
    address = go(fetch(other, "/login"))
    planted = secret(other)
    page = come_back(other, trusting, address)
    assert secret(other) != planted
    page.submit(code=mia.code())
    assert is_in(other)
    thief = app.test_client()
    thief.set_cookie("visit", planted)
    assert not is_in(thief)


@on_sqlite
def test_a_page_of_another_site_begins_nothing(app: Flask, trusting: Idp, valley: Organisation, mia: Member) -> None:
    client, link = mia.signed_in(), invited(valley)
    for path in ("/sign-on", link.replace("/invitations/", "/sign-on/invitations/"), "/account/sign-on/again"):
        assert client.post(path).status_code == 400, path
        assert client.get(path).status_code == 405, path
    assert client.post("/account/sign-on").status_code == 400
    assert client.post("/sign-on/back").status_code in (400, 405)


@on_sqlite
def test_coming_back_unasked_leaves_no_trace(app: Flask, trusting: Idp) -> None:
    page = fetch(app.test_client(), "/sign-on/back?code=c&state=s")
    assert STALE in page.main
    assert db.session.query(Visit).count() == 0


@on_sqlite
def test_an_invitation_is_accepted_once_and_only_while_it_is_open(
    app: Flask, trusting: Idp, valley: Organisation
) -> None:
    link = invited(valley)
    one, two = app.test_client(), app.test_client()
    pages = []
    for client, subject in ((one, "subject-1"), (two, "subject-2")):
        trusting.subject = subject
        pages.append(come_back(client, trusting, go(fetch(client, link))))
    data = dict(filled(pages[0].forms()[0]))
    clicks = [one.post("/sign-on/accept", data=data) for _ in range(2)]
    assert [each.location for each in clicks] == ["/sign-on/accept", "/tf-setup"]
    assert fetch(one, "/tf-setup").heading == "Set up the second factor"
    assert pages[1].submit().messages == ["This step is over. Open the link of your invitation again."]
    assert [subject for _, subject in ties()] == ["subject-1"]
    token = token_of(two)
    path = link.replace("/invitations/", "/sign-on/invitations/")
    for address in (path, "/sign-on/invitations/made-up"):
        assert two.post(address, data={"csrf_token": token}).status_code == 404


@on_sqlite
@pytest.mark.parametrize("ended", ["withdrawn", "expired"])
def test_an_invitation_that_ended_meanwhile_makes_no_account(
    app: Flask, trusting: Idp, valley: Organisation, ended: str
) -> None:
    client = app.test_client()
    page = come_back(client, trusting, go(fetch(client, invited(valley))))
    invitation = db.session.query(Invitation).one()
    if ended == "withdrawn":
        invitations.withdraw(SYSTEM, valley, invitation.id)
    else:
        with sign_on.change(SYSTEM) as under_way:
            invitation.expires_at = clock.now()
            under_way.record(valley.id, sign_on.Action.INVITATION_WITHDRAWN, invitation)
    assert page.submit().messages == ["This step is over. Open the link of your invitation again."]
    assert (db.session.query(User).count(), ties()) == (0, [])


@on_sqlite
def test_a_subject_that_is_tied_elsewhere_makes_no_second_account(
    app: Flask, trusting: Idp, valley: Organisation, mia: Member
) -> None:
    tied(mia, trusting)
    client = app.test_client()
    page = come_back(client, trusting, go(fetch(client, invited(valley)))).submit()
    assert KNOWN_OTHERWISE in page.messages[0]
    assert db.session.query(User).count() == 1
    assert db.session.query(Invitation).one().accepted_at is None
