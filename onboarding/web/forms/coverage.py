"""The month and the period of coverage, and how cover works in the COHE's words."""

from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from onboarding.rules.days import Quarter
from onboarding.services.coverage import LONGEST
from onboarding.web.fields import DayField
from onboarding.web.forms.narrowing import NarrowingForm
from onboarding.web.forms.people import blank_as_none

MOST_DAYS = 366


class PlanForm(NarrowingForm):
    """From when to when; sent as a plain address."""

    first = DayField("First day", [Optional()])
    last = DayField("Last day", [Optional()])

    def __init__(self, arguments: Any, today: date) -> None:
        self._usual = to_come(today)
        super().__init__(arguments, data={"first": self._usual[0], "last": self._usual[1]})

    def asked(self) -> tuple[date, date]:
        """The period that is asked for; through the next quarter where it is none, or too long."""
        first, last = (None if each.errors else each.data for each in (self.first, self.last))
        if first is None or last is None or not 0 <= (last - first).days < MOST_DAYS:
            return self._usual
        return first, last

    def is_other(self) -> bool:
        """Whether something else was typed than what is shown."""
        return any(each.raw_data and each.raw_data[0] for each in self) and self.asked() != (
            self.first.data,
            self.last.data,
        )


def to_come(today: date) -> tuple[date, date]:
    """From a day through the quarter after its own, so that no uncovered day of the weeks to come is left out."""
    return today, Quarter.of(today).earlier(-1).last


class WayForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """How cover works, from a day on."""

    since = DayField("From", [DataRequired("Enter the first day.")])
    text = TextAreaField(
        "How cover works",
        [DataRequired("Say how cover works."), Length(max=LONGEST, message=f"Say it in {LONGEST:,} characters.")],
        filters=[lambda text: (text or "").replace("\r\n", "\n").strip()],
        description="It is printed on the coverage plan. Say who does what, by role, and leave out names.",
        render_kw={"rows": 14},
    )

    @property
    def said(self) -> tuple[date, str]:
        """From when, and what."""
        assert self.since.data  # required by the form
        return self.since.data, self.text.data


class WayCorrection(WayForm):
    """The same, with why it is corrected."""

    because = StringField(
        "Why this is corrected",
        [DataRequired("Say why. The earlier text stays readable with it."), Length(max=500)],
        filters=[blank_as_none],
    )
