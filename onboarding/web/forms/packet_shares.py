"""Sharing a packet by a link, opening one, answering on its lines, and answering what was asked."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, HiddenField, PasswordField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, Length, Optional

from onboarding.queries.packet_shares import Verdict
from onboarding.rules.packet_lines import Line
from onboarding.services.packet_answers import Said
from onboarding.services.packet_shares import SHORTEST, Recipient
from onboarding.web.fields import DayField, Needed
from onboarding.web.forms.packets import NO_NAMES
from onboarding.web.forms.people import blank_as_none

VERDICTS = [
    SelectChoice(Verdict.ACCEPTED.value, "Accept"),
    SelectChoice(Verdict.QUESTION.value, "Ask a question"),
    SelectChoice(Verdict.OBJECTION.value, "Object"),
]
LONGEST = Length(max=1000, message="Say it in 1,000 characters.")
OFF = {"autocomplete": "off"}


def _name(label: str, needed: str, hint: str) -> StringField:
    checks = [DataRequired(needed), Length(max=120, message="Shorten it to 120 characters.")]
    return StringField(label, checks, filters=[blank_as_none], description=hint, render_kw=OFF)


class ShareForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """For whom the link is, and for how long."""

    name = _name("Recipient’s name", "Enter a name.", "Somebody outside your COHE.")
    role = _name("Organization or role", "Enter an organization or a role.", "For example: L&I, contract manager.")
    address = EmailField(
        "Email address",
        [
            DataRequired("Enter the address that the link goes to."),
            Email("This is no email address. Write it like name@example.org."),
            Length(max=254),
        ],
        filters=[blank_as_none],
        render_kw=OFF,
    )
    last_on = DayField("Last day of the link", [DataRequired("Enter the last day.")])
    passphrase = StringField(
        "Passphrase",
        [Optional(), Length(max=200, message="Shorten it to 200 characters.")],
        description=f"Tell it to the recipient by phone. {SHORTEST} characters at least. Nobody can see it later.",
        filters=[blank_as_none],
        render_kw=OFF,
    )

    def said(self) -> Recipient:
        """The recipient."""
        return Recipient(self.name.data, self.role.data, self.address.data, self.last_on.data, self.passphrase.data)


class OpenForm(FlaskForm):  # type: ignore[misc]
    """The passphrase of a link that has one."""

    passphrase = PasswordField(
        "Passphrase",
        [Needed()],
        description="The sender gave it to you in another way than by this link.",
        render_kw=OFF,
    )


class LinesForm(FlaskForm):  # type: ignore[misc]
    """What is said of the lines of a page: `on_lines` adds the fields of each."""

    rest = BooleanField("Accept all other lines on this page")


def on_lines(lines: Sequence[Line], said: Mapping[str, Any]) -> LinesForm:
    """The form with a choice, a text and what was said before for each of these lines."""
    fields: dict[str, Any] = {}
    data: dict[str, Any] = {}
    for at, line in enumerate(lines):
        fields[f"verdict_{at}"] = RadioField("Your answer", [Optional()], choices=VERDICTS)
        fields[f"text_{at}"] = TextAreaField(
            "Your question, or why you object",
            [Needed(), LONGEST],
            filters=[blank_as_none],
            render_kw={"rows": 3, "placeholder": " "},  # by which the style sheet knows that nothing is typed
        )
        fields[f"seen_{at}"] = HiddenField()
        was = said.get(line.key)
        data |= {f"seen_{at}": str(was.id if was else 0)}
        data |= {f"verdict_{at}": was.verdict.value, f"text_{at}": was.text} if was else {}
    found: LinesForm = type("LinesForm", (LinesForm,), fields)(data=data)
    return found


def said_on(form: LinesForm, lines: Sequence[Line]) -> list[Said]:
    """What the form says of these lines. Adds an error where there is a text and nobody chose what it is."""
    found = []
    for at, line in enumerate(lines):
        verdict, text = form[f"verdict_{at}"].data, form[f"text_{at}"].data
        if not verdict and form.rest.data and not text:
            verdict = Verdict.ACCEPTED.value
        if verdict:
            seen = str(form[f"seen_{at}"].data)
            number = int(seen) if seen.isdecimal() else -1
            found.append(Said(line.key, Verdict(verdict), text, number, f"text_{at}"))
    return found


def unsaid(form: LinesForm, lines: Sequence[Line]) -> bool:
    """Whether a text stands somewhere of which nobody chose what it is; it is said there."""
    missing = [at for at in range(len(lines)) if form[f"text_{at}"].data and not form[f"verdict_{at}"].data]
    for at in missing:
        form[f"verdict_{at}"].errors = ["Choose “Ask a question” or “Object” for what you wrote."]
    return bool(missing)


class ReplyForm(FlaskForm):  # type: ignore[misc]
    """The answer to a question or an objection."""

    text = TextAreaField(
        "Your answer",
        [DataRequired("Write an answer."), LONGEST],
        filters=[blank_as_none],
        description=f"It goes to the recipient by mail, and stands in the next packet. {NO_NAMES}",
        render_kw={"rows": 5},
    )
    seen = HiddenField(default="0")

    @property
    def number(self) -> int:
        """The answer that the page showed; nothing of ours says another than a number."""
        return int(self.seen.data) if str(self.seen.data).isdecimal() else -1


class OfASeenAnswer(DataRequired):  # type: ignore[misc]
    """Asked of who saw the answer. Who answers as if there were none yet is told of it instead."""

    def __call__(self, form: Any, field: Any) -> None:
        if form.number:
            super().__call__(form, field)


class AnotherReplyForm(ReplyForm):
    """The same where it was answered before."""

    because = StringField(
        "Why you correct it",
        [OfASeenAnswer("Say why."), Length(max=500, message="Say it in 500 characters.")],
        filters=[blank_as_none],
        description=NO_NAMES,
    )
