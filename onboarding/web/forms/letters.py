"""A letter to an applicant, and how a COHE words such letters."""

from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import HiddenInput

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
