"""Where passkeys work, and when a sign-in asks for one: beside Flask-Security's codes, in its own steps.

Browsers make passkeys for the name of a host, over an encrypted connection or on the machine itself. Where this product
is reached by an address number, or without encryption, none is offered.
"""

import ipaddress
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, redirect, request, session, url_for
from flask_login import current_user
from flask_security.core import Security
from flask_security.twofactor import CodeTfPlugin
from werkzeug.wrappers import Response

from onboarding.config import Config
from onboarding.queries import passkeys as found
from onboarding.services import accounts, passkeys
from onboarding.services.passkey_proofs import Party
from onboarding.web.access import actor

ASKED = "passkey_challenge"  # what a visit keeps until the browser answers
READY = ("ready",)  # the states of a sign-in: the password was given, and a second factor is there,
FIRST = ("setup_from_login", "validating_profile")  # or is to be set up
USUAL = {"http": 80, "https": 443}


def party_at(base_url: str) -> Party | None:
    """For whom passkeys are made where the product is reached at this address; None where browsers make none."""
    parts = urlsplit(base_url)
    host = (parts.hostname or "").encode("idna").decode()
    on_this_machine = host == "localhost" or host.endswith(".localhost")
    if _is_number(host) or (parts.scheme != "https" and not on_this_machine):
        return None
    port = "" if parts.port in (None, USUAL[parts.scheme]) else f":{parts.port}"
    return Party(host, f"{parts.scheme}://{host}{port}")


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def party() -> Party | None:
    """For whom this product makes passkeys; None where it can make none."""
    config: Config = current_app.extensions["config"]
    return party_at(config.base_url)


def host() -> str | None:
    """The name of the host at which passkeys work."""
    here = party()
    return here.id if here else None


def usable(user: Any) -> bool:
    """Whether the account has a passkey that works here."""
    return bool(found.usable(user.id, host()))


def half_signed_in(states: tuple[str, ...]) -> Any | None:
    """Whose password was given in this browser, where the sign-in stands at one of these states."""
    if current_user.is_authenticated or session.get("tf_state") not in states or "tf_user_id" not in session:
        return None
    user = accounts.datastore().find_user(fs_uniquifier=session["tf_user_id"])
    return user if user and user.active else None


def sign_in(user: Any) -> str:
    """Sign in who has just shown a second factor, and commit it with what it did; where to go on."""
    current_app.extensions["security"].two_factor_plugins.tf_complete(user, True)
    accounts.keep_sign_in()
    return str(request.args.get("next") or "/")  # a page of ours: account_guard.py lets no other through


def asked(user: Any) -> str:
    """A new challenge for the account, which this visit keeps until the browser answers."""
    session[ASKED] = passkeys.challenge(actor(), user, session.get(ASKED))
    return str(session[ASKED])


def answered(user: Any) -> bytes:
    """The challenge that the browser answers; nobody answers it again. Raises OnboardingError where it is over."""
    return passkeys.take(actor(), user, session.pop(ASKED, None))


class Factors(CodeTfPlugin):
    """What a sign-in asks for after the password: a passkey where there is one, a code otherwise."""

    def get_setup_methods(self, user: Any) -> list[tuple[str, str]]:
        if found.has(user.id):
            return [("passkey", "Passkey")]
        methods: list[tuple[str, str]] = super().get_setup_methods(user)
        return methods

    def tf_login(self, user: Any, json_payload: dict[str, Any], next_loc: str | None) -> Any:
        if not found.has(user.id) or (user.tf_totp_secret and not usable(user)):
            return super().tf_login(user, json_payload, next_loc)
        session["tf_state"] = READY[0]
        return redirect(url_for("passkey_sign_in.use", next=next_loc))


def register(app: Flask, security: Security) -> None:
    """Ask for passkeys at sign-in, and never for a code of somebody who has no app."""
    security.two_factor_plugins.register_tf_impl(app, "code", Factors)
    app.jinja_env.globals.update(passkey_host=host, has_passkey=usable)

    @app.before_request
    def _no_app() -> Response | None:
        if request.endpoint != "security.two_factor_token_validation":
            return None
        user = half_signed_in(READY)
        without = user is not None and not user.tf_totp_secret
        return redirect(url_for("passkey_sign_in.use")) if without else None
