"""Signing in with a passkey after the password, and everything that does not sign in."""

import json
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from flask import Flask

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.message import Message
from onboarding.models.organisation import Organisation
from onboarding.models.passkey import Passkey, PasskeyChallenge
from onboarding.services import throttle, visits
from tests.accounts.steps import Member, browser, enrolled, half_signed_in, is_in
from tests.page import fetch
from tests.passkeys.authenticator import PRESENT, Authenticator
from tests.passkeys.steps import PARTY, USE, actions, by_code, options, use, with_passkey, without_app
from tests.stored import on_sqlite


def test_the_password_and_then_the_passkey(app: Flask, mia: Member, phone: Authenticator) -> None:
    client = app.test_client()
    page = mia.password_given(client)
    assert page.heading == "Your passkey"
    assert not is_in(client)
    assert "Sign out" in use(client, phone).html
    assert is_in(client)
    row = db.session.query(Passkey).one()
    assert (row.sign_count, row.used_at is not None, row.transports) == (1, True, ["internal"])
    assert actions()[-1] == "signed_in"


def test_a_code_instead(app: Flask, mia: Member, phone: Authenticator) -> None:
    client = app.test_client()
    page = mia.password_given(client)
    assert page.heading == "Your passkey"
    assert "Use a code instead" in page.main
    page = fetch(client, "/tf-validate")
    assert "Use your passkey" in page.main
    page.submit(code=mia.code())
    assert is_in(client)


def test_where_to_go_on_to_is_kept(app: Flask, mia: Member, phone: Authenticator) -> None:
    client = app.test_client()
    page = fetch(client, "/account").submit(email=mia.email, password="seven herons over the Skagit")
    assert page.heading == "Your passkey"
    assert page.submit(answer=phone.used(options(client, USE), PARTY.origin)).heading == "Your account"


@pytest.mark.parametrize("counts", [True, False])
def test_again_and_again(app: Flask, mia: Member, counts: bool) -> None:
    device = with_passkey(mia, Authenticator(counts=counts))
    for _ in range(3):
        client = half_signed_in(mia)
        use(client, device)
        assert is_in(client)


def test_a_security_key_without_a_pin_is_enough(app: Flask, mia: Member, phone: Authenticator) -> None:
    client = half_signed_in(mia)
    use(client, phone, flags=PRESENT)
    assert is_in(client)


WRONG: dict[str, dict[str, Any]] = {
    "another origin": {"origin": "http://localhost.example.org:8000"},
    "another port": {"origin": "http://localhost:8001"},
    "another host": {"host": "example.org"},
    "another challenge": {"challenge": "AAAA"},
    "no challenge": {"challenge": ""},
    "made for adding": {"kind": "webauthn.create"},
    "nobody there": {"flags": 0},
    "another account's handle": {"handle": "AAAA"},
}


