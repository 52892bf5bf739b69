"""How the list of applicants is narrowed, and who of it is screened again."""

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import IntegerField, SearchField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional

from onboarding.queries.applications import STATES
from onboarding.rules.wording import label
from onboarding.web.forms.people import ALL, ROLES

UNDER_WAY = "under_way"
OUTCOMES = {each: label(each) for each in ("qualified", "needs_review", "not_qualified")}
OUTCOME_CHOICES = [ALL, *(SelectChoice(value, label) for value, label in OUTCOMES.items())]


class FilterForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """Narrowing the list; sent as a plain address."""

    class Meta:
        csrf = False

    q = SearchField("Name or phone", filters=[lambda text: (text or "").strip()])
    state = SelectField(
        "State",
        choices=[
            ALL,
            SelectChoice(UNDER_WAY, "Under way"),
            *(SelectChoice(each.value, word) for each, word in STATES.items()),
        ],
        validate_choice=False,
    )
    role = SelectField("Applied for", choices=[ALL, *ROLES], validate_choice=False)
    claimed = SelectField("As stated", choices=OUTCOME_CHOICES, validate_choice=False)
    verified = SelectField("As verified", choices=OUTCOME_CHOICES, validate_choice=False)
    owner = SelectField("Owner", validate_choice=False)
    waits = IntegerField(
        "Days in this state, at least", [Optional(), NumberRange(0, 99_999, "Give a number of days, such as 14.")]
    )

    def offer(self, owners: Sequence[Any]) -> None:
        """Say whom the list can be narrowed to: whom one of these looks after, or nobody."""
        each = [SelectChoice(str(owner.id), owner.name) for owner in owners]
        self.owner.choices = [ALL, *each, SelectChoice("0", "Nobody")]
