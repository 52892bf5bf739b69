"""The second factor and its recovery codes, attacked. Each test names the class of attack it replays."""

import time
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from onboarding import clock
from onboarding.extensions import db, writing
from onboarding.models.organisation import Organisation
from tests.accounts.steps import PASSWORD, Member, browser, enrolled, half_signed_in, is_in, token_of
from tests.make import make_cohe, sign_in
from tests.page import fetch
from tests.stored import on_sqlite

pytestmark = on_sqlite


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def mia(app: Flask, valley: Organisation) -> Member:
    return enrolled(app, valley)


FORMS: dict[str, Any] = {
    "left out": {},
    "empty": {"code": ""},
    "blank": {"code": "   "},
    "null": {"code": "null"},
    "None": {"code": "None"},
    "undefined": {"code": "undefined"},
    "false": {"code": "false"},
    "a list": {"code[]": "000000"},
    "a dict": {"code[a]": "1"},
    "twice, blank": {"code": ["", ""]},
    "zeros": {"code": "000000"},
    "too many digits": {"code": "0" * 2000},
    "other digits": {"code": "१२३४५६"},
    "signs": {"code": "+1-2 e3"},
    "a nul": {"code": "12345\x006"},
    "half a character": {"code": b"\xed\xa0\x80"},
}
BODIES: dict[str, Any] = {
    "null": {"code": None},
    "a list": {"code": ["000000"]},
    "a dict": {"code": {"$ne": 1}},
    "true": {"code": True},
    "a number": {"code": 0},
    "no object": ["code"],
    "nothing": None,
    "a word": "code",
}


@pytest.mark.parametrize("address", ["/tf-validate", "/mf-recovery"])
def test_no_shape_of_a_missing_code_passes(app: Flask, mia: Member, address: str) -> None:
    """Class 5, Horilla CVE-2026-24038: the field left out, and None equals None. 16 shapes each."""
    assert not mia.user().mf_recovery_codes
    client = half_signed_in(mia)
    token = token_of(client, address)
    for number, (shape, data) in enumerate(FORMS.items()):
        client.environ_base["REMOTE_ADDR"] = f"203.0.{number}.1"
        answer = client.post(address, data={"csrf_token": token, **data})
        assert answer.status_code == 200, shape
    assert not is_in(client)


@pytest.mark.parametrize("address", ["/tf-validate", "/mf-recovery", "/login", "/reset"])
def test_no_json_is_taken(app: Flask, mia: Member, address: str) -> None:
    """Classes 5 and 20, Flask-Security 5.9: a dict where a string is expected. 8 bodies each."""
    client = half_signed_in(mia)
    headers = {"X-CSRFToken": token_of(client, address)}
    for shape, body in BODIES.items():
        for kind in ("application/json", "application/vnd.api+json"):
            answer = client.post(address, json=body, content_type=kind, headers=headers)
            assert answer.status_code == 415, shape
    assert not is_in(client)


@pytest.mark.parametrize("spelling", ["{}", " {} ", "{0:.3} {0:3.3}", "{}\n"])
def test_a_code_spelled_otherwise_is_no_other_code(app: Flask, mia: Member, spelling: str) -> None:
    """Class 6, TOB-PYPI26-9: replay by blanks."""
    code = mia.code()
    first, second = half_signed_in(mia), half_signed_in(mia)
    fetch(first, "/tf-validate").submit(code=code)
    other = {"{}": code, " {} ": f" {code} ", "{}\n": f"{code}\n"}.get(spelling, f"{code[:3]} {code[3:]}")
    fetch(second, "/tf-validate").submit(code=other)
    assert (is_in(first), is_in(second)) == (True, False)


def test_an_earlier_code_is_not_taken_after_a_later_one(app: Flask, mia: Member) -> None:
    """Class 6: a code seen over the shoulder and not used, after the owner has signed in with the next."""
    earlier, later = (str(mia.totp.generate(time.time() + shift).token) for shift in (-30, 0))
    first, second = half_signed_in(mia), half_signed_in(mia)
    fetch(first, "/tf-validate").submit(code=later)
    fetch(second, "/tf-validate").submit(code=earlier)
    assert (is_in(first), is_in(second)) == (True, False)


