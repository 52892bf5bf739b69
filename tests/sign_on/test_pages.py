"""The pages of signing in by a provider: what each says, whatever goes wrong, and where each leads."""

import pytest
from flask import Flask

from onboarding.actions import Action
from onboarding.extensions import db
from onboarding.models.account import User
from onboarding.models.organisation import Organisation
from onboarding.queries import trail
from onboarding.services import accounts, knocks
from onboarding.services.change import SYSTEM
from tests.accounts.steps import PASSWORD, Member, is_in, letter, link_in
from tests.page import Page, fetch
from tests.sign_on.provider import Idp
from tests.sign_on.steps import by_provider, come_back, go, happened, tied, ties, without_a_password
from tests.stored import on_sqlite

pytestmark = on_sqlite
NOBODY = "No account is tied to your Skagit Health account"
FAILED = "You did not sign in with Skagit Health"
CODE = "The code of your authenticator"


def test_without_the_setting_nothing_of_it_is_there(app: Flask, mia: Member) -> None:
    client = mia.signed_in()
    assert "Sign in with" not in fetch(app.test_client(), "/login").main
    assert "Skagit" not in fetch(client, "/account").main
    for path in ("/sign-on/back", "/sign-on/accept", "/account/sign-on", "/account/sign-on/tie"):
        assert client.get(path).status_code == 404, path


def test_it_goes_on_to_the_page_that_was_asked_for(app: Flask, trusting: Idp, mia: Member) -> None:
    tied(mia, trusting)
    client = app.test_client()
    page = come_back(client, trusting, go(fetch(client, "/at/valley/people?state=hired")))
    assert page.submit(code=mia.code()).address == "/at/valley/people?state=hired"


@pytest.mark.parametrize("after", ["https://evil.example.org/", "//evil.example.org", "/\\evil.example.org", "/%09/e"])
def test_it_goes_on_to_no_other_site(app: Flask, trusting: Idp, mia: Member, after: str) -> None:
    tied(mia, trusting)
    client = app.test_client()
    page = fetch(client, "/login")
    token = page.forms()[1][0].get("value")
    on = client.post("/sign-on", query_string={"next": after}, data={"csrf_token": token}).text
    page = come_back(client, trusting, Page(client, "/sign-on", on, 200).links["Go to Skagit Health"])
    assert page.address == "/tf-validate"
    assert page.submit(code=mia.code()).address.startswith("/at/")


def test_whom_nobody_knows_is_told_plainly_and_nothing_is_made(
    app: Flask, trusting: Idp, valley: Organisation, mia: Member
) -> None:
    trusting.claims = {"email": mia.email, "email_verified": True}  # an address ties nobody
    page = by_provider(app.test_client(), trusting)
    assert (page.status, page.heading) == (403, NOBODY)
    assert page.links["Sign in with your password"] == "/login"
    assert (db.session.query(User).count(), ties()) == (1, [])
    knocks.tell()
    assert [each.subject for each in trail.listed(None, trail.Filters(action=Action.SIGN_IN_REFUSED)).rows] == [
        "user:unknown"
    ]


def test_a_disabled_account_looks_like_none(app: Flask, trusting: Idp, valley: Organisation, mia: Member) -> None:
    tied(mia, trusting)
    accounts.disable(SYSTEM, mia.user())
    first = by_provider(app.test_client(), trusting)
    trusting.subject = "nobody"
    second = by_provider(app.test_client(), trusting)
    assert (first.status, first.main) == (second.status, second.main)
    assert first.heading == NOBODY
    knocks.tell()
    assert happened(valley, Action.SIGN_IN_REFUSED) == [f"user:{mia.user().id}"]


@pytest.mark.parametrize(
    ("goes_wrong", "says", "status"),
    [
        ({"error": "access_denied", "code": None}, "Skagit Health did not sign you in", 200),
        ({"error": "server_error", "code": None, "iss": None}, "Skagit Health did not sign you in", 200),
        ({"iss": "https://another.example.org"}, "cannot be trusted", 200),
        ({"iss": None}, "cannot be trusted", 200),
        ({"code": "made-up"}, "cannot be trusted", 200),
        ({"state": "made-up"}, "begun more than 10 minutes ago, in another browser, or was finished", 200),
        ({"state": None}, "begun more than 10 minutes ago, in another browser, or was finished", 200),
    ],
)
def test_what_goes_wrong_on_the_way_is_said_and_the_password_offered(
    app: Flask, trusting: Idp, mia: Member, goes_wrong: dict[str, str | None], says: str, status: int
) -> None:
    tied(mia, trusting)
    client = app.test_client()
    page = by_provider(client, trusting, **goes_wrong)
    assert (page.heading, page.status) == (FAILED, status)
    assert says in page.main
    assert fetch(client, page.links["Sign in with your password"]).heading == "Sign in"
    assert not is_in(client)


def test_a_provider_that_is_away_is_said_when_going_and_when_coming(app: Flask, trusting: Idp) -> None:
    client = app.test_client()
    address = go(fetch(client, "/login"))
    trusting.status = 500
    for page in (fetch(client, "/login").submit(1), come_back(client, trusting, address)):
        assert (page.status, page.heading) == (503, FAILED)
        assert "does not answer as it should" in page.main
        assert page.links["Sign in with your password"] == "/login"


def test_a_recovery_code_and_a_password_stay_ways_in(trusting: Idp, mia: Member) -> None:
    tied(mia, trusting)
    assert is_in(mia.signed_in())


def test_the_trail_says_who_came_by_the_provider(trusting: Idp, valley: Organisation, mia: Member) -> None:
    tied(mia, trusting)
    client = mia.app.test_client()
    by_provider(client, trusting)  # and then thinks better of it
    mia.signed_in(client)
    by_provider(other := mia.app.test_client(), trusting).submit(code=mia.code())
    assert is_in(other)
    rows = trail.listed(valley.id, trail.Filters(action=Action.SIGNED_IN)).rows
    assert [each.detail.body.get("by") for each in rows] == ["provider", None]


def test_somebody_without_a_password_sets_one_by_a_link_also_once_the_setting_is_gone(
    app: Flask, trusting: Idp, mia: Member
) -> None:
    tied(mia, trusting)
    without_a_password(mia)
    app.extensions["config"] = app.extensions["config"]._replace(sign_on=None)
    client = app.test_client()
    assert mia.password_given(client, "").heading == "Sign in"
    assert mia.password_given(client).heading == "Sign in"
    fetch(client, "/reset").submit(email=mia.email)
    fetch(client, link_in(letter(mia.email))).submit(password=PASSWORD, password_confirm=PASSWORD)
    assert is_in(mia.signed_in(client))
    assert len(ties()) == 1  # it stays, and serves again once the setting is back


def test_whoever_has_no_password_sets_one_before_untying(trusting: Idp, mia: Member) -> None:
    tied(mia, trusting)
    without_a_password(mia)
    client = mia.app.test_client()
    by_provider(client, trusting).submit(code=mia.code())
    page = fetch(client, "/account/sign-on")
    assert "Untie your account from Skagit Health" not in page.links
    page = fetch(client, "/account/sign-on/untie").submit()
    assert "Set a password first" in page.messages[0]
    assert len(ties()) == 1
    page = fetch(client, "/change")
    assert (page.heading, len(page.all("input"))) == ("Set a password", 4)
    page = page.submit(new_password=PASSWORD, new_password_confirm=PASSWORD)
    assert page.facts["Password"] == "Set"
    assert fetch(client, "/account/sign-on/untie").submit().heading == "Your account"
    assert ties() == []
