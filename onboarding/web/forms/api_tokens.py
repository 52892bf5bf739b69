"""Making a token of the API."""

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from onboarding.permissions import SCOPES_IN_WORDS, TokenScope
from onboarding.roles import IN_WORDS, Role
from onboarding.web.fields import CheckboxesField
from onboarding.web.forms.people import blank_as_none

USUAL_DAYS = 90


class TokenForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """What a token is called, what it may do, and for how long."""

    name = StringField(
        "Name",
        [DataRequired("Enter a name."), Length(max=60, message="Shorten the name to 60 characters.")],
        filters=[blank_as_none],
        description="Which program uses it, such as HR system. The audit trail says this name.",
        render_kw={"autocomplete": "off"},
    )
    role = SelectField(
        "Role", [InputRequired()], description="The token may do no more than this role, and no more than you."
    )
    scopes = CheckboxesField(
        "What it is for",
        [InputRequired("Choose at least one.")],
        choices=[SelectChoice(each.value, words) for each, words in SCOPES_IN_WORDS.items()],
    )
    days = IntegerField("Works for how many days", [InputRequired("Enter a number of days.")], default=USUAL_DAYS)

    def offer(self, roles: Iterable[Role], most: int) -> None:
        """Have these roles to choose from, and so many days at most."""
        self.role.choices = [SelectChoice(each.value, IN_WORDS[each]) for each in roles]
        says = f"Enter a number of days from 1 to {most}."
        self.days.validators = [*self.days.validators, NumberRange(1, most, says)]
        self.days.description = f"At most {most}."

    @property
    def chosen(self) -> list[TokenScope]:
        """What was chosen."""
        return [TokenScope(each) for each in self.scopes.data]
