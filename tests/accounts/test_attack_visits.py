"""Visits and cookies, attacked. Each test names the class of attack it replays."""

import json
import pickle
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from onboarding import clock, create_app
from onboarding.config import Config, Mode
from onboarding.extensions import db
from onboarding.models.account import Visit
from onboarding.models.organisation import Organisation
from onboarding.roles import Role
from onboarding.services import accounts, members, visits
from onboarding.services.change import SYSTEM
from tests.accounts.steps import PASSWORD, Member, browser, enrolled, half_signed_in, is_in, token_of
from tests.make import make_cohe, make_member, sign_in
from tests.page import fetch
from tests.stored import Browser, on_sqlite

pytestmark = on_sqlite  # words, cookies and headers: no database has a part in them


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def mia(app: Flask, valley: Organisation) -> Member:
    return enrolled(app, valley)


@contextmanager
def another(config: Config) -> Iterator[Flask]:
    """A second application over the same database."""
    app = create_app(config)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def secret_of(client: Browser) -> str:
    cookie = client.get_cookie("visit")
    assert cookie
    return cookie.value


def test_a_planted_cookie_is_worth_nothing_once_the_password_was_given(app: Flask, mia: Member) -> None:
    """Fixation: the thief plants a visit of theirs, and has it while the owner is between password and code."""
    thief, victim = browser(app), browser(app)
    page = fetch(thief, "/login")
    victim.set_cookie("visit", secret_of(thief))
    fetch(victim, "/login").submit(email=mia.email, password=PASSWORD)
    assert secret_of(victim) != secret_of(thief)
    assert thief.get("/tf-validate").status_code == 302
    assert page.heading == "Sign in"


def test_a_planted_cookie_gives_no_token_against_forged_requests(app: Flask, mia: Member) -> None:
    """Fixation: the token of the visit before signing in is not the one after."""
    client = browser(app)
    before = token_of(client)
    mia.password_given(client).submit(code=mia.code())
    assert is_in(client)
    assert client.post("/logout", data={"csrf_token": before}).status_code == 400
    assert is_in(client)


def test_a_secret_of_ones_own_choice_is_never_kept(app: Flask, mia: Member) -> None:
    """Fixation: the browser brings a secret that nobody gave it."""
    client = browser(app)
    client.set_cookie("visit", "chosen-by-somebody-else-and-long-enough-000")
    fetch(client, "/login")
    assert secret_of(client) != "chosen-by-somebody-else-and-long-enough-000"
    assert db.session.get(Visit, accounts.visit_digest("chosen-by-somebody-else-and-long-enough-000")) is None


@pytest.mark.parametrize("way", ["signed out", "ended elsewhere", "purged"])
def test_a_request_under_way_does_not_bring_back_an_ended_visit(app: Flask, mia: Member, way: str) -> None:
    """Class 8: a slow request saves its session after the visit was ended."""
    client = sign_in(browser(app), mia.user())
    secret = secret_of(client)
    opened = visits.opened(secret)
    assert opened
    if way == "signed out":
        client.post("/logout", data={"csrf_token": token_of(client, "/account")})
    elif way == "ended elsewhere":
        visits.end_others(SYSTEM, mia.user(), "another")
    else:
        visits.purge(clock.now() + timedelta(hours=13))
    assert visits.keep(secret, opened.data, {**opened.data, "_flashes": []}, "127.0.0.1") is None
    assert db.session.query(Visit).filter_by(user_id=mia.user().id).count() == 0


def test_signing_in_while_another_request_is_under_way_keeps_the_new_visit(app: Flask, mia: Member) -> None:
    """The same, the other way: what was begun as nobody does not sign out who came in meanwhile."""
    client = half_signed_in(mia)
    secret = secret_of(client)
    opened = visits.opened(secret)
    assert opened
    fetch(client, "/tf-validate").submit(code=mia.code())
    assert visits.keep(secret, opened.data, {**opened.data, "csrf_token": "x"}, "127.0.0.1") is None
    assert is_in(client)


@pytest.mark.parametrize(
    "parameter", ["skip_timeout_reset=1", "_permanent=1", "auth_token=x", "remember=1", "fs_paa=9999999999"]
)
def test_no_parameter_makes_a_visit_last(
    app: Flask, mia: Member, monkeypatch: pytest.MonkeyPatch, parameter: str
) -> None:
    """Class 8, OpenEMR CVE-2026-25476: a parameter that skips the expiry."""
    client = sign_in(browser(app), mia.user())
    later = clock.now() + timedelta(minutes=31)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert client.get(f"/account?{parameter}").status_code == 302