@on_sqlite
@pytest.mark.parametrize("otherwise", WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_in_one_thing_does_not_sign_in(
    app: Flask, mia: Member, phone: Authenticator, otherwise: dict[str, Any]
) -> None:
    client = half_signed_in(mia)
    page = use(client, phone, **otherwise)
    assert "does not belong to your account" in page.main
    assert not is_in(client)
    assert db.session.query(Passkey).one().used_at is None


@on_sqlite
def test_another_key_under_the_same_name_does_not_sign_in(app: Flask, mia: Member, phone: Authenticator) -> None:
    client = half_signed_in(mia)
    use(client, Authenticator(id=phone.id, handle=phone.handle))
    assert not is_in(client)


@on_sqlite
def test_somebody_elses_passkey_does_not_sign_in(app: Flask, valley: Organisation, mia: Member) -> None:
    with_passkey(mia)
    theirs = with_passkey(enrolled(app, valley))
    client = half_signed_in(mia)
    assert "does not belong to your account" in use(client, theirs).main
    assert not is_in(client)


@on_sqlite
def test_a_removed_passkey_does_not_sign_in(app: Flask, mia: Member, phone: Authenticator) -> None:
    client = half_signed_in(mia)
    page = fetch(client, USE)
    signed = phone.used(options(client, USE), PARTY.origin)
    id = db.session.query(Passkey).one().id
    assert fetch(by_code(mia), f"/account/passkeys/{id}/remove").submit().heading == "Your account"
    page.submit(answer=signed)
    assert not is_in(client)


def test_an_answer_is_taken_once(app: Flask, mia: Member) -> None:
    device = with_passkey(mia, Authenticator(counts=False))
    first = half_signed_in(mia)
    page = fetch(first, USE)
    signed = device.used(options(first, USE), PARTY.origin)
    with first.session_transaction() as session:
        kept = dict(session)
    page.submit(answer=signed)
    assert is_in(first)
    thief = half_signed_in(mia)
    with thief.session_transaction() as session:
        session.update(passkey_challenge=kept["passkey_challenge"])
    assert "took too long, or was sent twice" in fetch(thief, USE).submit(answer=signed).main
    assert not is_in(thief)


@on_sqlite
def test_a_wrong_answer_takes_its_challenge_too(app: Flask, mia: Member, phone: Authenticator) -> None:
    client = half_signed_in(mia)
    asked = options(client, USE)
    page = fetch(client, USE).submit(answer=phone.used(asked, "http://localhost:8001"))
    assert "took too long" in page.submit(answer=phone.used(asked, PARTY.origin)).main
    assert not is_in(client)


@on_sqlite
@pytest.mark.parametrize(("seconds", "opens"), [(299, True), (300, False), (301, False)])
def test_a_challenge_lasts_five_minutes(
    app: Flask, mia: Member, phone: Authenticator, monkeypatch: pytest.MonkeyPatch, seconds: int, opens: bool
) -> None:
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    client = half_signed_in(mia)
    page = fetch(client, USE)
    asked = options(client, USE)
    now += timedelta(seconds=seconds)
    page.submit(answer=phone.used(asked, PARTY.origin))
    assert is_in(client) is opens


@on_sqlite
def test_a_challenge_of_another_account_is_none(app: Flask, valley: Organisation, mia: Member) -> None:
    phone = with_passkey(mia)
    other = enrolled(app, valley)
    with_passkey(other)
    theirs = half_signed_in(other)
    asked = options(theirs, USE)
    with theirs.session_transaction() as session:
        kept = session["passkey_challenge"]
    client = half_signed_in(mia)
    with client.session_transaction() as session:
        session["passkey_challenge"] = kept
    assert "took too long" in fetch(client, USE).submit(answer=phone.used(asked, PARTY.origin)).main
    assert not is_in(client)


@pytest.mark.parametrize("back_to", [0, 1])  # it says 1 or 2 next
def test_a_counter_that_does_not_go_on_is_refused_and_told(
    app: Flask, mia: Member, phone: Authenticator, back_to: int
) -> None:
    use(half_signed_in(mia), phone)
    use(half_signed_in(mia), phone)  # the counter is 2 by now
    phone.count = back_to
    client = half_signed_in(mia)
    assert "a copy of it may be in use" in use(client, phone).main
    assert not is_in(client)
    assert db.session.query(Passkey).one().sign_count == 2
    assert actions().count("passkey_copied") == 1
    letter = db.session.query(Message).filter_by(kind="passkey_copied").one()
    assert (letter.to_address, "My phone" in letter.body) == (mia.email, True)


@on_sqlite
def test_nobody_raises_the_alarm_without_the_key(app: Flask, mia: Member, phone: Authenticator) -> None:
    """The library compares the counter before it looks at the signature."""
    use(half_signed_in(mia), phone)
    use(half_signed_in(mia), Authenticator(id=phone.id, handle=phone.handle, counts=False))
    assert "passkey_copied" not in actions()


@on_sqlite
def test_tries_are_counted_as_those_of_codes_are(app: Flask, mia: Member, phone: Authenticator) -> None:
    client = half_signed_in(mia)
    for _ in range(throttle.AT_ONE_ACCOUNT_FROM_ONE_PLACE):
        use(client, phone, origin="http://localhost:8001")
    page = use(client, phone)
    assert page.status == 429
    assert "Too many tries. Wait 15 minutes" in page.main
    assert not is_in(client)
    assert fetch(client, "/tf-validate").submit(code=mia.code()).status == 429  # one count for both


@on_sqlite
@pytest.mark.parametrize("path", ["/passkey", "/passkey/set-up"])
def test_no_step_before_the_password(app: Flask, mia: Member, phone: Authenticator, path: str) -> None:
    client = browser(app)
    assert fetch(client, path).heading == "Sign in"
    assert client.post(f"{path}/options").status_code in (302, 400)
    assert db.session.query(PasskeyChallenge).count() == 0


@on_sqlite
def test_who_has_a_passkey_sets_up_nothing_with_the_password_alone(
    app: Flask, mia: Member, phone: Authenticator
) -> None:
    """An old sign-in that waits at setting up, and one that goes there by itself."""
    without_app(mia)
    for state in ("setup_from_login", "validating_profile"):
        client = half_signed_in(mia, state=state)
        page = fetch(client, "/passkey/set-up")
        made = Authenticator().made(options(client, "/passkey/set-up"), PARTY.origin)
        assert "already set up" in page.submit(name="Thief", answer=made).main
        assert "already set up" in fetch(client, "/tf-setup").submit().main
        assert not is_in(client)
    client = half_signed_in(mia)
    assert fetch(client, "/passkey/set-up").heading == "Sign in"


@on_sqlite
def test_nobody_is_asked_for_a_code_without_an_app(app: Flask, mia: Member, phone: Authenticator) -> None:
    without_app(mia)
    client = app.test_client()
    page = mia.password_given(client)
    assert "Use a code instead" not in page.main
    assert fetch(client, "/tf-validate").heading == "Your passkey"
    token = page.html.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    for code in ("000000", "", "None"):
        client.post("/tf-validate", data={"csrf_token": token, "code": code})
    assert not is_in(client)


@on_sqlite
def test_a_recovery_code_without_the_passkey(app: Flask, mia: Member, phone: Authenticator) -> None:
    codes = fetch(by_code(mia), "/mf-recovery-codes").submit().all("code")
    without_app(mia)
    client = app.test_client()
    mia.password_given(client)
    fetch(client, "/mf-recovery").submit(code=codes[0].text)
    assert is_in(client)


@on_sqlite
def test_a_passkey_of_another_address_is_said_and_the_code_asked_for(
    app: Flask, mia: Member, phone: Authenticator
) -> None:
    app.extensions["config"] = app.extensions["config"]._replace(base_url="https://elsewhere.example.org")
    assert mia.password_given(app.test_client()).heading == "The code of your authenticator"
    without_app(mia)
    client = app.test_client()
    page = mia.password_given(client)
    assert "do not work at this address" in page.main
    assert not is_in(client)
    assert "already set up" in fetch(half_signed_in(mia, state="setup_from_login"), "/tf-setup").submit().main


SHAPES = ["", "null", "[]", "{}", '"x"', '{"id": 1}', "x" * 20_000, "[" * 9000, '{"id": "a\\u0000b"}']


@on_sqlite
def test_no_shape_of_an_answer_passes_or_breaks(app: Flask, mia: Member, phone: Authenticator) -> None:
    for number, shape in enumerate(SHAPES):
        client = half_signed_in(mia, browser(app, f"203.0.{number}.1"))
        page = fetch(client, USE)
        options(client, USE)
        answer = page.submit(answer=shape)
        assert answer.status == 200, shape[:20]
        assert not is_in(client)


@on_sqlite
def test_no_part_of_an_answer_can_be_otherwise(app: Flask, mia: Member, phone: Authenticator) -> None:
    """Each part left out, emptied, or of another type."""
    whole = json.loads(phone.used({"rpId": "localhost", "challenge": "AAAA"}, PARTY.origin))
    parts = [("id",), ("rawId",), ("type",), ("response",), *(("response", part) for part in whole["response"])]
    for number, (path, value) in enumerate(product(parts, (None, "", "!", [], {"a": 1}, 7))):
        client = half_signed_in(mia, browser(app, f"203.0.{number}.1"))
        page = fetch(client, USE)
        said = json.loads(phone.used(options(client, USE), PARTY.origin))
        (said if len(path) == 1 else said["response"])[path[-1]] = value
        page.submit(answer=json.dumps(said))
        not_given = path == ("response", "userHandle") and value in (None, "")  # as a security key leaves it out
        assert is_in(client) is not_given, (path, value)


@on_sqlite
def test_old_challenges_go(app: Flask, mia: Member, phone: Authenticator) -> None:
    options(half_signed_in(mia), USE)
    db.session.rollback()
    visits.purge(clock.now() + timedelta(hours=11))
    assert db.session.query(PasskeyChallenge).count() == 1
    db.session.rollback()
    visits.purge(clock.now() + timedelta(hours=13))
    assert db.session.query(PasskeyChallenge).count() == 0
