"""What is done with each line of a table: those of a page, and those in which something cannot be read."""

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from onboarding.errors import OnboardingError
from onboarding.services.importable import ByLine
from onboarding.services.imports import Look
from onboarding.services.line_choices import Choice, Do, Line, Match, add, update
from onboarding.web.fields import faults


class SkipForm(FlaskForm):  # type: ignore[misc]
    """Which of the lines with something that cannot be read are skipped."""

    revision = IntegerField(widget=HiddenInput())
    lines = SelectMultipleField(
        "Lines to skip", coerce=int, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )

    @property
    def chosen(self) -> dict[int, Choice | None]:
        """What is done with each: it is skipped, or nothing yet."""
        return {line: Choice(Do.SKIP) if line in self.lines.data else None for line, _ in self.lines.choices}


def skip_form(found: Look, revision: int) -> SkipForm:
    """A form with a choice for each such line. Where none is skipped yet, all are marked."""
    marked = {each.line for each in found.skipped} or found.skippable
    form = SkipForm(data={"revision": revision, "lines": list(marked)})
    form.lines.choices = [(line, f"Line {line}: {name or 'no name'}") for line, name in found.skippable.items()]
    return form


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
