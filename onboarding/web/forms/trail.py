"""How the trail is narrowed."""

from flask_wtf import FlaskForm
from wtforms import SearchField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from onboarding.actions import Action
from onboarding.web.fields import DayField


class FilterForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """Narrowing the trail; sent as a plain address."""

    class Meta:
        csrf = False

    action = SelectField(
        "What happened",
        choices=[SelectChoice("", "Anything"), *(SelectChoice(each.value, each.in_words) for each in Action)],
        validate_choice=False,
    )
    actor = SearchField("Who, by name")
    subject = SearchField("About whom, by name")
    from_on = DayField("From", [Optional()], description="")
    to_on = DayField("To", [Optional()], description="")