@pytest.mark.parametrize("shift", [-3600, -120, 120, 3600])
def test_a_code_of_another_time_is_not_taken(app: Flask, mia: Member, shift: int) -> None:
    """Class 6: an old code, or one read ahead."""
    client = half_signed_in(mia)
    fetch(client, "/tf-validate").submit(code=str(mia.totp.generate(time.time() + shift).token))
    assert not is_in(client)


def test_another_members_code_is_not_taken(app: Flask, valley: Organisation, mia: Member) -> None:
    """Class 7: a secret bound to another account."""
    other, client = enrolled(app, valley), half_signed_in(mia)
    fetch(client, "/tf-validate").submit(code=other.code())
    assert not is_in(client)


@pytest.mark.parametrize("address", ["/tf-validate", "/mf-recovery", "/tf-setup"])
def test_a_step_cannot_be_taken_before_the_password(app: Flask, mia: Member, address: str) -> None:
    """Class 12: a helper endpoint without the check."""
    client = browser(app)
    assert client.get(address).status_code == 302
    answer = client.post(address, data={"csrf_token": token_of(client), "code": mia.code(), "setup": "authenticator"})
    assert answer.status_code == 302
    assert not is_in(client)


@pytest.mark.parametrize("address", ["/tf-rescue", "/tf-select", "/fs-static/x", "/register", "/us-signin", "/confirm"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_ways_around_do_not_exist(app: Flask, mia: Member, address: str, method: str) -> None:
    """Class 12: routes that the library makes by itself."""
    client = half_signed_in(mia)
    data = {"csrf_token": token_of(client), "help_setup": "email"} if method == "POST" else None
    assert client.open(address, method=method, data=data).status_code in (404, 405)


@pytest.mark.parametrize("method", ["disable", "email", "sms", "mail", "google_authenticator", "", "none"])
def test_the_second_factor_cannot_be_disabled_or_weakened(app: Flask, mia: Member, method: str) -> None:
    """Class 5: another method that somebody else can read, or none at all."""
    client = sign_in(browser(app), mia.user())
    before = mia.user().tf_totp_secret
    client.post("/tf-setup", data={"csrf_token": token_of(client, "/tf-setup"), "setup": method, "phone": "2065550100"})
    db.session.expire_all()
    assert (mia.user().tf_primary_method, mia.user().tf_totp_secret) == ("authenticator", before)


def test_a_key_that_was_shown_to_somebody_else_cannot_be_put_in(app: Flask, valley: Organisation, mia: Member) -> None:
    """Class 19, GHSA-f66q-9rf6-8795: a stale session, and a signed state made under another account."""
    thief = enrolled(app, valley, name="Theo Thief")
    page = fetch(sign_in(browser(app), thief.user()), "/tf-setup").submit()
    theirs = Member(app, thief.email, page.all("code")[0].text or "")
    address = page.forms()[0].get("action") or ""
    stale = sign_in(browser(app), mia.user())
    with stale.session_transaction() as session:
        session["fs_paa"] = time.time() - 3600
    before = mia.user().tf_totp_secret
    code = str(theirs.totp.generate().token)
    stale.post(address, data={"csrf_token": token_of(stale, "/verify"), "code": code})
    db.session.expire_all()
    assert mia.user().tf_totp_secret == before


def test_an_old_half_sign_in_cannot_replace_the_second_factor_set_up_since(app: Flask, mia: Member) -> None:
    """Class 5: the password was known before there was a second factor, and the browser was kept waiting."""
    user = mia.user()
    kept = (user.tf_primary_method, user.tf_totp_secret)
    user.tf_primary_method = user.tf_totp_secret = None
    with writing():
        db.session.commit()
    thief = half_signed_in(mia, state="setup_from_login")
    page = fetch(thief, "/tf-setup").submit()
    theirs = Member(app, mia.email, page.all("code")[0].text or "")
    user = mia.user()
    user.tf_primary_method, user.tf_totp_secret = kept
    with writing():
        db.session.commit()
    page.submit(code=str(theirs.totp.generate().token))
    fetch(thief, "/tf-setup").submit()
    db.session.expire_all()
    assert not is_in(thief)
    assert mia.user().tf_totp_secret == kept[1]


STEPS = {"/tf-setup": {"setup": "authenticator"}, "/mf-recovery-codes": {"generate_new_codes": "1"}}


@pytest.mark.parametrize("address", STEPS)
@pytest.mark.parametrize("age", [301, 3600, -301])
def test_what_matters_asks_for_the_password_again(app: Flask, mia: Member, address: str, age: int) -> None:
    """Class 19: a stale session, or one whose clock runs ahead."""
    client = sign_in(browser(app), mia.user())
    token = token_of(client, "/verify")
    with client.session_transaction() as session:
        session["fs_paa"] = time.time() - age
    for parameters in ("", "?fs_gexp=9999999999", "?fs_paa=9999999999"):
        answer = client.post(address + parameters, data={"csrf_token": token, **STEPS[address]})
        assert answer.status_code == 302
        assert answer.location.startswith("/verify")
    assert not mia.user().mf_recovery_codes


def test_a_wrong_password_does_not_make_a_session_fresh(app: Flask, mia: Member) -> None:
    """Class 19: re-authentication that only looks like one."""
    client = sign_in(browser(app), mia.user())
    with client.session_transaction() as session:
        session["fs_paa"] = 1
    page = fetch(client, "/verify")
    page.submit(password="not the password at all")
    assert client.get("/mf-recovery-codes").status_code == 302
    page.submit(password=PASSWORD)
    assert client.get("/mf-recovery-codes").status_code == 200


def test_recovery_codes_are_not_shown_again(app: Flask, mia: Member) -> None:
    """Class 15: a secret is shown once, and kept sealed."""
    client = sign_in(browser(app), mia.user())
    codes = [each.text or "" for each in fetch(client, "/mf-recovery-codes").submit().all("code")]
    assert len(codes) == 10
    again = client.get("/mf-recovery-codes?show_codes=1").get_data(as_text=True)
    kept = str(mia.user().mf_recovery_codes)
    assert not any(code in again or code in kept for code in codes)


@pytest.mark.parametrize("typed", ["{}", "{upper}", "{bare}", " {} ", "{spaced}"])
def test_a_recovery_code_works_however_it_is_typed(app: Flask, mia: Member, typed: str) -> None:
    page = fetch(sign_in(browser(app), mia.user()), "/mf-recovery-codes").submit()
    code = page.all("code")[4].text or ""
    client = half_signed_in(mia)
    spaced, bare = code.replace("-", " "), code.replace("-", "")
    fetch(client, "/mf-recovery").submit(code=typed.format(code, upper=code.upper(), bare=bare, spaced=spaced))
    assert is_in(client)


def test_new_recovery_codes_make_the_earlier_ones_useless(app: Flask, mia: Member) -> None:
    """Class 16: what was revoked is gone at once."""
    client = sign_in(browser(app), mia.user())
    page = fetch(client, "/mf-recovery-codes").submit()
    old = page.all("code")[0].text or ""
    fetch(client, "/mf-recovery-codes").submit()
    other = half_signed_in(mia)
    fetch(other, "/mf-recovery").submit(code=old)
    assert not is_in(other)


def test_a_half_sign_in_ends_like_any_visit(app: Flask, mia: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    """Class 8: a sign-in that waits for its code does not wait for ever."""
    client: FlaskClient = half_signed_in(mia)
    later = clock.now() + timedelta(minutes=31)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert client.get("/tf-validate").status_code == 302


@pytest.mark.parametrize("ended", ["disabled", "password"])
def test_a_half_sign_in_ends_with_the_account_or_its_password(app: Flask, mia: Member, ended: str) -> None:
    """Class 8, OrangeHRM CVE-2025-66289: what was begun before is not finished after."""
    from onboarding.services import accounts
    from onboarding.services.change import SYSTEM

    client, code = half_signed_in(mia), mia.code()
    page = fetch(client, "/tf-validate")
    if ended == "disabled":
        accounts.disable(SYSTEM, mia.user())
    else:
        new = "eleven otters in the Sound"
        fetch(sign_in(browser(app), mia.user()), "/change").submit(
            password=PASSWORD, new_password=new, new_password_confirm=new
        )
    page.submit(code=code)
    assert not is_in(client)
