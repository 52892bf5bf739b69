"""What an applicant says of jobs and degrees, as people write it; and the same as a file."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    FieldList,
    FileField,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, Optional
from wtforms.widgets import HiddenInput

from onboarding.formats.claims import MOST
from onboarding.web.fields import Needed
from onboarding.web.forms.claim_rows import DegreeForm, JobForm, RowForm
from onboarding.web.forms.people import PersonForm, blank_as_none
from onboarding.web.forms.resumes import ResumeField

REMOVED = "yes"  # in the field that says so

ABOUT = ("providerId", "lniIssues", "communication", "data_management", "care_documentation", "data_analysis")
ANSWERS = [("yes", "Yes"), ("no", "No"), ("", "I do not know, or would rather not say")]


def _said(label: str) -> RadioField:
    return RadioField(label, choices=ANSWERS, default="", validators=[Optional()])


def as_typed(claim: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """What is recorded, as rows that somebody could have typed. They are copies: what is recorded stays as it is."""
    return {
        "work": [{**job, "still": "endDate" not in job} for job in claim.get("work", ())],
        "education": [dict(degree) for degree in claim.get("education", ())],
    }


class ClaimForm(FlaskForm):  # type: ignore[misc]
    """Everything the applicant says of work and education. `resume`: what it is typed from."""

    resume: Any = ResumeField()
    work = FieldList(FormField(JobForm, "Job"), "Jobs", max_entries=MOST)
    education = FieldList(FormField(DegreeForm, "Degree"), "Degrees", max_entries=MOST)
    reason = StringField(
        "Why this is corrected",
        [Needed(), Length(max=500, message="Say it in 500 characters.")],
        filters=[blank_as_none],
        description="The earlier version stays visible with this reason.",
    )
    version = IntegerField(widget=HiddenInput(), default=0)
    at: str | None = None  # the row that was just added, removed or put back, where the page goes on

    def rearrange(self, pressed: Mapping[str, str]) -> bool:
        """Add, remove or put back the row whose button was pressed; whether one was. Nothing is recorded by it."""
        for kind in ("work", "education"):
            if f"more_{kind}" in pressed and len(self[kind]) < self[kind].max_entries:
                self.at = self[kind].append_entry({}).name
        rows = {row.name: row.form for kind in ("work", "education") for row in self[kind]}
        for button, says in (("remove", REMOVED), ("put_back", "")):
            if row := rows.get(pressed.get(button, "")):
                row.removed.data, self.at = says, pressed[button]
        return not {"more_work", "more_education", "remove", "put_back"}.isdisjoint(pressed)

    @property
    def taken_away(self) -> list[RowForm]:
        """What was recorded before, and goes with what is saved now."""
        rows = (row.form for kind in ("work", "education") for row in self[kind])
        return [row for row in rows if row.removed.data and row.id.data]

    @property
    def document(self) -> dict[str, Any]:
        """The rows in which something is written, as a document."""
        return {
            "work": [row.form.entry for row in self.work if not row.form.is_empty],
            "education": [row.form.entry for row in self.education if not row.form.is_empty],
        }

    def rows_of(self, name: str) -> list[int]:
        """For each entry of the document, the row it comes from."""
        return [place for place, row in enumerate(self[name]) if not row.form.is_empty]

    def show(self, claim: Mapping[str, Any], version: int) -> None:
        """Fill the form with a claim, and a row to add to it."""
        self.version.data = version
        self.show_rows(claim)

    def show_rows(self, claim: Mapping[str, Any]) -> None:
        """Fill in the jobs and degrees of a claim; a blank row where it has none."""
        for name, rows in as_typed(claim).items():
            for row in rows or [{}]:
                self[name].append_entry(row)


class IntakeForm(PersonForm, ClaimForm):
    """An applicant and what they say, typed from a résumé that was sent."""

    resume = None
    reason = None
    version = None
    revision = None
    alike = HiddenField(default="")  # whom the page named as recorded with this name or phone

    @property
    def named(self) -> set[str]:
        """The numbers of those records."""
        return set((self.alike.data or "").split())


class AnswerForm(Form):  # type: ignore[misc]
    """The answer to one thing that the applicant was asked for."""

    item = IntegerField(widget=HiddenInput())
    text = TextAreaField(
        "Answer",
        [Length(max=4000, message="Say it in 4,000 characters.")],
        filters=[blank_as_none],
        render_kw={"rows": 2},
    )


class ApplicationForm(ClaimForm):
    """The same as the applicant fills it in, with what only they can say. What is typed can be kept as it is."""

    resume = None
    reason = None
    version = None
    providerId = _said("I can get and keep an L&I Provider ID, and bill for what I do")  # noqa: N815 - the record's word
    lniIssues = _said("L&I has reported issues with my work or my billing")  # noqa: N815
    communication = _said("I have experience in communicating with everybody involved in a claim")
    data_management = _said("I have experience in managing data")
    care_documentation = _said("I have experience in documenting care")
    data_analysis = _said("I have experience in analyzing data")

    answers = FieldList(FormField(AnswerForm), "What we still need", max_entries=MOST)

    def ask(self, asked: Mapping[int, str], typed: Sequence[Mapping[str, Any]] = ()) -> None:
        """Ask for these things, by item; with what was typed before, where the form was not sent."""
        if not self.is_submitted():
            known = {each.get("item"): each.get("text") for each in typed}
            for item in list(asked)[:MOST]:
                self.answers.append_entry({"item": item, "text": known.get(item)})
        for row in self.answers:
            row.form.text.label.text = asked.get(row.form.item.data, row.form.text.label.text)

    @property
    def answered(self) -> dict[int, str]:
        """What was answered, by item."""
        return {
            row.form.item.data: row.form.text.data for row in self.answers if row.form.item.data and row.form.text.data
        }

    @property
    def said(self) -> dict[str, bool]:
        """What was answered, by what it is about."""
        return {name: self[name].data == "yes" for name in ABOUT if self[name].data in ("yes", "no")}

    @property
    def typed(self) -> dict[str, Any]:
        """Everything as it was typed, to be shown again."""
        rows = {name: [row.form.data for row in self[name] if not row.form.is_empty] for name in ("work", "education")}
        answers = [row.form.data for row in self.answers]
        return {**rows, **{name: self[name].data for name in ABOUT}, "answers": answers}

    def show_typed(self, typed: Mapping[str, Any]) -> None:
        """Fill the form with what was typed before."""
        for name in ("work", "education"):
            for row in typed.get(name) or [{}]:
                self[name].append_entry(row)
        for name in ABOUT:
            self[name].data = typed.get(name) or ""


class ResumeForm(FlaskForm):  # type: ignore[misc]
    """A JSON Resume file."""

    file = FileField(
        "JSON Resume file", description="A file ending in .json", render_kw={"accept": ".json,application/json"}
    )


class KeepForm(FlaskForm):  # type: ignore[misc]
    """That what was read is to be kept."""

    document = HiddenField()
    reason = StringField(
        "Why this is corrected",
        [Needed(), Length(max=500, message="Say it in 500 characters.")],
        filters=[blank_as_none],
    )
    version = IntegerField(widget=HiddenInput(), default=0)
