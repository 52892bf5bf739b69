"""What is said of an applicant's standing with L&I, with the paper that shows it."""

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from werkzeug.datastructures import FileStorage
from wtforms import FileField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError
from wtforms.widgets import HiddenInput

from onboarding.queries.dossier import Way
from onboarding.services.sayable import NO_PAPER
from onboarding.web.addresses import record_id_or_none
from onboarding.web.fields import DayField, Needed
from onboarding.web.forms.evidence import ACCEPTED
from onboarding.web.forms.people import blank_as_none
from onboarding.web.standing_words import SIGNED

WAYS = {Way.ATTESTATION: SIGNED, Way.LNI: "Confirmed by L&I"}
TITLES = {Way.ATTESTATION: "Signed statement on {about}", Way.LNI: "L&I's word on {about}"}  # of their papers


class StatementForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """What is said of standing with L&I, and the paper that shows it."""

    value = RadioField("Answer", [InputRequired("Choose an answer.")])
    how = SelectField("How it is known", [InputRequired()])
    said_by = StringField("Who said or saw it", [DataRequired("Enter who."), Length(max=200)], filters=[blank_as_none])
    said_on = DayField("Day", [DataRequired("Enter the day.")])
    file = FileField(
        "Paper that shows it",
        [Needed()],
        description="What the applicant signed, or L&I's letter. PDF, PNG, JPEG, DOCX or XLSX, 25 MB at most.",
        render_kw={"accept": ACCEPTED},
    )
    item = SelectField("Or a file that is here already", [Needed()], coerce=record_id_or_none, validate_choice=False)
    note = TextAreaField("Note", [Length(max=1000)], filters=[blank_as_none], render_kw={"rows": 2})
    seen = IntegerField(widget=HiddenInput(), default=0)

    def ask(self, papers: Sequence[Any]) -> None:
        """Ask for what a paper shows that is added, or one of these that are here already."""
        if papers:
            self.item.choices = [SelectChoice("", "No file"), *(SelectChoice(each.id, each.title) for each in papers)]
        else:
            del self.item
        self.how.choices = [SelectChoice(each.value, says) for each, says in WAYS.items()]
        self.value.choices = [SelectChoice("yes", "Yes"), SelectChoice("no", "No")]

    @property
    def chosen(self) -> int | None:
        """The file that is here already."""
        return self.item.data if self.item else None

    @property
    def added(self) -> FileStorage | None:
        """The file that was sent along."""
        return self.file.data if isinstance(self.file.data, FileStorage) and self.file.data.filename else None

    def validate_file(self, _field: FileField) -> None:
        """One paper, and no more."""
        if self.added and self.chosen:
            raise ValidationError("Add a file or choose one that is here already, not both.")
        if not self.added and not self.chosen:
            raise ValidationError(NO_PAPER.get(self.how.data, NO_PAPER[Way.LNI]))
