"""What a screener decides about a job, a degree, a skill, and which evidence proves it."""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_wtf import FlaskForm
from wtforms import FileField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from onboarding.queries.dossier import Way
from onboarding.rules.career import CATEGORIES
from onboarding.rules.study_types import LEVELS
from onboarding.rules.wording import plainly
from onboarding.web.addresses import record_id
from onboarding.web.fields import DayField
from onboarding.web.forms.evidence import ACCEPTED
from onboarding.web.forms.people import blank_as_none

MIXED = "mixed"
PARTS = 3
REASON = [DataRequired("Say why; others will rely on it."), Length(max=500, message="Say it in 500 characters.")]
WAYS = {
    Way.EXPERIENCE: "Experience, as the applicant says",
    Way.INTERVIEW: "Shown in an interview",
    Way.WORK_SAMPLE: "Shown in a work sample",
    Way.REFERENCE: "Told by a reference",
    Way.ATTESTATION: "The applicant signed it",
    Way.LNI: "Confirmed by L&I",
}
OF_SKILLS = (Way.EXPERIENCE, Way.INTERVIEW, Way.WORK_SAMPLE, Way.REFERENCE)
OF_STANDING = (Way.ATTESTATION, Way.LNI)


def _categories(*first: SelectChoice) -> list[SelectChoice]:
    return [*first, *(SelectChoice(each, plainly(each)) for each in CATEGORIES)]


class JobDecisionForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """The category of a job, or how its time was divided."""

    category = SelectField(
        "Category", choices=[*_categories(SelectChoice("", "Not decided")), SelectChoice(MIXED, "mixed, as below")]
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
    _part = SelectField(f"Part {_number + 1}", choices=_categories(SelectChoice("", "none")), validate_choice=False)
    _share = StringField(f"Percent of part {_number + 1}", [Optional()], filters=[blank_as_none])
    setattr(JobDecisionForm, f"part{_number}", _part)
    setattr(JobDecisionForm, f"share{_number}", _share)


class DegreeDecisionForm(FlaskForm):  # type: ignore[misc]
    """The level of a degree, or what an evaluator found it to be worth."""

    level = SelectField(
        "Level", choices=[SelectChoice("", "Not decided"), *(SelectChoice(each, plainly(each)) for each in LEVELS)]
    )
    evaluator = StringField(
        "Evaluated by",
        [Length(max=200)],
        filters=[blank_as_none],
        description="For a degree from abroad: who found it to be of this level.",
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

    item = SelectField("Evidence", [InputRequired()], coerce=record_id, validate_choice=False)


class FileForm(FlaskForm):  # type: ignore[misc]
    """A file that proves a job or degree."""

    file = FileField("File", description="PDF, PNG, JPEG, DOCX or XLSX, 25 MB at most", render_kw={"accept": ACCEPTED})
    title = StringField(
        "What it is", [Length(max=200)], filters=[blank_as_none], description="As in Letter of the clinic"
    )


class StatementForm(FlaskForm):  # type: ignore[misc]
    """What is said of a skill, or of standing with L&I."""

    value = RadioField("Answer", [InputRequired("Choose an answer.")])
    how = SelectField("How it is known", [InputRequired()])
    said_by = StringField("Who said or saw so", [DataRequired("Enter who."), Length(max=200)], filters=[blank_as_none])
    said_on = DayField("Day", [DataRequired("Enter the day.")])
    item = SelectField(
        "Paper that shows it",
        coerce=lambda value: record_id(value) if value else None,
        validate_choice=False,
        description="What the applicant signed, or L&I's letter. It counts once somebody else has checked the paper.",
    )
    note = TextAreaField("Note", [Length(max=1000)], filters=[blank_as_none], render_kw={"rows": 2})

    def ask(self, skill: bool, papers: Iterable[Any] = ()) -> None:
        """Ask about a skill, or about standing, which one of these papers may show."""
        if skill:
            del self.item
        else:
            self.item.choices = [SelectChoice("", "No paper"), *(SelectChoice(each.id, each.title) for each in papers)]
        ways = OF_SKILLS if skill else OF_STANDING
        self.how.choices = [SelectChoice(each.value, WAYS[each]) for each in ways]
        self.value.choices = [SelectChoice("yes", "Yes, that is so"), SelectChoice("no", "No, that is not so")]
