"""A job or a degree as a row of a form: typed, removed while nothing is saved, and put back."""

from typing import Any, ClassVar

from wtforms import BooleanField, Form, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional, ValidationError

from onboarding.formats.claim_faults import said
from onboarding.formats.claims import hours_fault
from onboarding.rules.study_types import LEVELS
from onboarding.rules.wording import first_up, label
from onboarding.web.fields import Needed, VagueDayField
from onboarding.web.forms.people import blank_as_none

SHORT = Length(max=200, message="Shorten this to 200 characters.")
WHEN = "A day, a month or a year: 3/15/2019, March 2019 or 2019"


class RowForm(Form):  # type: ignore[misc]  # WTForms ships no types
    """One job or degree. A row in which nothing is written, or that was removed, is none.

    One that was removed keeps what was typed until the form is saved, so that it can be put back.
    """

    id = HiddenField()
    removed = HiddenField()
    kept: ClassVar[tuple[str, ...]]  # what the document has of it
    title: ClassVar[tuple[str, ...]]  # what it goes by
    says: ClassVar[tuple[str, ...]]  # what makes it more than a blank row

    @property
    def is_empty(self) -> bool:
        return bool(self.removed.data) or not any(self[key].data for key in self.says)

    @property
    def called(self) -> str:
        """What somebody would call it: what it was, and where."""
        return ", ".join(self[key].data for key in self.title if self[key].data)

    @property
    def entry(self) -> dict[str, Any]:
        """The job or degree as the document has it."""
        return {key: self[key].data for key in ("id", *self.kept) if self[key].data}

    def validate(self, extra_validators: Any = None) -> bool:
        """What was removed may hold anything."""
        return bool(self.removed.data) or bool(super().validate(extra_validators))


class JobForm(RowForm):
    """One job."""

    kept = ("position", "name", "startDate", "endDate", "hoursPerWeek", "summary")
    title = ("position", "name")
    says = ("position", "name", "startDate", "endDate", "summary")

    position = StringField("Job title", [SHORT], filters=[blank_as_none])
    name = StringField("Employer", [SHORT], filters=[blank_as_none])
    startDate = VagueDayField("From", [Needed()], description=WHEN)  # noqa: N815 - the document's own word
    endDate = VagueDayField("Until", [Needed()], description="The last day, month or year")  # noqa: N815
    still = BooleanField("Still works here")
    hoursPerWeek = StringField("Hours a week", [Optional()], filters=[blank_as_none])  # noqa: N815
    summary = TextAreaField(
        "What the work was",
        [Length(max=1500, message="Say it in 1,500 characters.")],
        filters=[blank_as_none],
        render_kw={"rows": 2},
    )

    def validate_hoursPerWeek(self, field: StringField) -> None:  # noqa: N802 - by the name of its field
        """A figure that hours of a week can be, said with everything else that is wrong."""
        if what := hours_fault(field.data):
            raise ValidationError(f"{first_up(said(what))}.")

    def validate(self, extra_validators: Any = None) -> bool:
        """A job needs a beginning; one that has ended, an end."""
        good: bool = super().validate(extra_validators)
        if self.is_empty:
            return good
        if not self.startDate.data:
            self.startDate.errors = [*self.startDate.errors, "Enter when it began; the year alone will do."]
        if not self.still.data and not self.endDate.data:
            self.endDate.errors = [*self.endDate.errors, "Enter when it ended, or tick that it still goes on."]
        if self.still.data and self.endDate.data:
            self.endDate.errors = [*self.endDate.errors, "It has an end and still goes on: take one of them back."]
        return not self.errors


class DegreeForm(RowForm):
    """One degree."""

    kept = ("studyType", "institution", "area", "level", "country", "endDate")
    title = ("studyType", "institution")
    says = ("studyType", "institution", "area", "level", "endDate")

    studyType = StringField("Degree", [SHORT], filters=[blank_as_none], description="As in Bachelor of Science")  # noqa: N815
    institution = StringField("School", [SHORT], filters=[blank_as_none])
    area = StringField("Field of study", [SHORT], filters=[blank_as_none])
    level = SelectField(
        "Level", choices=[SelectChoice("", "Not said"), *(SelectChoice(each, label(each)) for each in LEVELS)]
    )
    country = StringField(
        "Country", [SHORT], filters=[blank_as_none], description="Of the school, if not the United States"
    )
    endDate = VagueDayField("Conferred", description=WHEN)  # noqa: N815
