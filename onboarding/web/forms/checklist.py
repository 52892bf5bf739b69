"""A step of the first weeks: its wording, and that it is done."""

from flask_wtf import FlaskForm
from wtforms import IntegerField, StringField
from wtforms.validators import DataRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from onboarding.web.fields import DayField
from onboarding.web.forms.people import OfferForm, blank_as_none


class StepForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """How a step is worded."""

    says = StringField(
        "What is to be done",
        [DataRequired("Say what is to be done."), Length(max=200, message="Say it in 200 characters.")],
        filters=[lambda text: " ".join((text or "").split())],
    )
    within_days = IntegerField(
        "Within how many days of the first day in the role",
        [Optional(), NumberRange(0, 3650, "Enter a number of days from 0 to 3650.")],
    )
    version = IntegerField(widget=HiddenInput(), default=0)


class MarkForm(OfferForm):
    """That a step is done, or not after all."""

    done_on = DayField("Day", [DataRequired("Enter the day.")])
    note = StringField("Note", [Length(max=500)], filters=[blank_as_none])
