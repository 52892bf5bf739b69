"""Who looks after a person's record, and putting something off until a day."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, SelectField, TextAreaField
from wtforms.validators import DataRequired, Length
from wtforms.widgets import HiddenInput

from onboarding.web.addresses import record_id_or_none
from onboarding.web.fields import DayField


class OwnerForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """The member who looks after the record; `before`: who did when the page was opened, 0 for nobody."""

    user = SelectField("Owner", coerce=record_id_or_none, validate_choice=False)
    before = IntegerField(widget=HiddenInput(), default=0)


class PutOffForm(FlaskForm):  # type: ignore[misc]
    """Until when, and why; `seen`: since when it was put off as the page was opened."""

    until = DayField("Show it again on", [DataRequired("Enter the day on which to show it again.")])
    because = TextAreaField(
        "Reason",
        [DataRequired("Say why it waits."), Length(max=500, message="Say it in 500 characters.")],
        filters=[lambda text: (text or "").strip()],
    )
    seen = HiddenField()
