"""What several forms share: fields for days, hours and choices, what is wrong, what an input carries. No forms."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, time
from typing import Any, ClassVar, NamedTuple

from flask import Flask
from wtforms import DateField, Form, SelectMultipleField, StringField, TimeField
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from onboarding.errors import OnboardingError
from onboarding.formats.tables.days import NoDate, written
from onboarding.rules.days import partial_date
from onboarding.rules.wording import spoken, typed_day, typed_vague_day
from onboarding.web.library_words import ours

EXAMPLE, HOUR = "1/15/2026", "9:00 AM"
LONGEST_SHOWN = 40  # of what was typed instead of a day


class Read:
    """Of a field that is typed and read: what cannot be read is said, in place of that nothing was entered."""

    process_errors: Sequence[str]

    def pre_validate(self, _form: Form) -> None:
        """Ask no more of what could not be read. A validator that asks for an entry would take its place."""
        if self.process_errors:
            raise StopValidation


class DayField(Read, DateField):  # type: ignore[misc]  # WTForms ships no types
    """A day, typed as people in Washington write it or in ISO order. A day that is known is shown in the first way."""

    data: date | None

    def __init__(self, label: str | None = None, validators: Iterable[Any] | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("description", f"For example {EXAMPLE}")
        super().__init__(label, validators, format=["%m/%d/%Y", "%Y-%m-%d"], **kwargs)

    def _value(self) -> str:
        return " ".join(self.raw_data) if self.raw_data else typed_day(self.data) if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was typed. Raises ValueError that says what that was, and what would be right."""
        typed = " ".join(valuelist).strip()
        if not typed:
            self.data = None
            return
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            shown = typed[:LONGEST_SHOWN]
            raise ValueError(f"“{shown}” is not a date we can read. Use month/day/year, like {EXAMPLE}.") from error


class Needed:
    """Of a field that the form asks for in some cases only, as its hint says: no "(optional)" stands beside it."""

    field_flags: ClassVar = {"needed": True}

    def __call__(self, _form: Form, _field: Any) -> None:
        """Nothing is refused here: the form or the service knows the case."""


class HourField(Read, TimeField):  # type: ignore[misc]
    """A time of day in Washington, with AM or PM: without, one o'clock would be guessed."""

    data: time | None
    widget = TextInput()

    def __init__(self, label: str | None = None, validators: Iterable[Any] | None = None, **kwargs: Any) -> None:
        kwargs["description"] = " ".join(filter(None, [f"For example {HOUR}.", kwargs.get("description")]))
        kwargs.setdefault("render_kw", {"class": "usa-input--medium", "autocomplete": "off"})
        written = ["%I:%M %p", "%I:%M%p", "%I %p", "%I%p"]
        super().__init__(label, validators, format=written, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was typed. Raises ValueError that says what that was, and what would be right."""
        typed = " ".join(valuelist).strip()
        if not typed:
            return
        try:
            super().process_formdata([typed.upper().replace(".", "")])
        except ValueError as error:
            shown = typed[:LONGEST_SHOWN]
            raise ValueError(f"“{shown}” is not a time we can read. Say AM or PM, like {HOUR}.") from error


class CheckboxesField(SelectMultipleField):  # type: ignore[misc]
    """Several of these."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class VagueDayField(StringField):  # type: ignore[misc]
    """A day, month or year, as exact as it is known; its data are YYYY, YYYY-MM or YYYY-MM-DD.

    It is shown as people in Washington write it.
    """

    data: str | None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was typed, and keep it as typed where it is no date."""
        super().process_formdata(valuelist)
        self.fault: str | None = None
        text = (self.data or "").strip()
        if text:
            try:
                self.data = written(text)
            except NoDate as error:
                self.fault = f"“{text[:LONGEST_SHOWN]}”: {error}."

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(self.raw_data)
        known = partial_date(self.data or "")
        return typed_vague_day(known) if known else self.data or ""

    def pre_validate(self, _form: Form) -> None:
        """Say what is wrong with it."""
        if getattr(self, "fault", None):
            raise ValidationError(self.fault)


class Fault(NamedTuple):
    """One thing that is wrong with a form. `id` is the field to go to; None where it is the form as a whole."""

    id: str | None
    label: str
    says: str


def faults(form: Any) -> list[Fault]:
    """Everything that is wrong with a form, in the order of its fields, those of its parts included."""
    whole = [Fault(None, "", spoken(str(error))) for error in getattr(form, "form_errors", ())]
    return whole + [fault for field in form for fault in _of_field(field)]


def _of_field(field: Any) -> Iterator[Fault]:
    if hasattr(field, "form"):  # a FormField: its errors are a mapping of its fields' own
        yield from faults(field.form)
    elif hasattr(field, "entries"):  # a FieldList: its errors hold its entries' own as lists
        for place, entry in enumerate(field.entries, start=1):
            yield from (_of_row(fault, entry, place) for fault in _of_field(entry))
        yield from (Fault(field.id, field.label.text, error) for error in own_errors(field))
    else:
        grouped = hasattr(field, "option_widget") and type(field.widget).__name__ == "ListWidget"
        target = f"{field.id}-0" if grouped else field.id  # the first of its radio buttons or checkboxes
        hidden = getattr(field.widget, "input_type", "") == "hidden"
        for error in own_errors(field):
            yield Fault(None, "", error) if hidden else Fault(target, field.label.text, error)


def _of_row(fault: Fault, row: Any, place: int) -> Fault:
    """The same, with which row it is of several: "Job 2, From"."""
    return (
        fault._replace(label=f"{row.label.text} {place}, {fault.label}") if fault.id and hasattr(row, "form") else fault
    )


def put_error(form: Any, error: OnboardingError) -> None:
    """Show what a service refused with the field it belongs to, or with the form as a whole."""
    field = getattr(form, error.field, None) if error.field else None
    if field is None:
        form.form_errors = [*form.form_errors, str(error)]
    else:
        field.errors = [*field.errors, str(error)]


def show_again(field: Any, value: Any) -> None:
    """Have a form that was sent show this in a field, whatever was sent in it."""
    field.raw_data, field.data = None, value


def own_errors(field: Any) -> list[str]:
    """What is said of this very field: those of the fields within it are said there."""
    return (
        []
        if hasattr(field, "form")
        else [spoken(ours(field, str(error))) for error in field.errors if not isinstance(error, list | dict)]
    )


def described_by(field: Any, hint: str) -> str | None:
    """The ids of what is said about a field: its hint and its error, where there are any."""
    return (
        " ".join(f"{field.id}-{part}" for part, there in (("hint", hint), ("error", own_errors(field))) if there)
        or None
    )


def attributes(field: Any, hint: str, css: str, given: dict[str, Any]) -> dict[str, Any]:
    """What the input of a field carries: its class, the ids of its hint and error, and what was given by hand."""
    own = {**(field.render_kw or {}), **given}
    own["class"] = " ".join(filter(None, [css, (field.render_kw or {}).get("class"), given.get("class")]))
    if getattr(field.widget, "input_type", "") == "date":
        own = {"autocomplete": "off", **own, "type": "text"}
    if said := described_by(field, hint):
        own["aria-describedby"] = said
    if field.errors:
        own["aria-invalid"] = "true"
    return own


def register(app: Flask) -> None:
    """Make these known to `templates/components/form.html`."""
    for each in (faults, own_errors, described_by, attributes):
        app.add_template_global(each)
