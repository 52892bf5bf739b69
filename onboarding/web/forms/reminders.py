"""How the ledger of reminders is narrowed."""

from flask_wtf import FlaskForm
from wtforms import SearchField, SelectField
from wtforms.fields.choices import SelectChoice

from onboarding.queries.reminder_ledger import Became
from onboarding.rules.training_ladder import To
from onboarding.web.forms.people import ALL
from onboarding.web.training_words import REMINDED, TOLD

DAYS = {"": 365, "30": 30, "all": 0}


class FilterForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """Narrowing the ledger; sent as a plain address."""

    class Meta:
        csrf = False

    q = SearchField("Name", filters=[lambda text: (text or "").strip()])
    became = SelectField(
        "How it stands",
        choices=[ALL, *(SelectChoice(each.value, REMINDED[each].capitalize()) for each in Became)],
        validate_choice=False,
    )
    whom = SelectField("To", choices=[ALL, *(SelectChoice(to.value, TOLD[to]) for to in To)], validate_choice=False)
    days = SelectField(
        "From",
        choices=[
            SelectChoice("", "12 months ago"),
            SelectChoice("30", "30 days ago"),
            SelectChoice("all", "The beginning"),
        ],
        validate_choice=False,
    )

    def said(self) -> list[str]:
        """How the list is narrowed, in words."""
        picked = [
            choice.label
            for each in self
            if isinstance(each, SelectField)
            for choice in each.choices
            if choice.value and choice.value == each.data
        ]
        return [*([f"“{self.q.data}”"] if self.q.data else []), *picked]
