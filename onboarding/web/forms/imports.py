"""Choosing a table, saying which of its columns is what, taking it in as it was looked at, and why it is undone."""

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileRequired
from wtforms import FileField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length
from wtforms.widgets import HiddenInput

from onboarding.formats.tables.headings import Heading
from onboarding.formats.tables.records import Column
from onboarding.web.forms.people import blank_as_none

NOT_READ = SelectChoice("", "Not read")


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


def columns_form(headings: Sequence[Heading], columns: Sequence[Column]) -> Any:
    """A form with a choice for each heading, by its place."""
    choices = [NOT_READ, *(SelectChoice(each.key, each.heading) for each in columns)]
    fields = {
        f"c{each.place}": SelectField(
            each.text[:80],
            choices=choices,
            default=each.key or "",
            description=f"For example: {each.sample[:80]}" if each.sample else "Nothing stands below it.",
        )
        for each in headings
    }
    return type("ColumnsForm", (FlaskForm,), fields)()
