"""The host's sign-off of a visit, and taking its link back."""

from typing import Any, ClassVar

from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, StopValidation

from onboarding.services.sign_offs import Signed
from onboarding.web.forms.people import blank_as_none
from onboarding.web.forms.training import LONGEST_VISIT
from onboarding.web.forms.training_sessions import NOBODY, REASON


class OfWhoCame:
    """Needed of who came, and not asked of who did not."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __call__(self, form: Any, field: Any) -> None:
        typed = bool(field.raw_data and field.raw_data[0].strip())
        if form.came.data != "yes" or not typed:
            field.errors[:] = []  # also that it was no number
            raise StopValidation(None if form.came.data != "yes" else "Enter the minutes of the visit.")
        if field.data is None:
            raise StopValidation


class SignForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """Whether the trainee came, and for how long."""

    came = RadioField(
        "Did they come?",
        [InputRequired("Choose one.")],
        choices=[SelectChoice("yes", "Yes, they shadowed me"), SelectChoice("no", "No, they did not come")],
    )
    minutes = IntegerField(
        "Minutes of shadowing",
        [OfWhoCame(), NumberRange(1, LONGEST_VISIT, "Enter the minutes of one day.")],
        description="As it was, without breaks. An hour is 60.",
        render_kw={"inputmode": "numeric", "class": "usa-input--medium"},
    )
    name = StringField("Your name", [DataRequired("Enter your name."), Length(max=200)])

    def signed(self) -> Signed:
        """What is said by it."""
        came: Any = self.came.data == "yes"
        return Signed(came, self.minutes.data if came else None, self.name.data.strip())


class WithdrawForm(FlaskForm):  # type: ignore[misc]
    """That the link leads nowhere any more."""

    because = StringField("Why", [DataRequired("Say why."), REASON], filters=[blank_as_none], description=NOBODY)
