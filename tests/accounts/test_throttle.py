"""Whoever guesses is shut out, and nobody else: by account and place, by account over all places, and by network."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from onboarding import clock
from onboarding.extensions import db, writing
from onboarding.models.account import Attempt
from onboarding.models.message import Message
from onboarding.models.organisation import Organisation
from onboarding.services import resets, throttle, visits
from onboarding.services.change import SYSTEM
from onboarding.services.throttle import Place
from tests.accounts.steps import Member, enrolled
from tests.house.source import ROOT
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
        throttle.failed(SYSTEM, mia.email, Place(f"203.0.113.{number}"))
        throttle.failed(SYSTEM, mia.email, Place(f"2001:db8:1:1::{number}"))
    assert throttle.wait(mia.email, Place("203.0.113.200"))
    assert throttle.wait(mia.email, Place("2001:db8:1:1:ffff::1"))
    assert throttle.wait(mia.email, Place("2001:db8:1:2::1")) is None


def test_the_victim_signs_in_from_elsewhere_meanwhile(app: Flask, mia: Member) -> None:
    guessed(mia, browser(app, "203.0.113.9"), 12)
    mia.signed_in(browser(app, "198.51.100.7"))


def test_many_networks_at_one_account_shut_out_the_unknown_ones_and_never_the_owners(app: Flask, mia: Member) -> None:
    mia.signed_in()
    for number in range(100):
        throttle.failed(SYSTEM, mia.email, Place(f"203.0.{number}.1"))
    assert (throttle.wait(mia.email, Place("192.0.2.1")) or timedelta()) > timedelta(minutes=59)
    assert throttle.wait(mia.email, Place("127.0.0.1")) is None  # where they signed in before
    mia.signed_in()


def test_one_network_at_many_accounts_is_shut_out(app: Flask) -> None:
    for number in range(100):
        throttle.failed(SYSTEM, f"victim{number}@example.org", Place("203.0.113.9"))
    assert throttle.wait("another@example.org", Place("203.0.113.9"))
    assert throttle.wait("another@example.org", Place("198.51.100.1")) is None


@pytest.mark.parametrize("spelling", ["{}", " {} ", "{upper}"])
def test_a_spelling_of_the_address_is_no_other_account(app: Flask, mia: Member, spelling: str) -> None:
    for _ in range(10):
        throttle.failed(SYSTEM, spelling.format(mia.email, upper=mia.email.upper()), Place("203.0.113.9"))
    assert throttle.wait(mia.email, Place("203.0.113.9"))


def test_it_is_over_after_a_quarter_of_an_hour(app: Flask, mia: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(10):
        throttle.failed(SYSTEM, mia.email, Place("203.0.113.9"))
    later = clock.now() + timedelta(minutes=15, seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert throttle.wait(mia.email, Place("203.0.113.9")) is None


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
        resets.answer()
    assert "Too many tries" in page.main
    assert db.session.query(Message).filter_by(to_address=mia.email, kind="reset_instructions").count() == 3


def test_a_header_anybody_can_send_does_not_change_where_somebody_comes_from(app: Flask, mia: Member) -> None:
    client = browser(app, "203.0.113.9")
    for number in range(10):
        client.environ_base["HTTP_X_FORWARDED_FOR"] = f"198.51.{number}.1"
        guessed(mia, client, 1)
    assert throttle.wait(mia.email, Place("203.0.113.9"))


def tries(email: str, place: Place, right: bool = False) -> bool:
    """Whether a try was looked at."""
    return throttle.attempt(SYSTEM, email, place, lambda: right).wait is None


def test_a_colleague_in_the_same_office_is_not_held_up(app: Flask, valley: Organisation, mia: Member) -> None:
    office = "203.0.113.9"
    guessed(mia, browser(app, office), 30)
    bo = enrolled(app, valley, name="Bo Beside")
    bo.signed_in(browser(app, office))
    mia.signed_in(browser(app, "198.51.100.7"))


def test_the_owner_is_let_in_by_the_browser_they_use_beside_whoever_guesses(app: Flask, mia: Member) -> None:
    """An office behind one address, the guesser and the owner in it, the visit and its cookie ended meanwhile."""
    office = "203.0.113.9"
    own = mia.signed_in(browser(app, office))
    own.delete_cookie("visit")
    guessed(mia, browser(app, office), 30)
    assert "Too many tries" in mia.password_given(browser(app, office)).main
    mia.signed_in(own)


def test_guesses_in_the_owners_own_browser_are_counted_there(app: Flask, mia: Member) -> None:
    own = mia.signed_in(browser(app, "203.0.113.9"))
    own.delete_cookie("visit")
    assert "Too many tries" in guessed(mia, own, 11).main
    mia.signed_in(browser(app, "198.51.100.7"))


def test_a_browser_that_somebody_else_signed_in_with_gives_no_more_guesses(
    app: Flask, valley: Organisation, mia: Member
) -> None:
    bo = enrolled(app, valley, name="Bo Beside")
    own = bo.signed_in(browser(app, "203.0.113.9"))
    own.delete_cookie("visit")
    guessed(mia, own, 10)
    assert "Too many tries" in mia.password_given(browser(app, "203.0.113.10")).main


def test_the_browsers_secret_is_kept_as_a_hash_and_out_of_reach_of_scripts(app: Flask, mia: Member) -> None:
    client = mia.signed_in(browser(app, "203.0.113.9"))
    cookie = client.get_cookie("browser")
    assert cookie
    assert cookie.http_only
    assert cookie.max_age == timedelta(days=90).total_seconds()
    assert cookie.value not in str([each.network for each in db.session.query(Attempt)])
    client.set_cookie("browser", "chosen by somebody else")
    client.delete_cookie("visit")
    mia.signed_in(client)
    assert len(client.get_cookie("browser").value) == 43  # type: ignore[union-attr]


def test_nobody_guesses_more_than_a_hundred_times_an_hour_at_one_account(app: Flask, mia: Member) -> None:
    """From any number of networks, among them the owner's, who signs in meanwhile."""
    known = [Place(f"198.51.{number}.1") for number in range(6)]
    for place in known:
        with writing():
            throttle.succeeded(mia.email, place)
            db.session.commit()
    others = [Place(f"203.0.{number}.1") for number in range(55)]
    looked_at = sum(tries(mia.email, place) for _ in range(10) for place in known)
    assert looked_at == throttle.IN_A_ROW_AT_ONE_ACCOUNT
    with writing():
        throttle.succeeded(mia.email, Place("192.0.2.1"))
        db.session.commit()
    looked_at += sum(tries(mia.email, place) for place in others)
    assert looked_at == 100
    assert not any(tries(mia.email, place, right=True) for place in (known[0], others[0], Place("192.0.2.99")))


