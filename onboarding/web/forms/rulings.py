"""What a ruling says, and why one is withdrawn."""

from fractions import Fraction

from flask_wtf import FlaskForm
from flask_wtf.file import FileRequired
from wtforms import FileField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from onboarding.rules.rulebook import Number, OpenQuestion
from onboarding.web.fields import DayField, Needed
from onboarding.web.filters import role
from onboarding.web.forms.people import blank_as_none

HIRES = "hires"
EVERY_ROLE = SelectChoice("", "Every role")
ROLES = [EVERY_ROLE, *(SelectChoice(each, role(each)) for each in ("hsc", "assistant", "surgical_hsc"))]


class RulingForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """A ruling on one question or number: exactly one of `reading` and `value` is asked for."""

    reading = RadioField("Ruling", [InputRequired("Choose a ruling.")])
    value = StringField("Ruling", [DataRequired("Enter the value.")], filters=[blank_as_none])
    since = DayField("Applies from", [DataRequired("Enter the first day on which it applies.")])
    holds_for = RadioField(
        "Whose training it is about",
        [InputRequired("Choose whose training it is about.")],
        choices=[
            SelectChoice(HIRES, "People hired on that day or later. The deadlines of everybody else stay."),
            SelectChoice("all", "Everybody, including people hired before that day"),
        ],
    )
    role = SelectField("Role", choices=ROLES)
    by = StringField(
        "Ruling by",
        [DataRequired("Enter who gave the ruling."), Length(max=200)],
        description="The contract manager's name.",
        filters=[blank_as_none],
    )
    reference = TextAreaField(
        "Source",
        [DataRequired("Say where the ruling is written."), Length(max=500, message="Say it in 500 characters.")],
        description="The letter, email or contract, with its date, so that somebody else can find it.",
        filters=[blank_as_none],
        render_kw={"rows": 2},
    )

    def ask_reading(self, question: OpenQuestion) -> None:
        """Ask for one of the question's readings."""
        del self.value
        self.reading.choices = [SelectChoice(each.id, each.says) for each in question.readings]

    def ask_whom(self, of_training: bool) -> None:
        """Ask for whom it holds, where that is told by the day of the hire."""
        if not of_training:
            del self.holds_for

    def ask_value(self, number: Number) -> None:
        """Ask for the number's value."""
        del self.reading
        self.value.description = f"In {number.unit}. The rulebook says {number.values[-1].value}."

    def validate_value(self, field: StringField) -> None:
        """An exact figure: 1200 or 37.5, with or without commas."""
        try:
            self.exact = Fraction(field.data.replace(",", ""))
        except (ValueError, ZeroDivisionError):
            raise ValidationError("This is not a number. Write it like 1200 or 37.5.") from None


class PaperForm(FlaskForm):  # type: ignore[misc]
    """A file in which a ruling is written."""

    file = FileField(
        "Letter, email or contract",
        [FileRequired("Choose a file.")],
        description="PDF, PNG or JPEG. Redact the names of applicants first: the file stays when a person is erased.",
        render_kw={"accept": ".pdf,.png,.jpg,.jpeg"},
    )


class RulingAnswerForm(FlaskForm):  # type: ignore[misc]
    """Whether a ruling that a COHE recorded is L&I's, and if not, why."""

    answer = RadioField(
        "Is this ruling L&I's?",
        [InputRequired("Choose an answer.")],
        choices=[SelectChoice("yes", "Yes, we gave this ruling"), SelectChoice("no", "No, it is wrong or not ours")],
    )
    because = TextAreaField(
        "If not, what is wrong with it",
        [Needed(), Length(max=500, message="Say it in 500 characters.")],
        description="The COHE's managers read this.",
        filters=[blank_as_none],
        render_kw={"rows": 3},
    )

    def validate_because(self, field: TextAreaField) -> None:
        """What is disputed is explained."""
        if self.answer.data == "no" and not field.data:
            raise ValidationError("Say what is wrong with the ruling.")


class WithdrawalForm(FlaskForm):  # type: ignore[misc]
    """Why a ruling is no longer applied."""

    because = TextAreaField(
        "Why it is withdrawn",
        [DataRequired("Say why."), Length(max=500, message="Say it in 500 characters.")],
        filters=[blank_as_none],
        render_kw={"rows": 3},
    )
