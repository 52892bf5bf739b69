"""What happens to accounts, written to the trail: Flask-Security tells of each event before it commits it."""

from typing import Any

import flask_security.signals as told
from flask import Flask, flash, g, session
from flask_login.signals import user_logged_out

from onboarding.actions import Action
from onboarding.services import accounts, throttle
from onboarding.web import known_browsers, sign_on
from onboarding.web.access import actor
from onboarding.web.visits import secret_here

# Each: the signal, and what the trail says. All are told within the transaction that the library commits.
EVENTS = (
    (told.password_changed, Action.PASSWORD_CHANGED),
    (told.password_reset, Action.PASSWORD_RESET),
)

AT_THE_PROVIDER = (
    "You are signed out here. {name} may still have you signed in. On a shared computer, sign out there too."
)


def register(app: Flask) -> None:
    """Listen for this application."""
    for signal, action in EVENTS:
        signal.connect(_recorder(action), app, weak=False)
    told.tf_profile_changed.connect(_app_set_up, app)
    told.user_authenticated.connect(_signed_in, app)
    told.tf_code_confirmed.connect(_code_confirmed, app)
    user_logged_out.connect(_signed_out, app)


def _recorder(action: Action) -> Any:
    def note(_app: Flask, user: Any, **_: Any) -> None:
        accounts.record_of(actor()._replace(user_id=user.id), user, action)
        accounts.end_other_visits(user)
        if action is Action.PASSWORD_RESET:
            throttle.succeeded(user.email, known_browsers.keep())

    return note


def _app_set_up(_app: Flask, user: Any, **_: Any) -> None:
    """By somebody who is signed in; at the first sign-in, `_code_confirmed` tells."""
    accounts.note_app_set_up(actor(), user, secret_here())


def _code_confirmed(_app: Flask, user: Any, **_: Any) -> None:
    """A sign-in's code was right; at the first sign-in, that is how the second factor is set."""
    if session.get("tf_state") == "validating_profile":
        accounts.record_of(actor()._replace(user_id=user.id), user, Action.SECOND_FACTOR_SET)
        g.first_factor = True  # on to the recovery codes, as after a first passkey


def _signed_in(_app: Flask, user: Any, authn_via: list[str] | None = None, **_: Any) -> None:
    if authn_via == ["change"]:
        return  # the library signs in again whoever changes their password
    by = {"by": "provider"} if session.get(sign_on.BY_PROVIDER) else {}
    accounts.record_of(actor()._replace(user_id=user.id), user, Action.SIGNED_IN, **by)
    throttle.succeeded(user.email, known_browsers.keep())


def _signed_out(app: Flask, user: Any, **_: Any) -> None:
    provider = app.extensions["config"].sign_on
    if sign_on.forget_all() and provider:
        flash(AT_THE_PROVIDER.format(name=provider.name), "info")
    if user.is_authenticated:
        accounts.note_signed_out(actor(), user)
