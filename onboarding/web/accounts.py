"""Sign-in, reset, second factor and recovery codes: Flask-Security, set up; and who may call its routes."""

from datetime import timedelta
from typing import Any

from flask import Flask
from flask_security.core import Security

from onboarding import keys
from onboarding.config import Config
from onboarding.services import resets
from onboarding.services.accounts import datastore
from onboarding.web import account_events, account_guard, known_browsers, passkeys
from onboarding.web.access import Policy
from onboarding.web.account_parts import Codes, Letters, OneTime, Passwords
from onboarding.web.account_words import SAID
from onboarding.web.forms import accounts as forms

UNUSED = "not-set-up"

# Flask-Security checks its own steps where a sign-in is under way. What is not named here answers 404.
POLICIES: dict[str, Policy] = {
    "security.login": Policy(anyone=True),
    "security.logout": Policy(),
    "security.verify": Policy(),
    "security.forgot_password": Policy(anyone=True),
    "security.reset_password": Policy(anyone=True),
    "security.change_password": Policy(),
    "security.two_factor_setup": Policy(anyone=True),
    "security.two_factor_setup_validate": Policy(anyone=True),
    "security.two_factor_token_validation": Policy(anyone=True),
    "security.mf_recovery": Policy(anyone=True),
    "security.mf_recovery_codes": Policy(),
}


def settings(config: Config) -> dict[str, Any]:
    """Flask-Security's settings: a password and a second factor, both required; no registration."""
    https = config.base_url.startswith("https:")
    return {
        "SECURITY_JOIN_USER_ROLES": False,  # roles are memberships
        "SECURITY_CLI_USERS_NAME": False,  # its commands would change accounts without an entry of the trail
        "SECURITY_CLI_ROLES_NAME": False,
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_PASSWORD_SINGLE_HASH": ["argon2"],
        "SECURITY_PASSWORD_LENGTH_MIN": forms.SHORTEST,
        "SECURITY_RECOVERABLE": True,
        "SECURITY_CHANGEABLE": True,
        "SECURITY_POST_CHANGE_VIEW": "/account",
        "SECURITY_TWO_FACTOR": True,
        "SECURITY_TWO_FACTOR_REQUIRED": True,
        "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "SECURITY_TWO_FACTOR_RESCUE_EMAIL": False,
        "SECURITY_TWO_FACTOR_AUTHENTICATOR_VALIDITY": 30,  # seconds a code may be old: a clock that is a little off
        "SECURITY_TWO_FACTOR_POST_SETUP_VIEW": "/account",
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_N": 10,
        "SECURITY_TOTP_ISSUER": "HSC onboarding",
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},  # nothing is looked up on the network
        "SECURITY_EMAIL_HTML": False,
        "SECURITY_EMAIL_SUBJECT_PASSWORD_NOTICE": "Your password was set anew",
        "SECURITY_EMAIL_SUBJECT_PASSWORD_CHANGE_NOTICE": "Your password was changed",
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_RESET_PASSWORD_WITHIN": resets.LASTS,
        "SECURITY_FRESHNESS": timedelta(minutes=5),
        "SECURITY_FRESHNESS_GRACE_PERIOD": timedelta(0),
        "SECURITY_API_ENABLED_METHODS": ["session"],
        "SESSION_COOKIE_NAME": "__Host-visit" if https else "visit",
        "SESSION_COOKIE_SECURE": https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "REMEMBER_COOKIE_DURATION": timedelta(0),
        **{f"SECURITY_MSG_{name}": said for name, said in SAID.items()},
        "WTF_CSRF_TIME_LIMIT": None,  # a token lasts as long as its visit: what took an hour to type is taken
        "WTF_CSRF_SSL_STRICT": False,  # pages whose address is a secret send no referrer; the token decides
    }


def register(app: Flask, config: Config) -> None:
    """Bind Flask-Security. Without keys (nothing was set up) nobody can sign in; the rules still answer."""
    app.config.update(settings(config))
    there = not keys.missing(config.instance)
    secret, totp = (keys.read(config.instance, name) if there else UNUSED for name in ("secret", "totp"))
    app.secret_key = secret if there else None
    app.config["SECURITY_PASSWORD_SALT"] = secret
    app.config["SECURITY_TOTP_SECRETS"] = {"1": totp}
    app.config["SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS"] = [keys.recovery_key(totp).encode()]
    security = Security(
        app,
        datastore(),
        login_form=forms.SignInForm,
        verify_form=forms.AgainForm,
        forgot_password_form=forms.ForgottenForm,
        reset_password_form=forms.ResetForm,
        change_password_form=forms.ChangeForm,
        two_factor_setup_form=forms.SetUpForm,
        two_factor_verify_code_form=forms.CodeForm,
        mf_recovery_form=forms.RecoveryForm,
        mail_util_cls=Letters,
        password_util_cls=Passwords,
        totp_cls=OneTime,
        mf_recovery_codes_util_cls=Codes,
    )
    security.want_json(lambda _request: False)  # pages only: an answer in JSON would tell more than the page
    security.mail_context_processor(lambda: {"base_url": config.base_url})
    security.login_manager.request_loader(lambda _request: None)  # nobody by a token in a header or an address
    account_events.register(app)
    account_guard.register(app)
    known_browsers.register(app)
    passkeys.register(app, security)
