"""What a screener decides about a job, a degree, a skill, and which evidence proves it."""

from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from flask_wtf import FlaskForm
from wtforms import FileField, HiddenField, IntegerField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import HiddenInput

from onboarding.queries.dossier import Way
from onboarding.rules.career import CATEGORIES
from onboarding.rules.standing import SKILL_AREAS
from onboarding.rules.study_types import LEVELS
from onboarding.rules.wording import label, listed
from onboarding.services.sayable import IN_WORDS
from onboarding.services.statements import StatementFacts
from onboarding.web.addresses import record_id
from onboarding.web.fields import DayField, Needed
from onboarding.web.forms.evidence import ACCEPTED
from onboarding.web.forms.people import blank_as_none

MIXED = "mixed"
PARTS = 3
REASON = [DataRequired("Say why. Others will rely on it."), Length(max=500, message="Say it in 500 characters.")]


class Sheet(NamedTuple):
    """One way in which an interview is known, in words, and what it is worth for a skill and for standing (None: no).

    Of skills whatever somebody else saw counts as verified. L&I's own word on standing comes with its paper, by itself.
    """

    says: str
    skill: Way | None
    standing: Way | None

    def of(self, about: str) -> Way | None:
        """How the answer to this question is known then."""
        return self.skill if about in SKILL_AREAS else self.standing


SHEETS = {
    "interview": Sheet("An interview with the applicant", Way.INTERVIEW, Way.ATTESTATION),
    "own_word": Sheet("The applicant's own word", Way.EXPERIENCE, Way.ATTESTATION),
    "work_sample": Sheet("A work sample", Way.WORK_SAMPLE, None),
    "reference": Sheet("A reference", Way.REFERENCE, None),
}


def _categories(*first: SelectChoice) -> list[SelectChoice]:
    return [*first, *(SelectChoice(each, label(each)) for each in CATEGORIES)]


class JobDecisionForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """The category of a job, or how its time was divided."""

    seen = HiddenField()
    category = SelectField(
        "Category",
        [Needed()],
        choices=[*_categories(SelectChoice("", "Not decided")), SelectChoice(MIXED, "Mixed, as below")],
    )
    reason = StringField("Why", REASON, filters=[blank_as_none])

    @property
    def decided(self) -> dict[str, Any]:
        """The decision in the document's words."""
        if self.category.data == MIXED:
            return {"duties": [{"category": part, "share": str(share / 100)} for part, share in self.shares()]}
        return {"category": self.category.data} if self.category.data else {}

    def shares(self) -> list[tuple[str, Decimal]]:
        """The parts that are filled in, with their percent."""
        return [
            (self[f"part{number}"].data, Decimal(self[f"share{number}"].data))
            for number in range(PARTS)
            if self[f"part{number}"].data and self[f"share{number}"].data
        ]

    def validate_category(self, _field: SelectField) -> None:
        """Mixed duties come to a hundred percent."""
        if self.category.data != MIXED:
            return
        try:
            total = sum((share for _, share in self.shares()), Decimal(0))
        except InvalidOperation:
            raise ValidationError("Write each share as a percentage, like 60.") from None
        if total != 100:
            raise ValidationError(f"The shares come to {float(total):g} %, not to 100 %.")


for _number in range(PARTS):
    _part = SelectField(f"Part {_number + 1}", choices=_categories(SelectChoice("", "Nothing")), validate_choice=False)
    _share = StringField(f"Percent of part {_number + 1}", [Optional()], filters=[blank_as_none])
    setattr(JobDecisionForm, f"part{_number}", _part)
    setattr(JobDecisionForm, f"share{_number}", _share)


class DegreeDecisionForm(FlaskForm):  # type: ignore[misc]
    """The level of a degree, or what an evaluator found it to be worth."""

    seen = HiddenField()
    level = SelectField(
        "Level",
        [Needed()],
        choices=[SelectChoice("", "Not decided"), *(SelectChoice(each, label(each)) for each in LEVELS)],
    )
    evaluator = StringField(
        "Evaluated by",
        [Length(max=200)],
        filters=[blank_as_none],
        description="For a degree from abroad: who evaluated it.",
    )
    reason = StringField("Why", REASON, filters=[blank_as_none])

    @property
    def decided(self) -> dict[str, Any]:
        """The decision in the document's words."""
        if not self.level.data:
            return {}
        if self.evaluator.data:
            return {"equivalency": {"level": self.level.data, "evaluator": self.evaluator.data}}
        return {"level": self.level.data}


class ProofForm(FlaskForm):  # type: ignore[misc]
    """Which evidence item proves a job or degree."""

    seen = HiddenField()
    item = SelectField("File", [InputRequired()], coerce=record_id, validate_choice=False)


class FileForm(FlaskForm):  # type: ignore[misc]
    """A file that proves a job or degree."""

    seen = HiddenField()
    file = FileField(
        "File", [Needed()], description="PDF, PNG, JPEG, DOCX or XLSX, 25 MB at most", render_kw={"accept": ACCEPTED}
    )
    title = StringField(
        "What it is", [Length(max=200)], filters=[blank_as_none], description="As in Letter of the clinic"
    )


class InterviewForm(FlaskForm):  # type: ignore[misc]
    """One interview about skills and standing: how it is known, by whom and on which day once, an answer to each."""

    how = SelectField(
        "How it is known", [InputRequired()], choices=[SelectChoice(how, each.says) for how, each in SHEETS.items()]
    )
    said_by = StringField("By whom", [DataRequired("Enter who."), Length(max=200)], filters=[blank_as_none])
    said_on = DayField("Day", [DataRequired("Enter the day.")])
    seen = IntegerField(widget=HiddenInput(), default=0)

    @property
    def sheet(self) -> list[StatementFacts]:
        """What was answered, each with how it is known; of a form that holds."""
        how, said_on = SHEETS[self.how.data], self.said_on.data
        assert said_on is not None  # required by the form
        return [
            StatementFacts(
                about, self[about].data == "yes", way, self.said_by.data, said_on, self[f"{about}_note"].data
            )
            for about in self.answered
            if (way := how.of(about)) is not None
        ]

    @property
    def answered(self) -> list[str]:
        """The questions that have an answer."""
        return [about for about in IN_WORDS if self[about].data]

    def validate_how(self, _field: SelectField) -> None:
        """Something is answered, and all of it can be known in that way."""
        if not self.answered:
            raise ValidationError("Answer at least one question.")
        sheet = SHEETS.get(self.how.data)
        if sheet is None:
            return  # that is said already
        if unknown := [IN_WORDS[about] for about in self.answered if sheet.of(about) is None]:
            raise ValidationError(f"{sheet.says} cannot show this: {listed(unknown)}. Record that by itself.")


for _about, _asks in IN_WORDS.items():
    _answers = [SelectChoice("yes", "Yes"), SelectChoice("no", "No")]
    setattr(InterviewForm, _about, RadioField(_asks, [Optional()], choices=_answers))
    _note = StringField(f"Note on {_asks}", [Length(max=1000)], filters=[blank_as_none])
    setattr(InterviewForm, f"{_about}_note", _note)
