"""Which day, quarter or year of staffing is looked at."""

from collections.abc import Sequence
from typing import Any

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, ValidationError

from onboarding.rules.staffing_period import Kind, Period, of_day, period
from onboarding.web.fields import DayField
from onboarding.web.forms.narrowing import NarrowingForm


class PeriodForm(NarrowingForm):
    """Choosing the period; sent as a plain address. A day that is typed is looked at, whatever is picked beside it."""

    period = SelectField("Quarter or year", validate_choice=False)
    day = DayField("Or one day", [Optional()])

    def __init__(self, arguments: Any, offered: Sequence[Period], usual: Period) -> None:
        super().__init__(arguments, data={"period": usual.key})
        self._usual = usual
        self.period.choices = [SelectChoice(each.key, _said(each)) for each in offered]

    def validate_period(self, field: SelectField) -> None:
        """Say that there is no such period to look at, rather than to show another in its place unsaid."""
        if not self.day.data and field.data not in [each.value for each in field.choices]:
            raise ValidationError(f"Choose a quarter or year from the list. {self._usual.says} is shown.")

    def asked(self) -> Period:
        """The period that is asked for; the usual one where it is none that can be looked at."""
        if self.day.data and not self.day.errors:
            return of_day(self.day.data)
        found = period(self.period.data or "")
        return found if found and found.key in [each.value for each in self.period.choices] else self._usual


def _said(of: Period) -> str:
    return f"The year {of.says}" if of.kind is Kind.YEAR else of.says
