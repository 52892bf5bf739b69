"""Visits end when they must: by themselves, and on the very next request after a change that should end them."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from itsdangerous import TimestampSigner

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.account import Visit
from onboarding.models.organisation import Organisation
from onboarding.queries import members as found
from onboarding.roles import Role
from onboarding.services import accounts, members, organisations, visits
from onboarding.services.change import SYSTEM
from tests.accounts.steps import PASSWORD, Member, enrolled, letter, link_in, token_of
from tests.make import make_cohe, make_lni, make_member, sign_in
from tests.page import fetch
from tests.stored import on_sqlite


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def mia(app: Flask, valley: Organisation) -> Member:
    return enrolled(app, valley)


def disable(_valley: Organisation, mia: Member) -> None:
    accounts.disable(SYSTEM, mia.user())


def give(valley: Organisation, mia: Member) -> None:
    members.give_role(SYSTEM, valley, mia.user(), Role.HR)


def end(valley: Organisation, mia: Member) -> None:
    (membership,) = [each for each in found.members(valley.id).rows if each.user_id == mia.user().id]
    members.end_membership(SYSTEM, valley, membership.id)


def change_password(_valley: Organisation, mia: Member) -> None:
    page = fetch(mia.signed_in(), "/change")
    new = "eleven otters in the Sound"
    assert page.submit(password=PASSWORD, new_password=new, new_password_confirm=new).heading == "Your account"


def reset_password(_valley: Organisation, mia: Member) -> None:
    client = mia.app.test_client()
    fetch(client, "/reset").submit(email=mia.email)
    new = "eleven otters in the Sound"
    fetch(client, link_in(letter(mia.email))).submit(password=new, password_confirm=new)


@pytest.mark.parametrize("what", [disable, give, end, change_password, reset_password])
def test_every_visit_ends_with_the_next_request(
    app: Flask, valley: Organisation, mia: Member, what: Callable[[Organisation, Member], None]
) -> None:
    phone, desk = mia.signed_in(), mia.signed_in()
    what(valley, mia)
    assert [client.get("/at/valley/people").status_code for client in (phone, desk)] == [302, 302]


def test_an_ended_assignment_hides_the_cohe_at_once(app: Flask, valley: Organisation) -> None:
    manager = make_member(make_lni(), Role.CONTRACT_MANAGER)
    organisations.assign(SYSTEM, manager, valley)
    client = sign_in(app.test_client(), manager)
    assert client.get("/at/valley/people").status_code == 200
    organisations.end_assignment(SYSTEM, manager, valley)
    assert client.get("/at/valley/people").status_code == 404


@pytest.mark.parametrize(
    ("steps", "status"),
    [
        ([timedelta(minutes=29)] * 3, 200),
        ([timedelta(minutes=31)], 302),
        ([timedelta(minutes=29)] * 25, 302),  # more than 12 hours, however busy
    ],
)
def test_a_visit_ends_after_half_an_hour_without_a_page_and_after_twelve_hours_in_any_case(
    app: Flask, valley: Organisation, monkeypatch: pytest.MonkeyPatch, steps: list[timedelta], status: int
) -> None:
    now = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: now)
    client = sign_in(app.test_client(), make_member(valley, Role.MANAGER))
    for step in steps:
        now += step
        found = client.get("/account").status_code
    assert found == status


def test_the_secret_changes_when_somebody_signs_in(app: Flask, mia: Member) -> None:
    client = app.test_client()
    fetch(client, "/login")
    before = client.get_cookie("visit")
    mia.signed_in(client)
    after = client.get_cookie("visit")
    assert before
    assert after
    assert before.value != after.value
    thief = app.test_client()
    thief.set_cookie("visit", before.value)
    assert thief.get("/account").status_code == 302


def test_the_cookie_is_a_bare_secret_that_scripts_cannot_read(app: Flask, mia: Member) -> None:
    client = mia.signed_in()
    cookie = client.get_cookie("visit")
    assert cookie
    assert (cookie.http_only, cookie.same_site, len(cookie.value)) == (True, "Lax", 43)
    assert db.session.get(Visit, cookie.value) is None
    assert db.session.get(Visit, accounts.visit_digest(cookie.value)) is not None


@pytest.mark.parametrize("cookie", ["", "x", "x" * 43, "x" * 4000, "../..", "' OR 1=1 --", "\x7f"])
def test_a_made_up_cookie_is_nobody(app: Flask, valley: Organisation, cookie: str) -> None:
    client = app.test_client()
    client.set_cookie("visit", cookie)
    assert client.get("/account").status_code == 302


def test_who_signs_out_everywhere_else_stays(app: Flask, mia: Member) -> None:
    here, there, elsewhere = (mia.signed_in() for _ in range(3))
    assert "2 other sessions were ended" in fetch(here, "/account").submit().main
    assert [each.get("/account").status_code for each in (here, there, elsewhere)] == [200, 302, 302]


def test_a_page_that_is_only_read_writes_nothing_but_when_it_was_seen(
    app: Flask, valley: Organisation, statements: list[str]
) -> None:
    client = sign_in(app.test_client(), make_member(valley, Role.MANAGER))
    fetch(client, "/at/valley/people")
    statements.clear()
    fetch(client, "/at/valley/people")
    assert [each for each in statements if each.split()[0] in ("INSERT", "UPDATE", "DELETE")] == []


@on_sqlite
def test_a_page_is_given_while_others_hold_the_database(
    app: Flask, valley: Organisation, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    client = sign_in(app.test_client(), make_member(valley, Role.MANAGER))
    fetch(client, "/at/valley/people")
    began = clock.now()
    monkeypatch.setattr(clock, "now", lambda: began + timedelta(minutes=2))
    monkeypatch.setattr("onboarding.extensions.WAIT_FOR_LOCK", "10")
    db.session.remove()
    db.engine.dispose()
    holder = db.engine.raw_connection()
    holder.cursor().execute("BEGIN IMMEDIATE")
    assert client.get("/at/valley/people").status_code == 200
    assert "a visit was not noted" in caplog.text
    holder.cursor().execute("ROLLBACK")
    holder.close()
    fetch(client, "/at/valley/people")
    assert db.session.query(Visit.seen_at).scalar() == clock.now()


def test_ended_visits_are_cleared_away(app: Flask, mia: Member) -> None:
    mia.signed_in()
    assert visits.purge(clock.now()) == 0
    assert visits.purge(clock.now() + timedelta(hours=13)) > 0
    assert db.session.query(Visit).count() == 0


def test_a_form_that_took_hours_to_fill_in_is_taken_while_the_visit_goes_on(
    app: Flask, mia: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = mia.signed_in()
    with monkeypatch.context() as then:
        then.setattr(TimestampSigner, "get_timestamp", lambda _: int(time.time()) - 11 * 3600)
        token = token_of(client, "/change")
    assert client.post("/account/end-others", data={"csrf_token": token}).status_code == 302


def test_a_page_that_asks_by_itself_does_not_keep_the_visit_alive_and_somebody_there_does(
    app: Flask, mia: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = clock.now()
    monkeypatch.setattr(clock, "now", lambda: began)
    client = mia.signed_in()
    for minutes in (10, 28):
        monkeypatch.setattr(clock, "now", lambda minutes=minutes: began + timedelta(minutes=minutes))
        told = client.get("/account/visit").get_json()
        assert (told["left"], told["longest"]) == ((30 - minutes) * 60, (720 - minutes) * 60)
    token = told["token"]
    assert client.post("/account/stay", data={"csrf_token": token}).get_json()["left"] == 30 * 60
    monkeypatch.setattr(clock, "now", lambda: began + timedelta(minutes=57))
    assert client.get("/account/visit").get_json()["left"] == 60
    monkeypatch.setattr(clock, "now", lambda: began + timedelta(minutes=58))
    assert client.get("/account/visit").status_code == 302


def test_a_packet_that_is_waited_for_does_not_keep_the_visit_alive(
    app: Flask, mia: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = clock.now()
    monkeypatch.setattr(clock, "now", lambda: began)
    client = mia.signed_in()
    for minutes in (10, 29):
        monkeypatch.setattr(clock, "now", lambda minutes=minutes: began + timedelta(minutes=minutes))
        assert client.get("/at/valley/packets/1/progress").status_code == 404
    monkeypatch.setattr(clock, "now", lambda: began + timedelta(minutes=31))
    assert client.get("/at/valley/packets/1/progress").status_code == 302


def test_staying_does_not_make_a_visit_longer_than_twelve_hours(
    app: Flask, mia: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = clock.now()
    monkeypatch.setattr(clock, "now", lambda: began)
    client = mia.signed_in()
    for minutes in range(25, 720, 25):
        monkeypatch.setattr(clock, "now", lambda minutes=minutes: began + timedelta(minutes=minutes))
        page = fetch(client, "/account")
    dialog = page.with_class("stay")[0]
    assert dialog.get("data-left") == str((720 - minutes) * 60)
