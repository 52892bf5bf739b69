"""Asking an applicant for what is missing."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from onboarding.web.forms.determinations import LONG
from onboarding.web.forms.people import blank_as_none

WHY = "What is missing of the application."


class MissingForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """What the applicant is asked for, and how it goes out."""

    facts = SelectMultipleField(
        "What is missing",
        validate_choice=False,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        description="Uncheck what you do not need to ask for.",
    )
    items = TextAreaField(
        "Anything else", [LONG], filters=[blank_as_none], description="One thing on each line.", render_kw={"rows": 3}
    )
    because = StringField(
        "Reason, for the record",
        [Length(max=500, message="Say it in 500 characters.")],
        filters=[blank_as_none],
        default=WHY,
    )
    how = RadioField(
        "How it goes out",
        [InputRequired("Choose how it goes out.")],
        choices=[
            SelectChoice("mail", "By mail, with a link to answer by"),
            SelectChoice("paper", "On paper, as a letter to print"),
        ],
    )

    def offer(self, facts: Sequence[str], most: int) -> None:
        """Offer these facts, ticked as far as so many can be asked for at once."""
        if not self.is_submitted():
            self.facts.data = list(facts[:most])
        self.facts.choices = [SelectChoice(each, each) for each in facts]

    @property
    def asked(self) -> list[str]:
        """Everything that is asked for."""
        return [*(self.facts.data or ()), *(self.items.data or "").splitlines()]
