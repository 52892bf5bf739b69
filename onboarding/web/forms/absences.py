"""From when to when somebody is away, and who covers."""

from datetime import date

from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from onboarding.web.addresses import record_id_or_none
from onboarding.web.fields import DayField
from onboarding.web.forms.people import blank_as_none
from onboarding.web.forms.time_splits import EVIDENCE


class DaysForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """The days of an absence, both included."""

    first_on = DayField("First day away", [DataRequired("Enter the first day.")])
    last_on = DayField("Last day away", [DataRequired("Enter the last day.")])

    @property
    def days(self) -> tuple[date, date]:
        """What is typed."""
        assert self.first_on.data and self.last_on.data  # required by the form
        return self.first_on.data, self.last_on.data


class AbsenceForm(DaysForm):
    """The same, with the paper that shows it."""

    item = SelectField("Evidence", coerce=record_id_or_none, validate_choice=False, description=EVIDENCE)


class DaysCorrection(AbsenceForm):
    """The same, with why they are corrected."""

    because = StringField(
        "Why this is corrected",
        [DataRequired("Say why. The earlier entry stays readable with it."), Length(max=500)],
        filters=[blank_as_none],
        description="Why somebody is away is not asked. Leave it out.",
    )


class CoverForm(DaysForm):
    """Who covers, on which of the days."""

    by = SelectField(
        "Who covers", [InputRequired("Choose who covers.")], coerce=record_id_or_none, validate_choice=False
    )
    first_on = DayField("First day covered", [DataRequired("Enter the first day.")])
    last_on = DayField("Last day covered", [DataRequired("Enter the last day.")])
