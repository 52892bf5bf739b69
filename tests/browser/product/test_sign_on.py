"""From an invitation to a second sign-in by the provider, in a browser: its policy lets the way there and back pass."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from onboarding.provider import Provider
from onboarding.queries.organisations import by_slug
from onboarding.roles import Role
from onboarding.services import invitations
from onboarding.services.change import SYSTEM
from tests.accounts.steps import Member
from tests.browser import axe
from tests.browser.product.steps import HERE
from tests.browser.visit import Visit
from tests.sign_on.provider import CLIENT, SECRET, Idp, serving

EMAIL = "nell@journey.example"
BUTTON = "Sign in with Skagit Health"


@pytest.fixture
def idp(product: Flask, site: str) -> Iterator[Idp]:
    """The provider, which the served product's settings name."""
    config = product.extensions["config"]
    with serving() as idp:
        idp.back = f"{site}/sign-on/back"
        provider = Provider(idp.issuer, CLIENT, SECRET, "Skagit Health")
        product.extensions["config"] = config._replace(sign_on=provider, base_url=site)
        yield idp
    product.extensions["config"] = config


def link_to(product: Flask, site: str) -> str:
    with product.app_context():
        cohe = by_slug(HERE.rpartition("/")[2])
        assert cohe
        return invitations.invite(SYSTEM, cohe, EMAIL, "Nell New", Role.MANAGER).removeprefix(site)


def code_of(product: Flask, key: str) -> str:
    with product.app_context():
        return Member(product, EMAIL, key).code()


def there_and_back(page: Page, to: str) -> None:
    """Press the button, sign in there, and be back on the page of that heading."""
    page.get_by_role("button", name=BUTTON, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(to)


def looks_well(visit: Visit) -> None:
    for width in (1280, 390, 320):
        visit.look(width)
        assert visit.too_wide() == []
    axe.check(visit.page)
    visit.look(1280)


def test_from_an_invitation_to_signing_in_by_the_provider(visit: Visit, product: Flask, site: str, idp: Idp) -> None:
    page = visit.go(link_to(product, site))
    looks_well(visit)
    there_and_back(page, "Your invitation")
    looks_well(visit)
    page.get_by_role("button", name="Accept and make an account").click()
    page.get_by_role("button", name="Show the key").click()
    key = page.locator("code").inner_text()
    page.get_by_label("Code that the authenticator shows").fill(code_of(product, key))
    page.get_by_role("button", name="Set up the second factor").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("Skagit Health may still have you signed in.")).to_be_visible()
    page = visit.go("/account")
    looks_well(visit)
    there_and_back(page, "The code of your authenticator")
    page.get_by_role("textbox").fill(code_of(product, key))
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    page = visit.go("/account/sign-on")
    looks_well(visit)
    page.get_by_role("button", name="Sign out").click()
    idp.subject = "a stranger"
    page = visit.go("/login")
    there_and_back(page, "No account is tied to your Skagit Health account")
    looks_well(visit)
    visit.foresee("status of 403")
    idp.answering = {"error": "access_denied"}
    visit.go("/login").get_by_role("button", name=BUTTON).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You did not sign in with Skagit Health")
    expect(page.get_by_text("Skagit Health did not sign you in.")).to_be_visible()
    looks_well(visit)
    page.get_by_role("link", name="Sign in with your password").click()
    page.wait_for_url(re.compile("/login"))
    visit.foresee(f"leaves home: {idp.issuer}/authorize")
