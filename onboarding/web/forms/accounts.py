"""Signing in, a second factor, a new password: Flask-Security's forms, with our words and guessing made slow."""

from datetime import timedelta
from math import ceil
from typing import Any

from flask import current_app, g, session
from flask_login import current_user
from flask_security.forms import (
    ChangePasswordForm,
    ForgotPasswordForm,
    LoginForm,
    ResetPasswordForm,
    TwoFactorSetupForm,
    TwoFactorVerifyCodeForm,
    VerifyForm,
)
from flask_security.recovery_codes import MfRecoveryForm
from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField, StringField
from wtforms.validators import DataRequired, EqualTo, InputRequired, Length, Regexp

from onboarding.queries import accounts as found
from onboarding.services import accounts, resets, throttle
from onboarding.web.access import actor
from onboarding.web.account_words import SAID, OurWords
from onboarding.web.known_browsers import here
from onboarding.web.sign_on import BY_PROVIDER

TOO_MANY = "Too many tries. Wait {minutes} minutes, then try again."
SHORTEST, LONGEST = 12, 128
PRINTABLE = r"[^\x00-\x1f\x7f]*\Z"
PASSWORD_HINT = "Use at least 12 characters. Several words are easier to remember than symbols."


def address_in(given: object) -> str:
    """The address that was typed, as accounts are looked up by it; whatever was typed, where it is none."""
    try:
        return str(current_app.extensions["security"].mail_util.normalize(str(given or "")))
    except ValueError:
        return str(given or "")


class Refusing(OurWords):
    """A form that says how long it is not even looked at."""

    form_errors: list[str]

    def shut(self, wait: timedelta) -> None:
        """Say that it was tried too often, and how long to wait."""
        g.wait = ceil(wait.total_seconds())
        self.form_errors.append(TOO_MANY.format(minutes=ceil(g.wait / 60)))


class Throttled(Refusing):
    """A form that is not even looked at while its account is tried too often from here, and whose tries are counted."""

    secret = "password"  # the field in which somebody may guess,
    longest = LONGEST  # and what is longer cannot be right

    def whose(self) -> str:
        """The address of the account that is tried."""
        raise NotImplementedError

    def check(self, **kwargs: Any) -> bool:
        """Whether what was sent is right; called in turn, and undone where it is not."""
        passed: bool = super().validate(**kwargs)  # type: ignore[misc]
        return passed

    def guessed(self) -> bool:
        """Whether what did not pass was a guess, and not a slip elsewhere in the form."""
        return True

    def validate(self, **kwargs: Any) -> bool:
        given = getattr(self, self.secret)
        if not isinstance(given.data, str) or len(given.data) > self.longest:
            given.data = ""  # and so is not hashed, however long it is
        if not given.data or not self.whose():
            Throttled.check(self, **kwargs)  # says which field is missing
            return False
        outcome = throttle.attempt(actor(), self.whose(), here(), lambda: self.check(**kwargs), self.guessed)
        if outcome.wait:
            self.shut(outcome.wait)
        return outcome.passed


class SignInForm(Throttled, LoginForm):
    """Address and password. There is no "remember me"."""

    remember = None

    def whose(self) -> str:
        return address_in(self.email.data)

    def validate(self, **kwargs: Any) -> bool:
        session.pop(BY_PROVIDER, None)
        passed = super().validate(**kwargs)
        if not passed and not self.form_errors:  # said once, and the same whichever of the two is wrong
            empty = [name for name in ("email", "password") if not self[name].data]
            says = [f"{name.upper()}_NOT_PROVIDED" for name in empty] or ["GENERIC_AUTHN_FAILED"]
            self.form_errors = [SAID[each][0] for each in says]
            self.email.errors, self.password.errors = [], []
        return passed


class AgainForm(Throttled, VerifyForm):
    """The password once more, before something that matters."""

    def whose(self) -> str:
        return str(self.user.email)


class CodeForm(Throttled, TwoFactorVerifyCodeForm):
    """The code that the authenticator shows."""

    user: Any
    secret = "code"

    def whose(self) -> str:
        return str(self.user.email) if self.user else ""

    def check(self, **kwargs: Any) -> bool:
        accounts.lock(self.user)
        if self.is_setup and session.get("tf_totp_secret") != self.tf_totp_secret:
            self.form_errors.append("This key belongs to somebody else. Start again.")
            return False
        validating = not self.is_setup and session.get("tf_state") == "validating_profile"
        if validating and found.has_second_factor(self.user):
            self.form_errors.append("A second factor is already set up. Sign in again with it.")
            return False
        if not self.tf_totp_secret:
            return False  # there is no app whose code could be right
        return super().check(**kwargs)


class SetUpForm(TwoFactorSetupForm):
    """Asking for a new key. Who has only given the password gets one only while the account has no second factor."""

    user: Any

    def validate(self, **kwargs: Any) -> bool:
        if not current_user.is_authenticated and self.user and found.has_second_factor(self.user):
            self.form_errors.append("A second factor is already set up. Sign in again with it.")
            return False
        return bool(super().validate(**kwargs))


class RecoveryForm(Throttled, MfRecoveryForm):
    """One of the recovery codes."""

    user: Any
    secret = "code"

    def whose(self) -> str:
        return str(self.user.email) if self.user else ""

    def check(self, **kwargs: Any) -> bool:
        accounts.lock(self.user)  # of several who use one code at once, the first has it
        return super().check(**kwargs)


class ForgottenForm(Refusing, ForgotPasswordForm):
    """Asking for a link to a new password. Nobody is looked up here: the clock finds out whose the address is."""

    email = EmailField("Email address", [InputRequired()])

    def validate(self, **kwargs: Any) -> bool:
        """Note who asks. It never passes: the library would write the letter at once, where there is an account."""
        if super(ForgotPasswordForm, self).validate(**kwargs):
            shut = resets.ask(actor(), address_in(self.email.data), here())
            if shut:
                self.shut(shut)
        return False


class ResetForm(OurWords, ResetPasswordForm):
    """A new password, by a link that works once."""

    def validate(self, **kwargs: Any) -> bool:
        user: Any = self.user
        before = user.fs_uniquifier
        accounts.lock(user)
        if user.fs_uniquifier != before or user.sample or not user.active:
            self.form_errors.append("This link was used already. Ask for another one.")
            return False
        return bool(super().validate(**kwargs))


class ChangeForm(Throttled, ChangePasswordForm):
    """Another password, by somebody who knows the present one."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.password.label.text = "Current password"

    def whose(self) -> str:
        return str(current_user.email)

    def guessed(self) -> bool:
        return bool(self.password.errors)

    def validate(self, **kwargs: Any) -> bool:
        """Whoever has none, since they sign in elsewhere, has none to give: the view has asked who they are.

        Accounts of the sample world never have one.
        """
        known = current_user.password or current_user.sample
        return super().validate(**kwargs) if known else self.check(**kwargs)


class NameForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """A new account for somebody who was invited, and signs in elsewhere."""

    name = StringField(
        "Full name",
        [DataRequired("Enter your name."), Length(max=200), Regexp(PRINTABLE, message="Use letters and symbols only.")],
        render_kw={"autocomplete": "name"},
    )


class AcceptForm(NameForm):
    """A new account for somebody who was invited, with a password."""

    password = PasswordField(
        "Password",
        [DataRequired("Choose a password."), Length(max=128, message="Use at most 128 characters.")],
        description=PASSWORD_HINT,
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        "Password again",
        [
            InputRequired("Type the password again."),
            EqualTo("password", "The two passwords differ. Type the same one twice."),
        ],
        render_kw={"autocomplete": "new-password"},
    )
