"""Accepting an invitation by the provider, signing in, tying and untying: from page to page, as a browser would."""

from flask import Flask

from onboarding.actions import Action
from onboarding.extensions import db
from onboarding.models.account import User
from onboarding.models.organisation import Organisation
from onboarding.roles import Role
from onboarding.services import invitations
from onboarding.services.change import SYSTEM
from tests.accounts.steps import Member, is_in, letter, link_in
from tests.page import fetch
from tests.sign_on.provider import Idp
from tests.sign_on.steps import by_provider, come_back, go, happened, pressed, ties, told

NOBODY = "No account is tied to your Skagit Health account"
CODE = "The code of your authenticator"


def test_an_invited_person_makes_an_account_by_the_provider_and_signs_in_by_it(
    app: Flask, trusting: Idp, valley: Organisation
) -> None:
    invitations.invite(SYSTEM, valley, "nell@example.org", "Nell New", Role.MANAGER)
    client, link = app.test_client(), link_in(letter("nell@example.org"))
    page = come_back(client, trusting, go(fetch(client, link)))
    assert page.heading == "Your invitation"
    assert (db.session.query(User).count(), ties()) == (0, [])  # coming back alone changes nothing
    page = page.submit(name="Nell Newcomer")
    assert page.heading == "Set up the second factor", page.main
    page = page.submit()
    nell = Member(app, "nell@example.org", page.all("code")[0].text or "")
    assert "Sign out" in page.submit(code=nell.code()).html
    assert (nell.user().name, nell.user().password) == ("Nell Newcomer", None)
    assert ties() == [(nell.user().id, "subject-1")]
    assert happened(valley, Action.SIGN_ON_TIED) == [f"user:{nell.user().id}"]
    assert told(nell)[1:] == ["You can sign in with Skagit Health now"]
    other = app.test_client()
    page = by_provider(other, trusting)
    assert page.heading == CODE
    assert not is_in(other)
    page = page.submit(code=nell.code())
    assert is_in(other)
    page = fetch(other, "/account")
    assert page.facts["Password"] == "Not set"
    left = pressed(other, "/account", "Sign out")
    assert "Skagit Health may still have you signed in" in left.messages[0]
    assert not is_in(other)


def test_a_member_ties_the_account_signs_in_by_it_and_unties_it(
    trusting: Idp, valley: Organisation, mia: Member
) -> None:
    client = mia.signed_in()
    page = fetch(client, fetch(client, "/account").links["Tie skagit health"])
    page = come_back(client, trusting, go(page, "Go to Skagit Health"))
    assert (page.heading, ties()) == ("Tie your account to Skagit Health", [])
    page = page.submit()
    assert page.messages == ["You can sign in with Skagit Health now."]
    assert page.facts["Skagit Health"] == "Tied. You can sign in with it"
    other = mia.app.test_client()
    assert by_provider(other, trusting).submit(code=mia.code()).status == 200
    assert is_in(other)
    page = fetch(client, "/account/sign-on/untie").submit()
    assert page.messages == ["Your account is not tied to Skagit Health any more."]
    assert (is_in(client), is_in(other), ties()) == (True, False, [])
    assert by_provider(other, trusting).heading == NOBODY
    assert told(mia) == ["You can sign in with Skagit Health now", "Your account is not tied to Skagit Health any more"]
    assert happened(valley, Action.SIGN_ON_UNTIED) == [f"user:{mia.user().id}"]
