"""Choosing a table, saying which of its columns is what, taking it in as it was looked at, and why it is undone."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from flask_wtf import FlaskForm
from flask_wtf.file import FileRequired
from wtforms import (
    BooleanField,
    Field,
    FileField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError
from wtforms.widgets import HiddenInput

from onboarding.formats.tables.headings import Heading
from onboarding.formats.tables.lines import Line as LineOfTable
from onboarding.formats.tables.records import Column
from onboarding.rules.wording import count, short_day, spoken
from onboarding.services.importable import Asked
from onboarding.services.word_meanings import Word
from onboarding.web.forms.people import blank_as_none

LEFT_OUT = "-"
OPEN = [SelectChoice("", "Choose"), SelectChoice(LEFT_OUT, "Leave this column out")]
LONGEST_SHOWN = 80


class TableForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """Which table."""

    file = FileField(
        "Table", [FileRequired("Choose a file.")], description="A CSV or XLSX file", render_kw={"accept": ".csv,.xlsx"}
    )


class TakeForm(FlaskForm):  # type: ignore[misc]
    """That the table is taken in as it was looked at."""

    revision = IntegerField(widget=HiddenInput())


class UndoForm(FlaskForm):  # type: ignore[misc]
    """Why a table that was taken in is undone."""

    because = StringField(
        "Why it is undone", [DataRequired("Say why it is undone."), Length(max=500)], filters=[blank_as_none]
    )


class _Chosen:
    """That something is chosen for a heading, or that it is left out."""

    field_flags: ClassVar = {"required": True}

    def __call__(self, form: Any, field: Field) -> None:
        if not field.data and not form.rest.data:
            raise ValidationError("Choose what this is, or leave it out.")


class ColumnsForm(FlaskForm):  # type: ignore[misc]
    """What each heading is read as. Nothing is left out but on purpose."""

    rest = BooleanField("Leave out every column for which nothing is chosen")

    def of_headings(self) -> list[SelectField]:
        """The choices, by their headings' places."""
        return [each for each in self if isinstance(each, SelectField)]

    @property
    def chosen(self) -> dict[int, str | None]:
        """Which column was chosen, by the heading's place; None where it is left out."""
        return {int(each.name[1:]): None if each.data in ("", LEFT_OUT) else each.data for each in self.of_headings()}


def columns_form(headings: Sequence[Heading], columns: Sequence[Column]) -> ColumnsForm:
    """A form with a choice for each heading, by its place."""
    choices = [*OPEN, *(SelectChoice(each.key, each.heading) for each in columns)]
    fields = {
        f"c{each.place}": SelectField(
            each.text[:LONGEST_SHOWN],
            [_Chosen()],
            choices=choices,
            default=each.key or (LEFT_OUT if each.known else ""),
            description=f"For example: {each.sample[:LONGEST_SHOWN]}" if each.sample else "Nothing stands below it.",
        )
        for each in headings
    }
    form: ColumnsForm = type("ColumnsOfTableForm", (ColumnsForm,), fields)()
    return form


class MeaningsForm(FlaskForm):  # type: ignore[misc]
    """What words of a table mean. Nothing is left out but on purpose."""

    revision = IntegerField(widget=HiddenInput())
    rest = BooleanField("Leave out every one for which nothing is chosen")
    keys: Sequence[str] = ()

    def of_words(self) -> list[SelectField]:
        """The choices, in the order of the words."""
        return [self[f"w{place}"] for place in range(len(self.keys))]

    @property
    def chosen(self) -> dict[str, str]:
        """What was chosen, by the word under which it is kept."""
        return {key: field.data or LEFT_OUT for key, field in zip(self.keys, self.of_words(), strict=True)}


def meanings_form(asked: Asked, words: Mapping[str, Word], revision: int) -> MeaningsForm:
    """A form with a choice for each word."""
    choices = [SelectChoice("", "Choose"), *(SelectChoice(key, says) for key, says in asked.choices.items())]
    fields: dict[str, Any] = {"keys": list(words)}
    for place, word in enumerate(words.values()):
        fields[f"w{place}"] = SelectField(
            word.text[:LONGEST_SHOWN],
            [_Chosen()],
            choices=choices,
            default=word.meaning or (word.before and word.before.meaning) or asked.suggested(word.text) or "",
            description=_said_of(word),
        )
    form: MeaningsForm = type("MeaningsOfTableForm", (MeaningsForm,), fields)(data={"revision": revision})
    return form


def _said_of(word: Word) -> str:
    """How many lines have it, and from when the choice comes that is offered."""
    lines = count(word.entries, "line")
    if word.before is None or word.meaning:
        return lines
    by = f" by {word.before.by}" if word.before.by else ""
    return f"{lines}. Chosen as in the table of {short_day(word.before.on)}, taken in{by}."


def head_form(lines: Sequence[LineOfTable]) -> Any:
    """A form with a choice of the line that holds the headings."""
    choices = [SelectChoice(str(each.number), f"Line {each.number}: {_shown(each)}") for each in lines]
    field = RadioField("Line with the headings", [InputRequired("Choose the line with the headings.")], choices=choices)
    return type("HeadForm", (FlaskForm,), {"line": field})()


def _shown(line: LineOfTable) -> str:
    text = " | ".join(spoken(" ".join(cell.split())) for cell in line.cells if cell.strip())
    return text if len(text) <= LONGEST_SHOWN * 2 else f"{text[: LONGEST_SHOWN * 2 - 1]}…"
