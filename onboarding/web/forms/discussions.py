"""The note for a discussion with L&I."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import HiddenInput

from onboarding.web.fields import DayField
from onboarding.web.forms.people import blank_as_none

WITHOUT = "Leave out people's names and claim numbers."


def _unix(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").strip()


class NoteForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """What the note says. `drafted_from` and `seen` say what the page was made from; the service compares them."""

    text = TextAreaField(
        "Note", [DataRequired("Enter the note."), Length(max=10_000)], filters=[_unix], description=WITHOUT,
        render_kw={"rows": 24},
    )  # fmt: skip
    held_on = DayField("Day of the discussion", [Optional()])
    because = StringField("Why it is changed", [Length(max=500)], filters=[blank_as_none], description=WITHOUT)
    drafted_from = HiddenField()
    seen = IntegerField(widget=HiddenInput())

    def __init__(self, changes: bool, **named: Any) -> None:
        super().__init__(**named)
        if not changes:
            del self.because

    @property
    def why(self) -> str | None:
        """Why it is changed, where that is asked."""
        return self.because.data if "because" in self else None


class TakeBackForm(FlaskForm):  # type: ignore[misc]
    """Why a note is taken back."""

    because = StringField(
        "Why the note is taken back",
        [DataRequired("Say why. The note stays readable with it."), Length(max=500)],
        filters=[blank_as_none],
        description=WITHOUT,
    )
    seen = IntegerField(widget=HiddenInput())