@pytest.mark.parametrize("minutes", [29, 30])
def test_the_idle_limit_is_half_an_hour(app: Flask, mia: Member, monkeypatch: pytest.MonkeyPatch, minutes: int) -> None:
    """Class 8: one second under, and on the limit."""
    began = clock.now()
    monkeypatch.setattr(clock, "now", lambda: began)
    client = sign_in(browser(app), mia.user())
    monkeypatch.setattr(clock, "now", lambda: began + timedelta(minutes=minutes))
    assert is_in(client) is (minutes < 30)


def test_only_visits_that_go_on_are_listed(app: Flask, mia: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_in(browser(app), mia.user())
    later = clock.now() + timedelta(minutes=40)
    monkeypatch.setattr(clock, "now", lambda: later)
    page = fetch(sign_in(browser(app), mia.user()), "/account")
    assert len(page.rows("1 session")) == 1
    assert "(this session)" in page.main


def forged(app: Flask, mia: Member) -> dict[str, str]:
    """Cookies that would sign in where a session is kept in the cookie, or taken for granted."""
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    data = {"_user_id": mia.user().fs_uniquifier, "_fresh": True}
    known = accounts.visit_digest(secret_of(sign_in(browser(app), mia.user())))
    assert signer
    return {
        "signed by the key": str(signer.dumps(data)),
        "bare json": json.dumps(data),
        "a pickle": pickle.dumps(data).hex(),
        "the uniquifier": mia.user().fs_uniquifier,
        "the kept hash": known,
        "a pattern": "%",
    }


def test_no_forged_cookie_signs_in(app: Flask, mia: Member) -> None:
    """Classes 29 and 8: whatever is in the cookie, it is only looked up by its hash."""
    for kind, cookie in forged(app, mia).items():
        for name in ("visit", "session", "remember_token", "tf_validity", "fs_refresh", "__Host-visit"):
            client = browser(app)
            client.set_cookie(name, cookie)
            assert not is_in(client), (kind, name)


@pytest.mark.parametrize("way", ["Authentication-Token", "auth_token", "Authorization"])
def test_no_token_in_a_header_or_an_address_signs_in(app: Flask, mia: Member, way: str) -> None:
    """Class 12: the library's other ways in, with a token that it would take."""
    user = mia.user()
    token = str(user.get_auth_token())
    if way == "auth_token":
        answer = browser(app).get("/account", query_string={way: token})
    elif way == "Authorization":
        answer = browser(app).get("/account", auth=(mia.email, PASSWORD))
    else:
        answer = browser(app).get("/account", headers={way: token})
    assert answer.status_code == 302


@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method"])
def test_a_page_does_not_change_what_it_shows_by_another_methods_name(app: Flask, mia: Member, header: str) -> None:
    """Class 11: method override."""
    client = sign_in(browser(app), mia.user())
    assert client.get("/logout", headers={header: "POST"}).status_code == 405
    assert client.get("/account/end-others?_method=POST", headers={header: "POST"}).status_code == 405
    assert is_in(client)


POSTS = ["/login", "/logout", "/verify", "/reset", "/change", "/tf-setup", "/tf-validate", "/mf-recovery"]


@pytest.mark.parametrize("address", [*POSTS, "/mf-recovery-codes", "/account/end-others"])
@pytest.mark.parametrize("token", ["left out", "made up", "of another visit"])
def test_no_form_is_taken_without_its_token(app: Flask, mia: Member, address: str, token: str) -> None:
    """Forged requests: every form of an account, from a page that is not ours."""
    client = sign_in(browser(app), mia.user())
    token_of(client, "/account")
    other = token_of(browser(app))
    data = {"left out": {}, "made up": {"csrf_token": "x.y.z"}, "of another visit": {"csrf_token": other}}[token]
    assert client.post(address, data=data).status_code == 400
    assert is_in(client)


def test_a_sign_out_by_address_alone_does_nothing(app: Flask, mia: Member) -> None:
    """Class 11: GET that changes."""
    client = sign_in(browser(app), mia.user())
    for method in ("GET", "HEAD", "OPTIONS"):
        client.open("/logout", method=method)
    assert is_in(client)


PAGES = ["/account", "/login", "/tf-setup", "/mf-recovery-codes", "/change", "/verify"]


@pytest.mark.parametrize("address", PAGES)
def test_no_copy_of_a_page_is_kept_on_the_way(app: Flask, mia: Member, address: str) -> None:
    """Class 30, Flask CVE-2023-30861: a cookie kept by a proxy."""
    answer = sign_in(browser(app), mia.user()).get(address)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Cookie" in answer.vary
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_the_cookie_over_tls_is_bound_to_the_host(config: Config) -> None:
    """Cookie flags: `__Host-` means Secure, the whole site, and no other host's."""
    settings = config._replace(base_url="https://onboarding.example.org", proxies=1)
    with another(settings) as app, app.test_client() as client:
        answer = client.get("/login", base_url="https://onboarding.example.org")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-visit=")
    for flag in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
        assert flag in cookie
    assert "Domain" not in cookie
    assert "Expires" not in cookie


def test_an_account_of_the_sample_world_is_nobody_in_production(
    app: Flask, config: Config, valley: Organisation
) -> None:
    """A database that was tried out first: its invented people neither sign in nor stay."""
    user = make_member(valley, Role.ADMINISTRATOR)
    secret = secret_of(sign_in(browser(app), user))
    with another(config._replace(mode=Mode.PRODUCTION, plain_http=True)) as live, live.test_client() as client:
        client.set_cookie("visit", secret)
        assert client.get("/account").status_code == 302


@pytest.mark.parametrize("address", ["/reset", "/change"])
def test_an_account_of_the_sample_world_gets_no_password(app: Flask, valley: Organisation, address: str) -> None:
    """Signing in by link is not a way to an account with a password."""
    user = make_member(valley, Role.MANAGER)
    new = "eleven otters in the Sound"
    client = sign_in(browser(app), user) if address == "/change" else browser(app)
    data = {"email": user.email, "password": "", "new_password": new, "new_password_confirm": new}
    client.post(address, data={"csrf_token": token_of(client, address), **data})
    db.session.expire_all()
    assert user.password is None
    assert db.session.execute(db.text("SELECT count(*) FROM message")).scalar() == 0


def test_a_role_given_while_signed_in_needs_a_new_sign_in(app: Flask, valley: Organisation, mia: Member) -> None:
    """Class 8: a change of role ends every visit, also one that was only half a sign-in."""
    clients = [sign_in(browser(app), mia.user()), half_signed_in(mia)]
    members.give_role(SYSTEM, valley, mia.user(), Role.HR)
    assert [client.get(at).status_code for client, at in zip(clients, ("/account", "/tf-validate"), strict=True)] == [
        302,
        302,
    ]


def test_an_account_that_is_enabled_again_does_not_get_its_old_visits_back(app: Flask, mia: Member) -> None:
    """Class 9: revoked is revoked."""
    client = sign_in(browser(app), mia.user())
    accounts.disable(SYSTEM, mia.user())
    accounts.enable(SYSTEM, mia.user())
    assert not is_in(client)


def test_what_is_kept_of_a_visit_is_json(app: Flask, mia: Member) -> None:
    """Class 29: nothing is kept that runs when it is read."""
    sign_in(browser(app), mia.user())
    for (data,) in db.session.execute(db.text("SELECT data FROM visit")):
        assert isinstance(json.loads(data) if isinstance(data, str) else data, dict)


def test_a_form_of_a_megabyte_is_not_read(app: Flask) -> None:
    """Class 28: a request that is larger than any of ours."""
    client = browser(app)
    answer = client.post("/login", data={"csrf_token": token_of(client), "password": "x" * 2**20})
    assert answer.status_code == 413


def test_a_fresh_password_does_not_outlive_its_visit(app: Flask, mia: Member) -> None:
    """Class 19: signing out and in again is no longer fresh by the visit before."""
    client = sign_in(browser(app), mia.user())
    client.post("/logout", data={"csrf_token": token_of(client, "/account")})
    with client.session_transaction() as session:
        assert "fs_paa" not in session
        session.update(_user_id=mia.user().fs_uniquifier, fs_paa=time.time() - 3600)
    assert client.get("/mf-recovery-codes").status_code == 302
