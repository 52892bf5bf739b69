"""Accepting an invitation by the provider, signing in, tying and untying: from page to page, as a browser would."""

from flask import Flask

from onboarding.roles import Role
from onboarding.services import invitations
from onboarding.services.change import SYSTEM
from tests.accounts.steps import Member, is_in, letter, link_in
from tests.make import make_cohe
from tests.page import fetch
from tests.sign_on.provider import Idp
from tests.sign_on.steps import by_provider, come_back, go, ties


def test_an_invited_person_makes_an_account_by_the_provider_and_signs_in_by_it(app: Flask, trusting: Idp) -> None:
    invitations.invite(SYSTEM, make_cohe(), "nell@example.org", "Nell New", Role.MANAGER)
    client, link = app.test_client(), link_in(letter("nell@example.org"))
    page = come_back(client, trusting, go(fetch(client, link)))
    assert page.heading == "Your invitation"
    page = page.submit(name="Nell Newcomer")
    assert page.heading == "Set up the second factor", page.main
    page = page.submit()
    nell = Member(app, "nell@example.org", page.all("code")[0].text or "")
    assert "Sign out" in page.submit(code=nell.code()).html
    assert (nell.user().name, nell.user().password) == ("Nell Newcomer", None)
    assert ties() == [(nell.user().id, "subject-1")]
    other = app.test_client()
    page = by_provider(other, trusting)
    assert page.heading == "The code of your authenticator"
    assert not is_in(other)
    assert "Sign out" in page.submit(code=nell.code()).html
    assert is_in(other)
