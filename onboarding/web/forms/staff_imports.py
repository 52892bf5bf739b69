"""Choosing a table of staff, saying which of its columns is what, and why a table is undone."""

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileRequired
from wtforms import FileField, HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from onboarding.formats.tables.records import Heading
from onboarding.formats.tables.staff import COLUMNS
from onboarding.web.forms.people import blank_as_none

NOT_READ = SelectChoice("", "Not read")


class TableForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """Which table."""

    file = FileField(
        "Table",
        [FileRequired("Choose a file.")],
        description="A CSV or XLSX file with a line for each person.",
        render_kw={"accept": ".csv,.xlsx"},
    )


class UndoForm(FlaskForm):  # type: ignore[misc]
    """Why a table that was taken in is undone."""

    because = StringField(
        "Why it is undone", [DataRequired("Say why it is undone."), Length(max=500)], filters=[blank_as_none]
    )


def columns_form(headings: Sequence[Heading], table: str = "") -> Any:
    """A form with a choice for each heading, and the table itself, which is read again when it is taken in."""
    choices = [NOT_READ, *(SelectChoice(each.key, each.heading) for each in COLUMNS)]
    fields: dict[str, Any] = {"table": HiddenField(default=table)}
    for each in headings:
        fields[f"c{each.place}"] = SelectField(
            each.text[:80],
            choices=choices,
            default=each.suggested or "",
            description=f"For example: {each.sample[:80]}" if each.sample else "Nothing stands below it.",
        )
    return type("ColumnsForm", (FlaskForm,), fields)()


def mapped(headings: Sequence[Heading], form: Any) -> dict[int, str]:
    """Which column stands at which place."""
    return {each.place: form[f"c{each.place}"].data for each in headings if form[f"c{each.place}"].data}
