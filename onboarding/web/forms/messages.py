"""How the list of messages is narrowed."""

from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from onboarding.queries.messages import IN_WORDS, State
from onboarding.rules.wording import first_up


class FilterForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """Narrowing the list; sent as a plain address."""

    class Meta:
        csrf = False

    state = SelectField(
        "State",
        choices=[SelectChoice("", "All"), *(SelectChoice(each.value, first_up(IN_WORDS[each])) for each in State)],
        validate_choice=False,
    )
