"""A hire upon a determination, a promotion, and who supervises an assistant."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from onboarding.roles import StaffRole
from onboarding.services.leaving import IN_WORDS
from onboarding.web.addresses import record_id_or_none
from onboarding.web.fields import DayField
from onboarding.web.filters import role
from onboarding.web.forms.people import blank_as_none

TEXT = Length(max=500, message="Say it in 500 characters.")
NOBODY = SelectChoice("", "Nobody yet")


class HireForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """The first day in a role, for which somebody was determined qualified."""

    role = SelectField("Role", [InputRequired()])
    hired_on = DayField("First day in the role at this COHE", [DataRequired("Enter the first day in the role.")])
    supervisor = SelectField(
        "Supervising HSC",
        [Optional()],
        coerce=record_id_or_none,
        validate_choice=False,
        description="For an Assistant HSC. Managers are reminded until there is one.",
    )
    revision = IntegerField(widget=HiddenInput(), default=0)

    def offer(self, roles: tuple[StaffRole, ...], supervisors: list[SelectChoice]) -> None:
        """Say which roles the determination is for, and who can supervise."""
        self.role.choices = [SelectChoice(each.value, role(each.value)) for each in roles]
        if StaffRole.ASSISTANT in roles:
            self.supervisor.choices = [NOBODY, *supervisors]
        else:
            del self.supervisor


class AcceptForm(FlaskForm):  # type: ignore[misc]
    """That L&I agreed in writing to a hire without a determination."""

    says = StringField(
        "Who agreed, and where it is written",
        [DataRequired("Say who at L&I agreed, and where it is written."), TEXT],
        filters=[blank_as_none],
        description="As in: Cora Lane, contract manager, letter of March 3, 2026.",
    )
    said_on = DayField("Day on the letter", [DataRequired("Enter the day on the letter.")])


class PromotionForm(FlaskForm):  # type: ignore[misc]
    """The role that an assistant applies for."""

    role = SelectField(
        "New role",
        [InputRequired()],
        choices=[SelectChoice(each.value, role(each.value)) for each in (StaffRole.HSC, StaffRole.SURGICAL_HSC)],
    )


class SupervisorForm(FlaskForm):  # type: ignore[misc]
    """The HSC who supervises an assistant from a day on; `before`: what was recorded last as the page was opened."""

    supervisor = SelectField(
        "Supervising HSC",
        [InputRequired("Choose who supervises.")],
        coerce=record_id_or_none,
        validate_choice=False,
    )
    since = DayField("From", [DataRequired("Enter the first day.")])
    note = StringField("Note", [Optional(), Length(max=500)], filters=[blank_as_none])
    before = IntegerField(widget=HiddenInput(), default=0)


class LeaveForm(FlaskForm):  # type: ignore[misc]
    """The last day in a role, what is left and why, and that what follows was read."""

    left_on = DayField("Last day in the role", [DataRequired("Enter the last day in the role.")])
    leaves = RadioField(
        "What happened",
        [InputRequired("Choose what happened.")],
        choices=[SelectChoice(each.value, words) for each, words in IN_WORDS.items()],
    )
    why = TextAreaField(
        "Why",
        [Optional(), Length(max=400, message="Say it in 400 characters.")],
        filters=[blank_as_none],
        render_kw={"rows": 2},
    )
    follows = BooleanField(
        "I have read what happens next", [InputRequired("Read what happens next, and check the box.")]
    )
    revision = IntegerField(widget=HiddenInput(), default=0)
