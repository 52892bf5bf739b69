"""What somebody with a passkey does, step by step, as a browser would."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from onboarding.extensions import db, writing
from onboarding.models.trail import TrailEntry
from onboarding.services.passkey_proofs import Party
from tests.accounts.steps import Member, token_of
from tests.page import Page, fetch
from tests.passkeys.authenticator import Authenticator

PARTY = Party("localhost", "http://localhost:8000")
NEW, USE, FIRST = "/account/passkeys/new", "/passkey", "/passkey/set-up"
OPTIONS = {NEW: "/account/passkeys/options", USE: "/passkey/options", FIRST: "/passkey/set-up/options"}


def at_a_name(app: Flask) -> None:
    """Have the product be reached at a name: it is by an address number in other tests, where there are no passkeys."""
    app.extensions["config"] = app.extensions["config"]._replace(base_url=PARTY.origin)


def options(client: FlaskClient, page: str) -> dict[str, Any]:
    """What the browser is told to do at a page."""
    answer = client.post(OPTIONS[page], headers={"X-CSRFToken": token_of(client, page)})
    assert answer.status_code == 200, answer.status
    found: dict[str, Any] = answer.get_json()
    return found


def add(client: FlaskClient, device: Authenticator, name: str = "My phone", at: str = NEW, **otherwise: Any) -> Page:
    """Have the browser make a passkey, and send it."""
    page = fetch(client, at)
    made = device.made(options(client, at), otherwise.pop("origin", PARTY.origin), **otherwise)
    return page.submit(name=name, answer=made)


def use(client: FlaskClient, device: Authenticator, **otherwise: Any) -> Page:
    """Have the browser sign with a passkey, and send it."""
    page = fetch(client, USE)
    signed = device.used(options(client, USE), otherwise.pop("origin", PARTY.origin), **otherwise)
    return page.submit(answer=signed)


def by_code(member: Member, client: FlaskClient | None = None) -> FlaskClient:
    """Signed in by a code, also where there is a passkey."""
    client = client or member.app.test_client()
    member.password_given(client)
    assert "Sign out" in fetch(client, "/tf-validate").submit(code=member.code()).html
    return client


def with_passkey(member: Member, device: Authenticator | None = None) -> Authenticator:
    """Somebody adds a passkey to their account."""
    device = device or Authenticator()
    page = add(by_code(member), device)
    assert page.heading == "Your account", page.main
    return device


def without_app(member: Member) -> None:
    """Have an account no authenticator app, as where its first second factor was a passkey."""
    user = member.user()
    user.tf_primary_method = user.tf_totp_secret = None
    with writing():
        db.session.commit()


def actions() -> list[str]:
    """What the trail says of accounts, the first thing first."""
    rows = db.session.query(TrailEntry).order_by(TrailEntry.id)
    return [each.action.removeprefix("account.") for each in rows if each.action.startswith("account.")]
