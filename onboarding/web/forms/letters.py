"""A letter to an applicant, and how a COHE words letters and reminders."""

from collections.abc import Sequence

from flask import request
from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import HiddenInput

from onboarding.queries.training_reminders import Owing
from onboarding.web.addresses import record_id

LONGEST = 10_000
TEXT = [DataRequired("Write the letter."), Length(max=LONGEST, message=f"Say it in {LONGEST} characters.")]
SUBJECT = [DataRequired("Enter the subject."), Length(max=200, message="Shorten the subject to 200 characters.")]


class LetterForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """The letter as it goes out."""

    subject = StringField("Subject", SUBJECT)
    text = TextAreaField("Letter", TEXT, render_kw={"rows": 24, "class": "wide"})
    how = RadioField(
        "How it goes out",
        [InputRequired("Choose how it goes out.")],
        choices=[("mail", "Sent by mail now"), ("paper", "Kept, to be printed")],
    )
    determination = IntegerField(widget=HiddenInput())


class WordingForm(FlaskForm):  # type: ignore[misc]
    """How the letter about a decision is worded."""

    subject = StringField("Subject", SUBJECT)
    text = TextAreaField("Letter", TEXT, render_kw={"rows": 24, "class": "wide"})
    version = IntegerField(widget=HiddenInput(), default=0)

    @property
    def previewed(self) -> bool:
        """Whether it was sent to see it, and not to have it saved."""
        return "preview" in request.form


class ReminderWordingForm(WordingForm):
    """How a reminder of training is worded, and to whom it is shown first."""

    text = TextAreaField("Mail", TEXT, render_kw={"rows": 12, "class": "wide"})
    person = SelectField(
        "Show the mail to", [InputRequired("Choose somebody.")], coerce=record_id, validate_choice=False
    )

    def offer(self, owing: Sequence[Owing]) -> None:
        """Show it to one of these people."""
        if owing:
            self.person.choices = [SelectChoice(each.person.id, each.person.name) for each in owing]
        else:
            del self.person
