"""What is decided about two records that could be of one person."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from onboarding.web.addresses import record_id

SAME, APART = "same", "apart"


class DuplicateForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """Whether two records are of one person; and if so, which goes on, with whose contact and with which claim."""

    decision = RadioField(
        "These are records of",
        [InputRequired("Choose one.")],
        choices=[SelectChoice(SAME, "One person: merge them"), SelectChoice(APART, "Two people: do not ask again")],
    )
    goes_on = RadioField(
        "If one person: which record to keep",
        [InputRequired("Choose one.")],
        coerce=record_id,
        description="You can still read the other record, but not add to it.",
    )
    contact_of = RadioField("Which email address and phone to use", [InputRequired()], coerce=record_id)
    with_claim = BooleanField("Add the jobs and degrees that only the other record has", default=True)

    def offer(self, records: Sequence[SelectChoice]) -> None:
        """Say which two records it is about."""
        self.goes_on.choices = self.contact_of.choices = records
