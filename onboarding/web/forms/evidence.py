"""Adding a file, checking it, taking it out of account, and making parts of it black."""

from flask_wtf import FlaskForm
from wtforms import (
    DecimalField,
    FieldList,
    Form,
    FormField,
    IntegerField,
    MultipleFileField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from onboarding.queries.evidence import SOURCES, Proves, Result
from onboarding.web.fields import DayField
from onboarding.web.forms.people import blank_as_none

PROVES = {
    Proves.JOB: "A job: employer letter, reference",
    Proves.DEGREE: "A degree: diploma, transcript, evaluation",
    Proves.SKILL: "A skill: work sample, interview notes",
    Proves.STANDING: "Standing with L&I",
    Proves.TRAINING: "Training: certificate, sign-in sheet",
    Proves.CREDENTIAL: "Provider ID or application: L&I's letter, form",
    Proves.HIRE: "The hire: offer letter, exit form",
    Proves.RESUME: "A résumé, to type from",
    Proves.OTHER: "Something else",
}
RESULTS = {
    Result.CONFIRMED: "It is right",
    Result.CONTRADICTED: "It is not right",
    Result.NOT_CONFIRMED: "They could not or would not say",
}
ACCEPTED = ".pdf,.png,.jpg,.jpeg,.docx,.xlsx,application/pdf,image/png,image/jpeg"
MOST_BOXES = 100
LONG_NOTE = "Say it in 1,000 characters."


class EvidenceForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """One file or several that prove the same thing."""

    files = MultipleFileField(
        "Files",
        [InputRequired("Choose a file.")],
        description="PDF, PNG, JPEG, DOCX or XLSX, 25 MB each at most. A photo from a phone will do.",
        render_kw={"accept": ACCEPTED, "multiple": True},
    )
    proves = SelectField(
        "What it proves", [InputRequired()], choices=[SelectChoice(each.value, says) for each, says in PROVES.items()]
    )
    title = StringField(
        "What it is",
        [Length(max=200, message="Say it in 200 characters.")],
        description="For example: Diploma, State College. If blank, the file's name is used.",
        filters=[blank_as_none],
    )
    dated_on = DayField(
        "The day on the paper", [Optional()], description="The day printed on the paper, for example 6/12/2015."
    )
    note = TextAreaField(
        "Note",
        [Length(max=1000, message=LONG_NOTE)],
        filters=[blank_as_none],
        render_kw={"rows": 2},
    )


class VerificationForm(FlaskForm):  # type: ignore[misc]
    """What an item was checked against, and what came of it."""

    source = RadioField(
        "Checked against",
        [InputRequired("Choose what it was checked against.")],
        choices=[SelectChoice(each.value, says) for each, says in SOURCES.items()],
    )
    whom = StringField(
        "Who you asked, or which register",
        [DataRequired("Say who you asked, or which register."), Length(max=200)],
        description="A name and office, with the number or address you found yourself.",
        filters=[blank_as_none],
    )
    checked_on = DayField("Day of the check", [DataRequired("Enter the day of the check.")])
    result = RadioField(
        "Result",
        [InputRequired("Choose a result.")],
        choices=[SelectChoice(each.value, says) for each, says in RESULTS.items()],
    )
    note = TextAreaField(
        "Note",
        [Length(max=1000, message=LONG_NOTE)],
        filters=[blank_as_none],
        render_kw={"rows": 3},
    )


class WithdrawalForm(FlaskForm):  # type: ignore[misc]
    """Why an item counts no more, and by which it is replaced."""

    replaced_by = SelectField("Replaced by", [Optional()], validate_choice=False)
    because = TextAreaField(
        "Why",
        [DataRequired("Say why the file no longer counts."), Length(max=500, message="Say it in 500 characters.")],
        filters=[blank_as_none],
        render_kw={"rows": 3},
    )


def _percent(label: str) -> DecimalField:
    return DecimalField(
        label,
        [InputRequired("Enter a percentage."), NumberRange(0, 100, "Enter 0 to 100.")],
        places=1,
        render_kw={"type": "number", "min": "0", "max": "100", "step": "0.5"},
    )


class BoxForm(Form):  # type: ignore[misc]
    """Where something is made black, in percent of the page."""

    page = IntegerField("Page", [InputRequired("Enter the page."), NumberRange(1, message="Pages count from 1.")])
    left = _percent("From the left")
    top = _percent("From the top")
    width = _percent("Width")
    height = _percent("Height")


class RedactionForm(FlaskForm):  # type: ignore[misc]
    """The boxes of a redacted copy, and what is under them in words."""

    boxes = FieldList(FormField(BoxForm, "Box"), "Boxes", max_entries=MOST_BOXES)
    because = StringField(
        "What is redacted, and why",
        [Length(max=500, message="Say it in 500 characters.")],
        description="For example: birth date, not needed by L&I. Do not repeat what is under the box.",
        filters=[blank_as_none],
    )
