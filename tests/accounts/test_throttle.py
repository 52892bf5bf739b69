"""Whoever guesses is shut out, and nobody else: by account and network, by network, and over all networks."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.message import Message
from onboarding.models.organisation import Organisation
from onboarding.services import throttle
from onboarding.services.change import SYSTEM
from tests.accounts.steps import Member, enrolled
from tests.make import make_cohe
from tests.page import Page, fetch

WRONG = "not the password at all"


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def mia(app: Flask, valley: Organisation) -> Member:
    return enrolled(app, valley)


def browser(app: Flask, address: str) -> FlaskClient:
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = address
    return client


def guessed(mia: Member, client: FlaskClient, times: int) -> Page:
    page = fetch(client, "/login")
    for _ in range(times):
        page = page.submit(email=mia.email, password=WRONG)
    return page


def test_after_ten_failures_even_the_password_is_refused_from_there(app: Flask, mia: Member) -> None:
    attacker = browser(app, "203.0.113.9")
    assert "Too many tries" not in guessed(mia, attacker, 10).main
    page = mia.password_given(attacker)
    assert "Too many tries. Wait 15 minutes" in page.main
    assert page.status == 429


def test_the_neighbours_of_an_address_count_with_it(app: Flask, mia: Member) -> None:
    for number in range(10):
        throttle.failed(SYSTEM, mia.email, f"203.0.113.{number}")
        throttle.failed(SYSTEM, mia.email, f"2001:db8:1:1::{number}")
    assert throttle.wait(mia.email, "203.0.113.200")
    assert throttle.wait(mia.email, "2001:db8:1:1:ffff::1")
    assert throttle.wait(mia.email, "2001:db8:1:2::1") is None


def test_the_victim_signs_in_from_elsewhere_meanwhile(app: Flask, mia: Member) -> None:
    guessed(mia, browser(app, "203.0.113.9"), 12)
    mia.signed_in(browser(app, "198.51.100.7"))


def test_many_networks_at_one_account_shut_out_the_unknown_ones_and_never_the_owners(app: Flask, mia: Member) -> None:
    mia.signed_in()
    for number in range(100):
        throttle.failed(SYSTEM, mia.email, f"203.0.{number}.1")
    assert (throttle.wait(mia.email, "192.0.2.1") or timedelta()) > timedelta(minutes=59)
    assert throttle.wait(mia.email, "127.0.0.1") is None  # where they signed in before
    mia.signed_in()


def test_one_network_at_many_accounts_is_shut_out(app: Flask) -> None:
    for number in range(100):
        throttle.failed(SYSTEM, f"victim{number}@example.org", "203.0.113.9")
    assert throttle.wait("another@example.org", "203.0.113.9")
    assert throttle.wait("another@example.org", "198.51.100.1") is None


@pytest.mark.parametrize("spelling", ["{}", " {} ", "{upper}"])
def test_a_spelling_of_the_address_is_no_other_account(app: Flask, mia: Member, spelling: str) -> None:
    for _ in range(10):
        throttle.failed(SYSTEM, spelling.format(mia.email, upper=mia.email.upper()), "203.0.113.9")
    assert throttle.wait(mia.email, "203.0.113.9")


def test_it_is_over_after_a_quarter_of_an_hour(app: Flask, mia: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(10):
        throttle.failed(SYSTEM, mia.email, "203.0.113.9")
    later = clock.now() + timedelta(minutes=15, seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert throttle.wait(mia.email, "203.0.113.9") is None


def test_codes_are_guessed_as_slowly_as_passwords(app: Flask, mia: Member) -> None:
    client = browser(app, "203.0.113.9")
    page = mia.password_given(client)
    for _ in range(10):
        page = page.submit(code="000000")
    assert "Too many tries" in page.submit(code=mia.code()).main
    assert client.get("/account").status_code == 302


def test_recovery_codes_too(app: Flask, mia: Member) -> None:
    fetch(mia.signed_in(), "/mf-recovery-codes").submit()
    client = browser(app, "203.0.113.9")
    mia.password_given(client)
    page = fetch(client, "/mf-recovery")
    for _ in range(11):
        page = page.submit(code="aaaa-bbbb-cccc")
    assert "Too many tries" in page.main


def test_resets_cannot_be_asked_for_without_end(app: Flask, mia: Member) -> None:
    page = fetch(browser(app, "203.0.113.9"), "/reset")
    for _ in range(15):
        page = page.submit(email=mia.email)
    assert db.session.query(Message).filter_by(to_address=mia.email, kind="reset_instructions").count() == 10


def test_a_header_anybody_can_send_does_not_change_where_somebody_comes_from(app: Flask, mia: Member) -> None:
    client = browser(app, "203.0.113.9")
    for number in range(10):
        client.environ_base["HTTP_X_FORWARDED_FOR"] = f"198.51.{number}.1"
        guessed(mia, client, 1)
    assert throttle.wait(mia.email, "203.0.113.9")
