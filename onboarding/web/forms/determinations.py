"""Recommending, deciding, withdrawing, reopening, and what was asked for."""

from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import HiddenInput

from onboarding.queries.determinations import Decided
from onboarding.web.fields import Needed
from onboarding.web.forms.people import blank_as_none

LONG = Length(max=4000, message="Say it in 4,000 characters.")
RECOMMENDED = {Decided.QUALIFIED: "Qualified", Decided.NOT_QUALIFIED: "Not qualified"}
DECISIONS = {**RECOMMENDED, Decided.MORE_INFORMATION: "More information is needed"}


class RecommendForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """What a screener recommends, and why."""

    recommends = RadioField(
        "Recommendation",
        [InputRequired("Choose what you recommend.")],
        choices=[SelectChoice(each.value, says) for each, says in RECOMMENDED.items()],
    )
    why = TextAreaField("Summary", [DataRequired("Sum up why."), LONG], filters=[blank_as_none], render_kw={"rows": 4})


class DecideForm(FlaskForm):  # type: ignore[misc]
    """What somebody else decides."""

    recommendation = IntegerField(widget=HiddenInput())
    decision = RadioField(
        "Decision",
        [InputRequired("Choose what you decide.")],
        choices=[SelectChoice(each.value, says) for each, says in DECISIONS.items()],
    )
    because = TextAreaField(
        "Why",
        [DataRequired("Say why."), LONG],
        filters=[blank_as_none],
        description="This is printed on the determination and in the letter to the applicant.",
        render_kw={"rows": 4},
    )
    items = TextAreaField(
        "What is asked for",
        [Needed(), LONG],
        filters=[blank_as_none],
        description="If more information is needed, one thing on each line. The applicant gets the list by mail.",
        render_kw={"rows": 4},
    )


class WhyForm(FlaskForm):  # type: ignore[misc]
    """Why an application is withdrawn or reopened."""

    why = TextAreaField("Why", [DataRequired("Say why."), LONG], filters=[blank_as_none], render_kw={"rows": 3})


class SettleForm(FlaskForm):  # type: ignore[misc]
    """How something that was asked for was settled."""

    how = StringField(
        "How",
        [DataRequired("Say how, as in: came by mail."), Length(max=500, message="Say it in 500 characters.")],
        filters=[blank_as_none],
    )
