"""Asking somebody to cover, and the answer."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from onboarding.web.fields import Needed
from onboarding.web.forms.people import blank_as_none

YES, NO = "yes", "no"


class AnswerForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """Yes, or no and why. `though_away` is left out for who is not away on any of the days."""

    answer = RadioField(
        "Do you cover on these days?",
        [InputRequired("Choose an answer.")],
        choices=[SelectChoice(YES, "Yes, I cover on all of these days"), SelectChoice(NO, "No, I cannot")],
    )
    though_away = BooleanField("I know that I am recorded as away on some of these days, and that these stay uncovered")
    because = StringField(
        "Why you cannot",
        [Needed(), Length(max=500, message="Say it in 500 characters.")],
        filters=[blank_as_none],
        description="Your manager reads it. Leave out names.",
    )

    def validate_because(self, field: Any) -> None:
        """Why not is needed for a no."""
        if self.answer.data == NO and not field.data:
            raise ValidationError("Say why, so that your manager can ask somebody else.")
