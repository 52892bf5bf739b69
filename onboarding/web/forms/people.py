"""What is said of a person, when they were hired, and how a list of people is narrowed."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    EmailField,
    HiddenField,
    IntegerField,
    SearchField,
    SelectField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from onboarding.queries.people import Stage
from onboarding.roles import StaffRole
from onboarding.services.people import NEEDS_CORRECTING, NEEDS_DETERMINATION
from onboarding.web.addresses import record_id
from onboarding.web.fields import DayField
from onboarding.web.filters import role
from onboarding.web.forms.resumes import ACCEPTED, ResumeField

ROLES = [SelectChoice(each.value, role(each.value)) for each in StaffRole]
ALL = SelectChoice("", "All")
STAGES = {Stage.APPLICANT: "Applicants", Stage.STAFF: "Staff", Stage.FORMER: "Former staff"}


def blank_as_none(text: str | None) -> str | None:
    """What was typed, without blanks around it; nothing for nothing."""
    return (text or "").strip() or None


class PersonForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """A person before any hire."""

    name = StringField(
        "Full name",
        [DataRequired("Enter the person's name."), Length(max=200, message="Shorten the name to 200 characters.")],
        description="As they write it themselves.",
        render_kw={"autocomplete": "off"},
    )
    applied_for = SelectField("Applied for", [InputRequired()], choices=ROLES)
    email = EmailField(
        "Email address",
        [Optional(), Email("This is no email address. Write it like name@example.org."), Length(max=254)],
        filters=[blank_as_none],
        render_kw={"autocomplete": "off"},
    )
    phone = TelField("Phone", [Optional(), Length(max=40)], filters=[blank_as_none], render_kw={"autocomplete": "off"})
    applied_on = DayField("Day of the application", [Optional()])
    revision = IntegerField(widget=HiddenInput(), default=0)


class NewForm(PersonForm):
    """The same of somebody new, with the résumé that the rest is typed from."""

    resume: Any = ResumeField(
        description="PDF, Word (DOCX), PNG, JPEG or JSON Resume, 25 MB at most. You type from it on the next page.",
        render_kw={"accept": f"{ACCEPTED},.json,application/json"},
    )

    @property
    def typed(self) -> dict[str, str]:
        """What was typed, as it was typed."""
        keys = ("name", "applied_for", "email", "phone", "applied_on")
        return {key: " ".join(self[key].raw_data or ()) for key in keys}


class PostingForm(FlaskForm):  # type: ignore[misc]
    """When a person entered and left a role."""

    role = SelectField("Role", [InputRequired()], choices=ROLES)
    hired_on = DayField("First day in the role at this COHE", [DataRequired("Enter the first day in the role.")])
    left_on = DayField("Last day in the role", [Optional()])
    reason = TextAreaField(
        "Why this is corrected",
        [DataRequired(NEEDS_CORRECTING), Length(max=500, message="Say it in 500 characters.")],
        filters=[blank_as_none],
        description="The earlier days stay visible with this reason.",
        render_kw={"rows": 3},
    )
    revision = IntegerField(widget=HiddenInput(), default=0)

    def ask_why_without(self) -> None:
        """Ask why somebody is hired of whom nothing was determined."""
        self.reason.validators = [DataRequired(NEEDS_DETERMINATION), *self.reason.validators[1:]]
        self.reason.label.text = "Why there is no determination"
        self.reason.description = "It shows on pages and papers until there is a determination, or L&I agrees."


class LinkForm(FlaskForm):  # type: ignore[misc]
    """Whose own record this is."""

    user = SelectField("Account", [InputRequired()], coerce=record_id, validate_choice=False)
    revision = IntegerField(widget=HiddenInput(), default=0)


class FilterForm(FlaskForm):  # type: ignore[misc]
    """Narrowing the list; sent as a plain address."""

    class Meta:
        csrf = False

    q = SearchField("Name or phone", filters=[lambda text: (text or "").strip()])
    stage = SelectField(
        "Stage",
        choices=[ALL, *(SelectChoice(each.value, word) for each, word in STAGES.items())],
        validate_choice=False,
    )
    role = SelectField("Role", choices=[ALL, *ROLES], validate_choice=False)


class TokenForm(FlaskForm):  # type: ignore[misc]
    """A confirmation: nothing but the proof that the page was ours."""

    submit = HiddenField()


class OfferForm(TokenForm):
    """A confirmation that something is to be so, or not so any more: which, as the page offered it.

    What is so by then stays so: a second click does not undo the first.
    """

    wants = HiddenField()

    def asks(self, offered: bool) -> bool:
        """What the page that was sent asks for; on one that is shown, what it offers now."""
        if not self.is_submitted():
            self.offer(offered)
        return bool(self.wants.data == "yes")

    def offer(self, so: bool) -> None:
        """Have the page that is shown offer this."""
        self.wants.data = "yes" if so else "no"
