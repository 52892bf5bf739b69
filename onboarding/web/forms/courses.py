"""A course, a version of it, its files, and what L&I says of it."""

from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import FileField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from onboarding.rules.additional_training import TOPIC, TOPICS
from onboarding.services.course_approvals import Answer
from onboarding.services.course_papers import Sent
from onboarding.services.courses import VersionFacts
from onboarding.web.fields import CheckboxesField, DayField
from onboarding.web.forms.people import blank_as_none

LONGEST = 100 * 60  # minutes
REASON = Length(max=500, message="Say it in 500 characters.")
NOBODY = "It stays when people are erased. Name nobody who has a record here."
PAPER = {"accept": ".pdf,.png,.jpg,.jpeg"}


def _why(label: str, *validators: Any, hint: str = NOBODY) -> TextAreaField:
    of = [*validators, REASON]
    return TextAreaField(label, of, filters=[blank_as_none], description=hint, render_kw={"rows": 3})


class VersionForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """A version of a course. It is not changed afterwards: other content is another version."""

    label = StringField(
        "Version",
        [DataRequired("Enter what this version is called."), Length(max=60, message="Say it in 60 characters.")],
        filters=[blank_as_none],
        description="For example “Version 2” or “Spring 2026”.",
    )
    since = DayField("Given from", [DataRequired("Enter the first day on which it is given.")])
    topics = CheckboxesField(
        "Topics",
        [InputRequired("Choose a topic.")],
        choices=[SelectChoice(each, f"{TOPIC[each][:1].upper()}{TOPIC[each][1:]}") for each in TOPICS],
    )
    minutes = IntegerField(
        "Minutes",
        [Optional(), NumberRange(1, LONGEST, f"Enter 1 to {LONGEST:,} minutes.")],
        description="How long it takes.",
        render_kw={"inputmode": "numeric", "class": "usa-input--medium"},
    )
    language = StringField(
        "Language",
        [DataRequired("Enter the language."), Length(max=60, message="Say it in 60 characters.")],
        filters=[blank_as_none],
        default="English",
    )

    def facts(self) -> VersionFacts:
        """What it says."""
        since: Any = self.since.data
        return VersionFacts(self.label.data, since, self.topics.data or [], self.minutes.data, self.language.data)


class CourseForm(VersionForm):
    """A course with its first version."""

    title = StringField(
        "Course",
        [DataRequired("Enter what the course is called."), Length(max=200, message="Say it in 200 characters.")],
        filters=[blank_as_none],
        description=NOBODY,
    )
    title.creation_counter = 0  # so that it stands first


class MaterialForm(FlaskForm):  # type: ignore[misc]
    """A file with what a version teaches."""

    file = FileField(
        "Add slides, a handout or a script",
        description="PDF, PNG or JPEG, without names of workers or claim numbers. HSCs read it.",
        render_kw=PAPER,
    )


class AskForm(FlaskForm):  # type: ignore[misc]
    """That L&I is asked to approve a version."""

    says = _why("Words to the contract manager", Optional())


class WithdrawForm(FlaskForm):  # type: ignore[misc]
    """Why a version is no longer completed."""

    because = _why("Why it is withdrawn", DataRequired("Say why."))


class AnswerForm(FlaskForm):  # type: ignore[misc]
    """What L&I says of a version."""

    answer = RadioField(
        "L&I's answer",
        [InputRequired("Choose an answer.")],
        choices=[SelectChoice("granted", "Approved"), SelectChoice("refused", "Refused")],
    )
    since = DayField(
        "Approved from", [Optional()], description="Training on this day or later counts. Leave blank for a refusal."
    )
    by = StringField(
        "Answer by",
        [DataRequired("Enter who gave the answer."), Length(max=200, message="Say it in 200 characters.")],
        description="The contract manager's name.",
        filters=[blank_as_none],
    )
    says = _why("In their words", Optional(), hint="Of a refusal: what is missing.")
    file = FileField("Letter or message", description="PDF, PNG or JPEG.", render_kw=PAPER)

    def validate(self, extra_validators: Any = None) -> bool:
        """Approved from a day, or refused for a reason. An optional field is asked nothing while it is blank."""
        fine: bool = super().validate(extra_validators)
        if self.answer.data == "granted" and not self.since.data and not self.since.errors:
            self.since.errors, fine = ["Enter the first day on which it is approved."], False
        if self.answer.data == "refused" and not self.says.data:
            self.says.errors, fine = ["Say what is missing, so that the next version can have it."], False
        return fine

    def said(self, by: str | None) -> Answer:
        """The answer, by who is named or by the user."""
        since: date | None = self.since.data if self.answer.data == "granted" else None
        return Answer(since, by or self.by.data, self.says.data)

    def sent(self) -> Sent | None:
        """The paper that was sent along."""
        return sent_file(self.file.data)


class CorrectionForm(AnswerForm):
    """Another answer in the place of one that was recorded wrongly."""

    because = _why("Why this is corrected", DataRequired("Say why. The earlier answer stays readable with it."))


class ConfirmForm(FlaskForm):  # type: ignore[misc]
    """Whether an answer that a COHE recorded is L&I's, and if not, why."""

    answer = RadioField(
        "Is this L&I's answer?",
        [InputRequired("Choose an answer.")],
        choices=[SelectChoice("yes", "Yes, we said so"), SelectChoice("no", "No, it is wrong or not ours")],
    )
    because = _why("If not, what is wrong with it", Optional(), hint="The COHE's managers read this.")

    def validate(self, extra_validators: Any = None) -> bool:
        """What is disputed is explained."""
        fine: bool = super().validate(extra_validators)
        if self.answer.data == "no" and not self.because.data:
            self.because.errors, fine = ["Say what is wrong with the answer."], False
        return fine


def sent_file(file: Any) -> Sent | None:
    """A file that was sent; None where none was chosen."""
    return Sent(file.read(), file.filename) if file and getattr(file, "filename", "") else None
