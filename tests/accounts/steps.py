"""What somebody does to sign in, step by step, as a browser would."""

import re
from functools import cache
from itertools import count

from flask import Flask
from flask.testing import FlaskClient
from flask_security.utils import hash_password
from passlib.totp import TOTP

from onboarding.extensions import db, writing
from onboarding.models.account import User
from onboarding.models.message import Message
from onboarding.models.organisation import Organisation
from onboarding.roles import Role
from onboarding.services import accounts, invitations, members, resets
from onboarding.services.change import SYSTEM, change
from tests.page import Page, fetch

PASSWORD = "seven herons over the Skagit"
numbers = count(1)


class Member:
    """A member with a password and an authenticator."""

    def __init__(self, app: Flask, email: str, key: str) -> None:
        self.app, self.email, self.key = app, email, key
        self.totp = TOTP(key=key.replace("-", "").replace(" ", ""))

    def code(self) -> str:
        """What the authenticator shows, as if half a minute had passed since the last one was used."""
        user = self.user()
        user.tf_counter = None
        with writing():
            db.session.commit()
        return str(self.totp.generate().token)

    def user(self) -> User:
        return db.session.query(User).filter_by(email=self.email).one()

    def password_given(self, client: FlaskClient, password: str = PASSWORD) -> Page:
        return fetch(client, "/login").submit(email=self.email, password=password)

    def signed_in(self, client: FlaskClient | None = None) -> FlaskClient:
        client = client or self.app.test_client()
        page = self.password_given(client).submit(code=self.code())
        assert "Sign out" in page.html, page.main
        return client


def enrolled(
    app: Flask, organisation: Organisation | None = None, role: Role = Role.MANAGER, name: str = "Mia Manager"
) -> Member:
    """The same as `joined`, without the pages on the way."""
    email, totp = f"member{next(numbers)}@example.org", app.extensions["security"].totp_factory
    with change(SYSTEM) as under_way:
        user = accounts.start_account(under_way, email, name)
        user.password, user.tf_primary_method = hashed(), "authenticator"
        user.tf_totp_secret = totp.generate_totp_secret()
        if organisation:
            members.start_membership(under_way, organisation, user, role, None)
    return Member(app, email, totp.get_totp_pretty_key(user.tf_totp_secret))


@cache
def hashed() -> str:
    return str(hash_password(PASSWORD))


def half_signed_in(member: Member, client: FlaskClient | None = None, state: str = "ready") -> FlaskClient:
    """A browser in which the password was given, and nothing more."""
    client = client or member.app.test_client()
    with client.session_transaction() as session:
        session.update(tf_user_id=member.user().fs_uniquifier, tf_state=state)
    return client


def browser(app: Flask, address: str = "127.0.0.1") -> FlaskClient:
    """A browser somewhere."""
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = address
    return client


def is_in(client: FlaskClient) -> bool:
    """Whether the browser is signed in."""
    return client.get("/account").status_code == 200


def token_of(client: FlaskClient, address: str = "/login") -> str:
    """A token against forged requests, as a page of the browser has it."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(address).get_data(as_text=True))
    assert found
    return found[1]


def letter(to: str) -> str:
    """The body of the last letter to an address, by when the clock has written it."""
    resets.answer()
    return db.session.query(Message).filter_by(to_address=to).order_by(Message.id.desc()).first().body  # type: ignore[union-attr]


def link_in(body: str) -> str:
    """The path of the link in a letter."""
    found = re.search(r"http://127.0.0.1:8000(/\S+)", body)
    assert found, body
    return found[1]


def joined(app: Flask, organisation: Organisation, role: Role = Role.MANAGER, name: str = "Mia Manager") -> Member:
    """Somebody who was invited, made an account, and set up a second factor."""
    email = f"member{next(numbers)}@example.org"
    invitations.invite(SYSTEM, organisation, email, name, role)
    client = app.test_client()
    page = fetch(client, link_in(letter(email))).submit(password=PASSWORD, again=PASSWORD)
    assert page.heading == "Sign in"
    page = page.submit(email=email, password=PASSWORD)
    assert page.heading == "Set up the second factor", page.main
    page = page.submit()
    member = Member(app, email, page.all("code")[0].text or "")
    assert "Sign out" in page.submit(code=member.code()).html
    return member
