"""Tying an account to a provider: only by its owner, who showed it lately; once; and to a subject that is free."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from onboarding import clock
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.account import User
from onboarding.models.organisation import Organisation
from onboarding.services import sign_on
from onboarding.services.change import SYSTEM
from onboarding.web.access import FRESH_PAGE
from tests.accounts.race import at_once
from tests.accounts.steps import Member, enrolled
from tests.page import fetch
from tests.sign_on.provider import Idp
from tests.sign_on.steps import by_provider, come_back, go, tied, ties
from tests.stored import on_sqlite

AGAIN = "Sign in with Skagit Health again"
KNOWN_OTHERWISE = "is tied to another account here"


@on_sqlite
def test_tying_needs_the_password_given_lately_and_the_account_that_began_it(
    app: Flask, trusting: Idp, valley: Organisation, mia: Member
) -> None:
    client = mia.signed_in()
    stale(client)
    for path in ("/account/sign-on", "/account/sign-on/tie", "/account/sign-on/untie"):
        assert fetch(client, path).heading == "Your password once more", path
    other = enrolled(app, valley, name="Otto Other").signed_in()
    address = go(fetch(other, "/account/sign-on"), "Go to Skagit Health")
    assert come_back(other, trusting, address).heading == "Tie your account to Skagit Health"
    with other.session_transaction() as session:
        session["sign_on_tying"]["about"] = mia.user().id
        session.modified = True
    assert fetch(other, "/account/sign-on/tie").messages == ["This step is over. Begin again."]
    assert ties() == []


def stale(client: FlaskClient) -> None:
    with client.session_transaction() as session:
        session["fs_paa"] -= 2 * FRESH_PAGE.total_seconds() + 3600


@on_sqlite
def test_what_is_shown_of_tying_is_over_after_ten_minutes(trusting: Idp, mia: Member, later: list[timedelta]) -> None:
    client = mia.signed_in()
    page = come_back(client, trusting, go(fetch(client, "/account/sign-on"), "Go to Skagit Health"))
    later[0] = timedelta(minutes=11)
    assert page.submit().messages == ["This step is over. Begin again."]
    assert ties() == []


@on_sqlite
def test_tying_twice_says_so(trusting: Idp, mia: Member) -> None:
    client = mia.signed_in()
    first = fetch(client, "/account/sign-on")
    page = come_back(client, trusting, go(first, "Go to Skagit Health"))
    assert page.submit().messages == ["You can sign in with Skagit Health now."]
    assert page.submit().messages == ["Your account is tied to Skagit Health already."]
    assert first.submit().messages == ["Your account is tied to Skagit Health already."]
    page = fetch(client, "/account/sign-on/untie")
    assert page.submit().messages == ["Your account is not tied to Skagit Health any more."]
    assert page.submit().messages == ["Your account is not tied to Skagit Health."]


@on_sqlite
def test_the_provider_shows_again_who_somebody_is_only_when_they_signed_in_there_just_now(
    trusting: Idp, mia: Member
) -> None:
    tied(mia, trusting)
    client = mia.signed_in()
    now = int(clock.now().timestamp())
    for claims, subject, heading in (
        ({}, "subject-1", "You did not sign in with Skagit Health"),  # it does not say when
        ({"auth_time": now - 3600}, "subject-1", "You did not sign in with Skagit Health"),
        ({"auth_time": now}, "another", "Your password once more"),
        ({"auth_time": now}, "subject-1", "Sign in with Skagit Health"),
    ):
        stale(client)
        trusting.claims, trusting.subject = claims, subject
        page = fetch(client, "/account/sign-on")
        assert page.heading == "Your password once more"
        assert come_back(client, trusting, go(page, AGAIN)).heading == heading


@on_sqlite
def test_of_two_accounts_a_subject_is_tied_to_the_first(app: Flask, trusting: Idp, valley: Organisation) -> None:
    one, two = enrolled(app, valley), enrolled(app, valley)
    tied(one, trusting)
    with pytest.raises(OnboardingError, match=KNOWN_OTHERWISE):
        tied(two, trusting)
    with pytest.raises(OnboardingError, match="tied to another Skagit Health account"):
        tied(one, trusting, "subject-2")
    tied(one, trusting)
    assert ties() == [(one.user().id, "subject-1")]


def test_of_many_who_tie_at_once_one_has_the_subject(app: Flask, trusting: Idp, valley: Organisation) -> None:
    provider = app.extensions["config"].sign_on
    ids = [enrolled(app, valley).user().id for _ in range(4)]

    def job(id: int) -> bool:
        try:
            sign_on.tie(SYSTEM, db.session.get_one(User, id), provider, "subject-1")
        except OnboardingError:
            return False
        return True

    assert sorted(at_once(app, [lambda id=id: job(id) for id in ids])) == [False] * 3 + [True]
    assert len(ties()) == 1


@on_sqlite
def test_a_tie_of_another_issuer_opens_nothing(app: Flask, trusting: Idp, mia: Member) -> None:
    provider = app.extensions["config"].sign_on
    sign_on.tie(SYSTEM, mia.user(), provider._replace(issuer="https://before.example.org"), "subject-1")
    assert "we do not know who that is" in by_provider(app.test_client(), trusting).main
