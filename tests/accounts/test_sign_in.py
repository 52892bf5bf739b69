"""From the invitation to the first page, and back in with a code or a recovery code."""

import pytest
from flask import Flask

from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.models.trail import TrailEntry
from onboarding.roles import Role
from tests.accounts.steps import PASSWORD, Member, enrolled, joined
from tests.make import make_cohe
from tests.page import fetch


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def mia(app: Flask, valley: Organisation) -> Member:
    return enrolled(app, valley)


def actions(subject: str) -> list[str]:
    rows = db.session.query(TrailEntry).filter_by(subject=subject).order_by(TrailEntry.id)
    return [each.action for each in rows]


def test_who_was_invited_makes_an_account_sets_up_a_second_factor_and_arrives(app: Flask, valley: Organisation) -> None:
    mia = joined(app, valley)
    client = mia.signed_in()
    page = fetch(client, "/")
    assert page.heading == "Home"
    assert "Mia Manager" in page.html
    assert actions(f"user:{mia.user().id}").count("account.signed_in") == 2


def test_the_password_alone_opens_nothing(app: Flask, mia: Member) -> None:
    client = app.test_client()
    page = mia.password_given(client)
    assert page.heading == "The code of your authenticator"
    assert client.get("/account").status_code == 302


@pytest.mark.parametrize("code", ["", "000000", " ", "null", "123456789", "abc", "None"])
def test_no_other_code_passes(app: Flask, mia: Member, code: str) -> None:
    client = app.test_client()
    mia.password_given(client).submit(code=code)
    assert client.get("/account").status_code == 302


def test_a_code_left_out_does_not_pass(app: Flask, mia: Member) -> None:
    client = app.test_client()
    mia.password_given(client).submit(code=None)
    assert client.get("/account").status_code == 302


def test_a_code_is_taken_once(app: Flask, mia: Member) -> None:
    first, second, code = app.test_client(), app.test_client(), mia.code()
    mia.password_given(first).submit(code=code)
    mia.password_given(second).submit(code=code)
    assert (first.get("/account").status_code, second.get("/account").status_code) == (200, 302)


def test_a_recovery_code_works_once_and_only_after_the_password(app: Flask, mia: Member) -> None:
    page = fetch(mia.signed_in(), "/mf-recovery-codes").submit()
    codes = [each.text or "" for each in page.all("code")]
    assert len(codes) == 10
    assert app.test_client().get("/mf-recovery").status_code == 302
    for status in (200, 302):
        client = app.test_client()
        mia.password_given(client)
        fetch(client, "/mf-recovery").submit(code=f" {codes[3]} ")
        assert client.get("/account").status_code == status
    happened = actions(f"user:{mia.user().id}")
    assert (happened.count("account.recovery_codes_made"), happened.count("account.recovery_code_used")) == (1, 1)


def test_who_sets_up_anew_needs_the_code_of_the_new_key(app: Flask, mia: Member) -> None:
    client = mia.signed_in()
    page = fetch(client, "/tf-setup").submit()
    anew = Member(app, mia.email, page.all("code")[0].text or "")
    assert page.submit(code=anew.code()).heading == "Your account"
    other = app.test_client()
    mia.password_given(other).submit(code=mia.code())
    assert other.get("/account").status_code == 302


@pytest.mark.parametrize(
    "password", ["short", "password1234", "Qwertyuiop123", "MiaManagerMia", "aaaaaaaaaaaaaa", "x" * 200]
)
def test_a_password_that_would_be_guessed_is_refused(app: Flask, valley: Organisation, password: str) -> None:
    from onboarding.services import invitations
    from onboarding.services.change import SYSTEM
    from tests.accounts.steps import letter, link_in

    invitations.invite(SYSTEM, valley, "new@example.org", "Mia Manager", Role.HR)
    page = fetch(app.test_client(), link_in(letter("new@example.org"))).submit(password=password, again=password)
    assert page.heading == "Your invitation"
    assert page.faults.get("password")


def test_signing_out_ends_the_visit(app: Flask, mia: Member) -> None:
    client = mia.signed_in()
    cookie = client.get_cookie("visit")
    assert cookie
    page = fetch(client, "/account")
    out = next(form for form in page.all("form") if form.get("action") == "/logout")
    token = next(each.get("value") for each in out.iter("input") if each.get("name") == "csrf_token")
    client.post("/logout", data={"csrf_token": token})
    thief = app.test_client()
    thief.set_cookie("visit", cookie.value)
    assert thief.get("/account").status_code == 302
    assert actions(f"user:{mia.user().id}")[-1] == "account.signed_out"


def test_an_unknown_address_and_a_wrong_password_look_the_same(app: Flask, mia: Member) -> None:
    known = mia.password_given(app.test_client(), "not the password at all")
    unknown = fetch(app.test_client(), "/login").submit(email="nobody@example.org", password=PASSWORD)
    assert known.main == unknown.main
    assert "problem" in known.main
