"""Sign-in, reset, second factor and recovery codes: Flask-Security, set up; and who may call its routes."""

from datetime import timedelta
from typing import Any

from flask import Flask

from onboarding import keys
from onboarding.config import Config, Mode
from onboarding.extensions import security
from onboarding.services.accounts import datastore
from onboarding.web.access import Policy


def settings(config: Config) -> dict[str, Any]:
    """Flask-Security's settings: a password and a second factor, both required; no registration."""
    return {
        "SECURITY_JOIN_USER_ROLES": False,  # roles are memberships
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_PASSWORD_SINGLE_HASH": ["argon2"],
        "SECURITY_PASSWORD_LENGTH_MIN": 12,
        "SECURITY_RECOVERABLE": True,
        "SECURITY_CHANGEABLE": True,
        "SECURITY_TWO_FACTOR": True,
        "SECURITY_TWO_FACTOR_REQUIRED": True,
        "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "SECURITY_TWO_FACTOR_RESCUE_EMAIL": False,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
        "SECURITY_TOTP_ISSUER": "HSC onboarding",
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_RESET_PASSWORD_WITHIN": timedelta(hours=2),
        "SECURITY_FRESHNESS": timedelta(minutes=5),
        "SECURITY_FRESHNESS_GRACE_PERIOD": timedelta(0),
        "SESSION_COOKIE_SECURE": config.base_url.startswith("https:"),
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
    }


POLICIES: dict[str, Policy] = {
    "security.login": Policy(anyone=True),
    "security.logout": Policy(),
}


def register(app: Flask, config: Config) -> None:
    """Bind Flask-Security. Without keys (nothing was set up) nobody can sign in; the rules still answer."""
    app.config.update(settings(config))
    if keys.exist(config.instance):
        app.secret_key = keys.read(config.instance, "secret")
        app.config["SECURITY_PASSWORD_SALT"] = keys.read(config.instance, "secret")
        app.config["SECURITY_TOTP_SECRETS"] = {"1": keys.read(config.instance, "totp")}
    else:
        app.secret_key = None
        app.config["SECURITY_PASSWORD_SALT"] = "unused"
        app.config["SECURITY_TOTP_SECRETS"] = {"1": "unused"}
    security.init_app(app, datastore())
    app.extensions["sample"] = config.mode is Mode.SAMPLE
