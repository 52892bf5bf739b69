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
    SelectMultipleField,
    StringField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from onboarding.errors import OnboardingError
from onboarding.formats.tables.headings import Heading
from onboarding.formats.tables.lines import Line as LineOfTable
from onboarding.formats.tables.records import Column
from onboarding.rules.wording import count, spoken
from onboarding.services.importable import Asked, ByLine, Word
from onboarding.services.line_choices import Choice, Do, Line, Match, add, update
from onboarding.web.fields import faults
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
            default=word.meaning or asked.suggested(word.text) or "",
            description=count(word.entries, "line"),
        )
    form: MeaningsForm = type("MeaningsOfTableForm", (MeaningsForm,), fields)(data={"revision": revision})
    return form


def head_form(lines: Sequence[LineOfTable]) -> Any:
    """A form with a choice of the line that holds the headings."""
    choices = [SelectChoice(str(each.number), f"Line {each.number}: {_shown(each)}") for each in lines]
    field = RadioField("Line with the headings", [InputRequired("Choose the line with the headings.")], choices=choices)
    return type("HeadForm", (FlaskForm,), {"line": field})()


def _shown(line: LineOfTable) -> str:
    text = " | ".join(spoken(" ".join(cell.split())) for cell in line.cells if cell.strip())
    return text if len(text) <= LONGEST_SHOWN * 2 else f"{text[: LONGEST_SHOWN * 2 - 1]}…"


class LinesForm(FlaskForm):  # type: ignore[misc]
    """What is done with the lines of a page. Each has a choice, and for each person it could be about, of what."""

    revision = IntegerField(widget=HiddenInput())
    all = SelectField("All of them", [Optional()], choices=[SelectChoice(each, each) for each in (Do.UPDATE, Do.SKIP)])
    lines: Sequence[Line] = ()
    verb = ""

    def of_line(self, line: Line) -> RadioField:
        """What is done with the line."""
        return self[f"do{line.number}"]

    def of_match(self, line: Line, match: Match) -> SelectMultipleField:
        """What is updated of this person."""
        return self[f"of{line.number}x{match.person.id}"]

    def refuse_incomplete(self) -> None:
        """Raises OnboardingError where it does not say what it has to."""
        if not self.validate() and (found := faults(self)):
            raise OnboardingError(f"{found[0].label}: {found[0].says}".removeprefix(": "))
        for line in self.lines:
            match = self._updates(line)
            if match and not self.of_match(line, match).data and not self.all.data:
                what = f"choose what to {self.verb} of {match.person.name}, or skip it."
                raise OnboardingError(f"Line {line.number}: {what}")

    def _updates(self, line: Line) -> Match | None:
        do, _, person = (self.of_line(line).data or "").partition("-")
        return line.match(int(person)) if do == Do.UPDATE else None

    @property
    def chosen(self) -> dict[int, Choice]:
        """What is done with each line for which something was chosen."""
        made = {}
        for line in self.lines:
            match, do = self._updates(line), self.of_line(line).data
            if match:
                made[line.number] = update(match, self.of_match(line, match).data)
            elif do:
                made[line.number] = add(line) if do == Do.ADD else Choice(Do(do))
        return made


def lines_form(by_line: ByLine, lines: Sequence[Line], revision: int) -> LinesForm:
    """A form for these lines, filled in with what is done with them as things stand.

    Where nothing that is recorded changes, the one person that a line could be about is chosen beforehand: the
    user looks at it before the form is sent.
    """
    fields: dict[str, Any] = {"lines": lines, "verb": by_line.verb[0].lower()}
    for line in lines:
        chosen = line.chosen
        do = "" if chosen is None else f"{chosen.do}-{chosen.person}" if chosen.person else chosen.do.value
        only = [each.person.id for each in line.matches if each.updatable]
        if chosen is None and by_line.records and len(line.matches) == len(only) == 1:
            do = f"{Do.UPDATE}-{only[0]}"
        fields[f"do{line.number}"] = RadioField(
            f"Line {line.number}: {line.entry.name}", [Optional()], choices=_choices(by_line, line), default=do
        )
        for match in line.matches:
            keys = [each.key for each in match.updatable]
            default = list(chosen.seen) if chosen and chosen.person == match.person.id else keys
            fields[f"of{line.number}x{match.person.id}"] = SelectMultipleField(
                f"{by_line.verb[1]} {match.person.name}",
                choices=[SelectChoice(each.key, each.label) for each in match.updatable],
                default=default,
                widget=ListWidget(prefix_label=False),
                option_widget=CheckboxInput(),
            )
    form: LinesForm = type("LinesOfPageForm", (LinesForm,), fields)(revision=revision)
    return form


def _choices(by_line: ByLine, line: Line) -> list[SelectChoice]:
    """What can be done with a line: update who can be, add where it can be somebody new, or skip."""
    who = [each for each in line.matches if each.updatable]
    found = [SelectChoice(f"{Do.UPDATE}-{each.person.id}", f"{by_line.verb[1]} {each.person.name}") for each in who]
    if line.can_add:
        found.append(SelectChoice(Do.ADD.value, "Add as a new person"))
    return [*found, SelectChoice(Do.SKIP.value, "Skip this line")]
