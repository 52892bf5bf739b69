"""Asking for a reference, and answering one."""

from collections.abc import Mapping
from typing import Any

from flask_wtf import FlaskForm
from wtforms import EmailField, Form, FormField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, InputRequired, Length

from onboarding.queries.references import Answer
from onboarding.web.forms.people import blank_as_none

ANSWERS = [
    SelectChoice(Answer.CONFIRMED.value, "Yes, all of it is right"),
    SelectChoice(Answer.CORRECTED.value, "Some of it is different. I write below what"),
    SelectChoice(Answer.NOT_CONFIRMED.value, "I cannot confirm it"),
]
# What is asked, by the key of the claim, in the words of a form.
LABELS = {
    "name": "Employer",
    "position": "Position",
    "start": "From",
    "end": "Until",
    "hours_a_week": "Hours a week",
    "duties": "What the work was",
    "institution": "School",
    "study_type": "Degree",
    "area": "Field of study",
    "conferred": "Conferred",
}


class AskForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """Who is asked."""

    to_name = StringField(
        "Who is asked",
        [DataRequired("Enter a name, or the office."), Length(max=200)],
        description="A person or an office, for example Human Resources, Harbor Clinic.",
        render_kw={"autocomplete": "off"},
    )
    to_address = EmailField(
        "Email address",
        [
            DataRequired("Enter the address the question goes to."),
            Email("This is no email address. Write it like name@example.org."),
            Length(max=254),
        ],
        description="The employer's or school's own address. Look it up yourself if you can.",
        filters=[blank_as_none],
        render_kw={"autocomplete": "off"},
    )


class AnswerForm(FlaskForm):  # type: ignore[misc]
    """What the one who was asked says. The corrections are added for what was asked: see `answering`."""

    answered = RadioField("Is this right?", [InputRequired("Choose an answer.")], choices=ANSWERS)
    note = TextAreaField(
        "Anything to add", [Length(max=2000, message="Say it in 2,000 characters.")], filters=[blank_as_none]
    )
    name = StringField("Your name", [DataRequired("Enter your name."), Length(max=200)])
    position = StringField(
        "Your position",
        [DataRequired("Enter your position."), Length(max=200)],
        description="For example: Records officer.",
    )


def answering(asked: Mapping[str, Any]) -> AnswerForm:
    """The form with a field for what is right instead of each thing that was asked."""
    fields = {
        key: StringField(LABELS[key], [Length(max=500, message="Say it in 500 characters.")], filters=[blank_as_none])
        for key in asked
        if key in LABELS
    }
    corrections = type("Corrections", (Form,), fields)
    form = type("AnswerForm", (AnswerForm,), {"corrections": FormField(corrections, "What is right instead")})
    found: AnswerForm = form()
    return found
