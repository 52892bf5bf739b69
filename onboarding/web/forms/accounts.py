"""Signing in, a second factor, a new password: Flask-Security's forms, with our words and guessing made slow."""

from typing import Any

from flask import request
from flask_login import current_user
from flask_security.forms import (
    ChangePasswordForm,
    ForgotPasswordForm,
    LoginForm,
    ResetPasswordForm,
    TwoFactorVerifyCodeForm,
    VerifyForm,
)
from flask_security.recovery_codes import MfRecoveryForm
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired, EqualTo, Length

from onboarding.services import accounts, throttle
from onboarding.web.access import actor

TOO_MANY = "Too many tries. Wait {minutes} minutes, then try again."
SHORTEST = 12
PASSWORD_HINT = "At least 12 characters; several words are easier to remember than signs. Spaces count."


class Throttled:
    """A form that is not even looked at while its account is tried too often from here, and whose tries are counted."""

    form_errors: list[str]

    def whose(self) -> str:
        """The address of the account that is tried."""
        raise NotImplementedError

    def validate(self, **kwargs: Any) -> bool:
        address = request.remote_addr or ""
        wait = throttle.wait(self.whose(), address)
        if wait:
            self.form_errors.append(TOO_MANY.format(minutes=int(wait.total_seconds() // 60)))
            return False
        passed: bool = super().validate(**kwargs)  # type: ignore[misc]
        if not passed and self.whose():
            throttle.failed(actor(), self.whose(), address)
        return passed


class SignInForm(Throttled, LoginForm):
    """Address and password. There is no "remember me"."""

    remember = None

    def whose(self) -> str:
        return str(self.email.data or "")


class AgainForm(Throttled, VerifyForm):
    """The password once more, before something that matters."""

    def whose(self) -> str:
        return str(self.user.email)


class CodeForm(Throttled, TwoFactorVerifyCodeForm):
    """The code that the authenticator shows."""

    def whose(self) -> str:
        return str(self.user.email) if self.user else ""


class RecoveryForm(Throttled, MfRecoveryForm):
    """One of the recovery codes."""

    def whose(self) -> str:
        return str(self.user.email) if self.user else ""

    def validate(self, **kwargs: Any) -> bool:
        user: Any = self.user
        if user:
            accounts.lock(user)  # of several who use one code at once, the first has it
        return super().validate(**kwargs)


class ForgottenForm(Throttled, ForgotPasswordForm):
    """Asking for a link to a new password. Every try counts, whether there is such an account or not."""

    def whose(self) -> str:
        return f"reset:{self.email.data or ''}"

    def validate(self, **kwargs: Any) -> bool:
        passed = super().validate(**kwargs)
        if passed:
            throttle.asked(self.whose(), request.remote_addr or "")
        return passed


class ResetForm(ResetPasswordForm):
    """A new password, by a link that works once."""

    def validate(self, **kwargs: Any) -> bool:
        user: Any = self.user
        before = user.fs_uniquifier
        accounts.lock(user)
        if user.fs_uniquifier != before:
            self.form_errors.append("This link was used already. Ask for another one.")
            return False
        return bool(super().validate(**kwargs))


class ChangeForm(Throttled, ChangePasswordForm):
    """Another password, by somebody who knows the present one."""

    def whose(self) -> str:
        return str(current_user.email)


class AcceptForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """A new account for somebody who was invited."""

    name = StringField(
        "Full name", [DataRequired("Enter your name."), Length(max=200)], render_kw={"autocomplete": "name"}
    )
    password = PasswordField(
        "Password",
        [DataRequired("Choose a password."), Length(max=128, message="Choose one of at most 128 characters.")],
        description=PASSWORD_HINT,
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        "The password again",
        [EqualTo("password", "The two differ: type the same password twice.")],
        render_kw={"autocomplete": "new-password"},
    )
