"""How the list of messages is narrowed."""

from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from onboarding.queries.messages import State
from onboarding.rules.wording import plainly


class FilterForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """Narrowing the list; sent as a plain address."""

    class Meta:
        csrf = False

    state = SelectField(
        "State",
        choices=[SelectChoice("", "All"), *(SelectChoice(each.value, plainly(each.value)) for each in State)],
        validate_choice=False,
    )
