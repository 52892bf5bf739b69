"""Adding a webhook, changing it, and replacing its secret."""

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import HiddenInput

from onboarding.queries.webhook_kinds import KINDS, Kind
from onboarding.web.fields import CheckboxesField
from onboarding.web.forms.people import blank_as_none


class WebhookForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """Where to send what."""

    url = StringField(
        "Address",
        [DataRequired("Enter an address."), Length(max=500, message="Shorten the address to 500 characters.")],
        filters=[blank_as_none],
        description="Where your program listens, like https://hr.example.org/hooks.",
        render_kw={"autocomplete": "off", "inputmode": "url", "autocapitalize": "none", "spellcheck": "false"},
    )
    kinds = CheckboxesField("Events to send", [InputRequired("Choose at least one.")])

    def offer(self, kinds: Iterable[Kind]) -> None:
        """Have these kinds to choose from."""
        self.kinds.choices = [SelectChoice(each.value, KINDS[each].words) for each in kinds]

    @property
    def chosen(self) -> list[Kind]:
        """What was chosen."""
        return [Kind(each) for each in self.kinds.data]


class ChangeForm(WebhookForm):
    """The same of one that is there; `seen`: how the page showed it."""

    seen = HiddenField()


class SecretForm(FlaskForm):  # type: ignore[misc]
    """Replacing the secret that the page is about, so that sending it twice replaces it once."""

    seen = IntegerField(widget=HiddenInput(), default=0)
