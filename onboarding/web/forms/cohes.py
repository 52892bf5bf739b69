"""By which quarter COHEs are compared, and which of them are shown."""

from collections.abc import Sequence
from typing import Any

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from onboarding.queries.cohes import Only
from onboarding.rules.days import Quarter
from onboarding.rules.wording import quarter as said
from onboarding.web.forms.narrowing import NarrowingForm
from onboarding.web.forms.people import ALL

ONLY = {
    Only.DISCUSSION: "Discussion required, or can't tell yet",
    Only.REQUIREMENT: "Requirement not met, or can't tell yet",
    Only.NO_CLAIMS: "Claims not recorded",
    Only.TRAININGS: "Trainings overdue",
    Only.BILLING: "Somebody cannot bill",
    Only.VACANCIES: "Vacancies",
    Only.UNCOVERED: "Uncovered days",
}


class CompareForm(NarrowingForm):
    """Sent as a plain address."""

    quarter = SelectField("Quarter", validate_choice=False)
    only = SelectField(
        "COHEs", choices=[ALL, *(SelectChoice(each.value, word) for each, word in ONLY.items())], validate_choice=False
    )

    def __init__(self, arguments: Any, offered: Sequence[Quarter]) -> None:
        super().__init__(arguments, data={"quarter": str(offered[0])})
        self._offered = offered
        self.quarter.choices = [SelectChoice(str(each), said(each)) for each in sorted(offered, reverse=True)]

    @property
    def asked(self) -> Quarter:
        """The quarter that is asked for; the latest that is over where it is none of them."""
        return next((each for each in self._offered if str(each) == self.quarter.data), self._offered[0])
