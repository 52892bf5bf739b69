"""Defining a packet of evidence, issuing it, and withdrawing one."""

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from onboarding.queries.packets import AsOf, Evidence, Files, Quarterly, Span, Whom
from onboarding.roles import IN_WORDS
from onboarding.rules.packet_contents import SECTIONS, Section
from onboarding.services.packet_definitions import Said
from onboarding.web.addresses import record_id
from onboarding.web.fields import CheckboxesField, DayField
from onboarding.web.forms.people import blank_as_none

WHOM = {
    Whom.STAFF: "Everybody on staff in the period",
    Whom.PERSON: "One person",
    Whom.CHOSEN: "Several people",
    Whom.NOBODY: "Nobody: the COHE’s staffing alone",
}
SPANS = {
    Span.LAST_QUARTER: "The quarter that ended last",
    Span.THIS_QUARTER: "The quarter under way",
    Span.FOUR_QUARTERS: "The four quarters that ended last",
    Span.DAYS: "Two days that I enter",
}
AS_OF = {
    AsOf.ISSUE: "The day of issue",
    AsOf.PERIOD_END: "The last day of the period, or the day of issue while it goes on",
}
EVIDENCE = {
    Evidence.USED: "Only what a determination, training or application rests on",
    Evidence.ALL: "Everything that counts",
    Evidence.NONE: "No evidence about people",
}
FILES = {
    Files.ONE: "One file for everybody",
    Files.EACH: "A file for each person, together in a ZIP",
}
QUARTERLY = {
    Quarterly.NEVER: "Nothing. Somebody prepares it",
    Quarterly.PREPARE: "Prepare it, and mail managers to look at it and issue it",
    Quarterly.ISSUE: "Issue it, unless evidence in it is new since the last one. Then prepare it and mail managers",
}
NO_NAMES = "This text stays when a person is erased, so leave out names."


def _choices(of: Any) -> list[SelectChoice]:
    return [SelectChoice(str(key), says) for key, says in of.items()]


def _called(person: Any) -> str:
    """The name with the role, by which two of the same name are told apart as far as that goes."""
    role = person.posting.role if person.posting else person.applied_for
    return f"{person.name}, {IN_WORDS[role]}" if role else str(person.name)


class DefinitionForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """What a packet is to hold."""

    name = StringField(
        "Name",
        [DataRequired("Enter a name."), Length(max=120, message="Shorten the name to 120 characters.")],
        filters=[blank_as_none],
        description=f"It stands on the cover. {NO_NAMES}",
    )
    whom = RadioField("Whom it is about", [InputRequired("Choose one.")], choices=_choices(WHOM))
    span = SelectField("Period", choices=_choices(SPANS))
    first_on = DayField("First day", [Optional()], description="Only for two days that you enter.")
    last_on = DayField("Last day", [Optional()])
    as_of = RadioField("As of", [InputRequired("Choose one.")], choices=_choices(AS_OF))
    sections = CheckboxesField("Sections", [InputRequired("Choose one section at least.")], choices=_choices(SECTIONS))
    letter = TextAreaField(
        "Cover letter",
        [Length(max=3000, message="Shorten the letter to 3,000 characters.")],
        filters=[blank_as_none],
        description=f"Leave an empty line between paragraphs. {NO_NAMES}",
        render_kw={"rows": 8},
    )
    evidence = RadioField("Evidence", [InputRequired("Choose one.")], choices=_choices(EVIDENCE))
    people = CheckboxesField(
        "Which people", [Optional()], coerce=record_id, description="Only for one person or several people."
    )
    files = RadioField("Files", [InputRequired("Choose one.")], choices=_choices(FILES), default=Files.ONE.value)
    quarterly = RadioField(
        "On the first working day after each quarter",
        [InputRequired("Choose one.")],
        choices=_choices(QUARTERLY),
        default=Quarterly.NEVER.value,
    )
    revision = HiddenField(default="0")

    def offer(self, people: Iterable[Any]) -> None:
        """Have these people to choose from."""
        self.people.choices = [SelectChoice(each.id, _called(each)) for each in people]

    def said(self) -> Said:
        """The definition."""
        return Said(
            self.name.data,
            Whom(self.whom.data),
            tuple(self.people.data or ()),
            Span(self.span.data),
            self.first_on.data,
            self.last_on.data,
            AsOf(self.as_of.data),
            tuple(Section(each) for each in self.sections.data or ()),
            Evidence(self.evidence.data),
            Files(self.files.data),
            Quarterly(self.quarterly.data),
            self.letter.data,
        )

    @property
    def seen(self) -> int:
        """The revision that the page showed; nothing of ours says another than a number."""
        return int(self.revision.data) if str(self.revision.data).isdecimal() else -1


class PacketWithdrawalForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """Why a packet must not be relied on."""

    because = StringField(
        "Why",
        [DataRequired("Say why."), Length(max=500, message="Say it in 500 characters.")],
        filters=[blank_as_none],
        description=f"The contract manager reads it. {NO_NAMES}",
    )