def test_who_guesses_on_for_hours_is_looked_at_once_an_hour(
    app: Flask, mia: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()
    assert sum(tries(mia.email, Place(f"203.0.{number}.1")) for number in range(60)) == 50
    for hour in (1, 2):
        monkeypatch.setattr(clock, "now", lambda hour=hour: now + hour * timedelta(hours=1, minutes=1))
        assert [tries(mia.email, Place(f"198.51.{number}.1")) for number in range(3)] == [True, False, False]


@pytest.mark.parametrize(("accounts", "stopped"), [(99, False), (100, True)])
def test_one_password_at_many_accounts_stops_at_a_hundred(
    app: Flask, mia: Member, accounts: int, stopped: bool
) -> None:
    """Spraying; and who signed in from there before is let in all the same."""
    network = Place("203.0.113.9")
    with writing():
        throttle.succeeded(mia.email, network)
        for number in range(accounts):
            throttle.asked(f"victim{number}@example.org", network, "")
        db.session.commit()
    assert tries("another@example.org", network) is not stopped
    assert tries("another@example.org", Place("198.51.100.1"))
    mia.signed_in(browser(app, "203.0.113.9"))


def test_many_guesses_at_few_accounts_do_not_stop_a_network(app: Flask) -> None:
    network = Place("203.0.113.9")
    with writing():
        for number in range(200):
            throttle.asked(f"victim{number % 20}@example.org", network, "")
        db.session.commit()
    assert tries("another@example.org", network)


def test_the_numbers_are_documented() -> None:
    page = (ROOT / "docs" / "signing-in.md").read_text(encoding="utf-8")
    for said in (
        f"{throttle.AT_ONE_ACCOUNT_FROM_ONE_PLACE} within {throttle.WINDOW // timedelta(minutes=1)} minutes",
        f"{throttle.IN_A_ROW_AT_ONE_ACCOUNT} in a row",
        f"{throttle.ACCOUNTS_FROM_ONE_NETWORK} accounts within an hour",
        f"{resets.LETTERS_AN_HOUR} letters an hour",
        f"{visits.ATTEMPTS_KEPT.days} days",
    ):
        assert said in page, said
