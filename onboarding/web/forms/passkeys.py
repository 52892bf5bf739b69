"""Adding, using and renaming a passkey. What the browser made or signed comes in a hidden field, as static/passkeys.js
writes it there."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, Length, Regexp

from onboarding.errors import OnboardingError
from onboarding.services import passkeys
from onboarding.services.passkey_proofs import LONGEST, Party
from onboarding.web.access import actor
from onboarding.web.forms.accounts import PRINTABLE, Throttled
from onboarding.web.passkeys import answered

NO_ANSWER = "Your browser sent no passkey. Turn on JavaScript for this page, or use a newer browser."
LONGEST_NAME = 60


class NameForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """What a passkey is called."""

    name = StringField(
        "Name of the passkey",
        [
            DataRequired("Enter a name."),
            Length(max=LONGEST_NAME, message=f"Use at most {LONGEST_NAME} characters."),
            Regexp(PRINTABLE, message="Use letters and symbols only."),
        ],
        description="So that you know it again, like My phone or Blue security key",
        render_kw={"autocomplete": "off"},
    )


class NewForm(NameForm):
    """A new passkey."""

    answer = HiddenField()

    def validate(self, *arguments: Any, **named: Any) -> bool:
        passed = bool(super().validate(*arguments, **named))
        if passed and not self.answer.data:
            self.form_errors.append(NO_ANSWER)
        sent, self.answer.data = self.answer.data or "", ""  # what was answered once is no answer again
        self.answer_sent = str(sent)
        return passed and bool(sent)


class UseForm(Throttled, FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """A passkey instead of a code. Tries count as those of codes do."""

    secret, longest = "answer", LONGEST
    answer = HiddenField()

    def __init__(self, user: Any, party: Party | None) -> None:
        super().__init__()
        self.user, self.party = user, party
        self.given: bytes | None = None
        self.copied: int | None = None

    def whose(self) -> str:
        return str(self.user.email)

    def validate(self, **kwargs: Any) -> bool:
        if not self.answer.data or self.party is None:
            self.form_errors.append(NO_ANSWER)
            return False
        try:
            self.given = answered(self.user)  # also where the answer is wrong: it is not taken again
        except OnboardingError as error:
            self.form_errors.append(str(error))
            return False
        passed = super().validate(**kwargs)
        self.answer.data = ""
        if self.copied:
            passkeys.tell_of_copy(actor(), self.user, self.copied)
        return passed

    def check(self, **kwargs: Any) -> bool:
        if not super().check(**kwargs) or self.party is None or self.given is None:
            return False
        try:
            passkeys.check(self.user, self.party, self.given, self.answer.data)
        except OnboardingError as error:
            self.form_errors.append(str(error))
            self.copied = error.passkey_id if isinstance(error, passkeys.WentBackError) else None
            return False
        return True
