"""How a working week is split: the hours of the week, and of each task."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import TextInput

from onboarding.formats.tables.cells import Unfit
from onboarding.formats.tables.staff_columns import HOUR, length
from onboarding.rules.time_split import CLAIMS, MINUTES_A_WEEK, TASKS
from onboarding.services.time_splits import SplitFacts
from onboarding.web.addresses import record_id_or_none
from onboarding.web.fields import DayField, Read
from onboarding.web.forms.people import blank_as_none

EVIDENCE = "A file on the person's page that shows this. Once somebody else checks it, this counts as checked."
LIKE = "32, 37.5 or 37:30"
read = length(HOUR, MINUTES_A_WEEK * HOUR / 60, LIKE)


class HoursField(Read, IntegerField):  # type: ignore[misc]  # WTForms ships no types
    """Hours of a week, kept as minutes: 32, 37.5 or 37:30. Nothing is none."""

    data: int | None
    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was typed. Raises ValueError that says what would be right."""
        typed = "".join(valuelist).strip()
        try:
            self.data = read(typed) if typed.strip("0.:") else 0 if typed else None
        except Unfit as unfit:
            self.data = None
            raise ValueError(f"{unfit}.") from unfit

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(self.raw_data)
        return "" if self.data is None else typed_hours(self.data)


def typed_hours(minutes: int) -> str:
    """ "37.5", or "33:20" where no two decimals say it."""
    whole, over = divmod(minutes, 60)
    return f"{whole}:{over:02}" if over * 100 % 60 else f"{whole}.{over * 100 // 60:02}".rstrip("0").rstrip(".")


class SplitForm(FlaskForm):  # type: ignore[misc]
    """A split from a day on."""

    since = DayField("From which day", [DataRequired("Enter the day.")])
    week = HoursField("Hours a week", [InputRequired("Enter the hours of the week.")], description=f"Like {LIKE}.")
    claims = HoursField(
        TASKS[CLAIMS],
        [InputRequired("Enter the hours, 0 for none.")],
        description="Hours a week. Only these count as HSC staffing.",
    )
    provider_training = HoursField(TASKS["provider_training"], [Optional()])
    outreach = HoursField(TASKS["outreach"], [Optional()])
    administration = HoursField(TASKS["administration"], [Optional()])
    other = HoursField(TASKS["other"], [Optional()])
    item = SelectField("Evidence", coerce=record_id_or_none, validate_choice=False, description=EVIDENCE)

    @property
    def said(self) -> SplitFacts:
        """What is typed."""
        parts = {task: self[task].data or 0 for task in TASKS}
        assert self.since.data is not None  # required by the form
        return SplitFacts(self.since.data, self.week.data or 0, parts)


def _because(label: str) -> Any:
    return StringField(
        label,
        [DataRequired("Say why. The earlier entry stays readable with it."), Length(max=500)],
        filters=[blank_as_none],
        description="Leave out workers' names and claim numbers.",
    )


class SplitCorrection(SplitForm):
    """The same, with why it is corrected."""

    because = _because("Why this is corrected")


class TakeAwayForm(FlaskForm):  # type: ignore[misc]
    """Why something that was recorded never was."""

    because = _because("Why this is taken away")
