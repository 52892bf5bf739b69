"""A passkey in a browser, with an authenticator that Chromium plays: added, used, not used, and removed."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import CDPSession, Page, expect

from onboarding import create_app
from onboarding.config import Config
from tests.accounts.steps import PASSWORD, Member, enrolled
from tests.browser import axe
from tests.browser.serve import served
from tests.browser.visit import Visit
from tests.make import make_cohe
from tests.passkeys.make import make_passkey
from tests.passkeys.steps import without_app

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def product(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    instance = tmp_path_factory.mktemp("passkeys") / "instance"
    shutil.copytree(sqlite_template, instance)
    return create_app(Config(instance=instance))


@pytest.fixture(scope="module")
def site(product: Flask) -> Iterator[str]:
    """Where the product is reached by a name: browsers make no passkeys for an address number."""
    with served(product) as address:
        named = address.replace("127.0.0.1", "localhost")
        product.extensions["config"] = product.extensions["config"]._replace(base_url=named)
        yield named


@pytest.fixture(scope="module")
def mia(product: Flask) -> Member:
    with product.app_context():
        return enrolled(product, make_cohe())


class Device:
    """An authenticator of the browser's own."""

    def __init__(self, page: Page) -> None:
        self.cdp: CDPSession = page.context.new_cdp_session(page)
        self.cdp.send("WebAuthn.enable", {"enableUI": False})
        self.id = self.cdp.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]

    def keys(self) -> list[dict[str, Any]]:
        """The passkeys on it."""
        found: list[dict[str, Any]] = self.cdp.send("WebAuthn.getCredentials", {"authenticatorId": self.id})[
            "credentials"
        ]
        return found


def give_password(visit: Visit, member: Member, width: int = 1280) -> Page:
    page = visit.go("/login", width)
    page.get_by_label("Email address").fill(member.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    return page


def heading(page: Page, says: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(says)


def looked_at(visit: Visit) -> None:
    """The page can be read by all, on a desk and on a phone. What looks takes the authenticator away as it leaves."""
    for width in (1280, 390, 320):
        visit.look(width)
        axe.check(visit.page)
        assert visit.too_wide() == [], width


def by_code(page: Page, member: Member) -> None:
    with member.app.app_context():  # for no longer: what it reads holds the database
        code = member.code()
    page.get_by_label("Code that the authenticator shows").fill(code)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_a_passkey_from_adding_to_removing(visit: Visit, mia: Member) -> None:
    page = give_password(visit, mia)
    by_code(page, mia)
    device = Device(page)
    visit.go("/account").get_by_role("link", name="Add a passkey").click()
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter a name")
    assert device.keys() == []
    page.get_by_label("Name of the passkey").fill("Work laptop")
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("status")).to_contain_text("The passkey Work laptop was added.")
    assert len(device.keys()) == 1

    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name of the passkey").fill("The same again")
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("has a passkey for your account already")

    page.get_by_role("button", name="Sign out").click()
    give_password(visit, mia)
    heading(page, "Your passkey")
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_role("status")).to_contain_text("You are signed in.")

    page.get_by_role("button", name="Sign out").click()
    give_password(visit, mia)
    page.get_by_role("link", name="Use a code instead").click()
    by_code(page, mia)

    visit.go("/account").get_by_role("link", name="Rename Work laptop").click()
    page.get_by_label("Name of the passkey").fill("Old laptop")
    page.get_by_role("button", name="Rename the passkey").click()
    page.get_by_role("link", name="Remove Old laptop").click()
    page.get_by_role("button", name="Remove the passkey").click()
    expect(page.get_by_role("status")).to_contain_text("The passkey Old laptop was removed.")
    expect(page.get_by_text("No passkeys yet.")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    give_password(visit, mia)
    heading(page, "The code of your authenticator")


def test_a_first_passkey_in_place_of_an_app_and_what_goes_wrong(visit: Visit, product: Flask) -> None:
    with product.app_context():
        member = enrolled(product)
        without_app(member)
    page = give_password(visit, member)
    heading(page, "Set up the second factor")
    device = Device(page)
    page.get_by_role("link", name="set up a passkey").click()
    page.get_by_label("Name of the passkey").fill("My phone")
    page.get_by_role("button", name="Set up the passkey").click()
    heading(page, "Recovery codes")
    page.get_by_role("button", name="Make new codes").click()
    assert page.locator(".codes code").count() == 10
    page.get_by_role("button", name="Sign out").click()

    give_password(visit, member)
    heading(page, "Your passkey")
    expect(page.get_by_role("link", name="Use a code instead")).to_have_count(0)
    canceled = "navigator.credentials.get = () => Promise.reject(new DOMException('', 'NotAllowedError'))"
    page.evaluate(f"() => {{ {canceled} }}")
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("You closed the dialog, or it took too long. Try again.")
    page.reload()
    page.route("**/passkey/options", lambda route: route.abort())
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("The connection was lost. Try again.")
    visit.foresee("/passkey/options")
    page.unroute("**/passkey/options")
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    assert re.fullmatch(r"[A-Za-z0-9+/]+=*", device.keys()[0]["userHandle"])


def test_a_browser_that_cannot_says_so_and_offers_the_code(visit: Visit, mia: Member) -> None:
    page = give_password(visit, mia)
    by_code(page, mia)
    Device(page)
    visit.go("/account/passkeys/new").get_by_label("Name of the passkey").fill("Work laptop")
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("status")).to_contain_text("was added")
    page.get_by_role("button", name="Sign out").click()
    page.add_init_script("delete window.PublicKeyCredential")
    give_password(visit, mia)
    expect(page.get_by_role("alert")).to_contain_text("This browser cannot use passkeys.")
    expect(page.get_by_role("button", name="Use your passkey")).to_be_hidden()
    page.get_by_role("link", name="Use a code instead").click()
    by_code(page, mia)
    visit.without_scripts()
    give_password(visit, mia)
    expect(visit.page.get_by_text("JavaScript is turned off in this browser.")).to_be_visible()
    visit.page.get_by_role("button", name="Use your passkey").click()
    expect(visit.page.get_by_role("alert").first).to_contain_text("Turn on JavaScript for this page")
    visit.page.get_by_role("link", name="Use a code instead").click()
    by_code(visit.page, mia)


def test_every_page_of_passkeys_can_be_read_by_all(visit: Visit, product: Flask) -> None:
    with product.app_context():
        member, first = enrolled(product), enrolled(product)
        id = make_passkey(member.user()).id
        without_app(first)
    page = give_password(visit, member)
    heading(page, "Your passkey")
    looked_at(visit)
    page.get_by_role("link", name="Use a code instead").click()
    heading(page, "The code of your authenticator")
    looked_at(visit)
    by_code(page, member)
    for path in ("/account", *(f"/account/passkeys/{each}" for each in ("new", f"{id}/rename", f"{id}/remove"))):
        visit.go(path)
        looked_at(visit)
    page.get_by_role("button", name="Sign out").click()
    give_password(visit, first)
    heading(page, "Set up the second factor")
    looked_at(visit)
    page.get_by_role("link", name="set up a passkey").click()
    looked_at(visit)
