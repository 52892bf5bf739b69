"""The claims of several quarters, each a row of one form."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import IntegerField, StringField
from wtforms.validators import Length, Optional
from wtforms.widgets import HiddenInput, TextInput

from onboarding.formats.tables import quarters as tables
from onboarding.formats.tables.cells import Unfit, shown
from onboarding.rules.days import Quarter
from onboarding.rules.wording import quarter as said
from onboarding.services.initiated_claims import Counted
from onboarding.web.fields import Read, show_again
from onboarding.web.forms.people import blank_as_none

NUMBER = "Enter a whole number, like 1180."
NUMERIC = {"inputmode": "numeric", "autocomplete": "off", "maxlength": 15}


class CountedField(Read, IntegerField):  # type: ignore[misc]
    """A number of claims, read as a table of quarters has it: 1180, 1,180. Half a claim, or a comma elsewhere, is none.

    It is a field of text: of a number field, browsers send nothing where they do not take the comma for part of it.
    """

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was typed. Raises ValueError that says what would be right."""
        typed = "".join(valuelist).strip()
        try:
            self.data = tables.claims(typed) if typed else None
        except Unfit as unfit:
            self.data = None
            raise ValueError(f"{shown(typed)} is not a number we can read. {NUMBER}") from unfit


class ClaimsForm(FlaskForm):  # type: ignore[misc]
    """The rows, and why a number that was recorded is another."""

    because = StringField(
        "Why a number is corrected",
        [Optional(), Length(max=500)],
        filters=[blank_as_none],
        description="For a number that was recorded after its quarter. Leave out names and claim numbers.",
    )
    quarters: Sequence[Quarter] = ()

    def rows(self) -> list[tuple[Quarter, Any, Any, Any]]:
        """Each quarter with its fields: claims, surgical claims, and what the page showed as recorded."""
        return [(each, self[str(each)], self[f"{each}-surgical"], self[f"{each}-seen"]) for each in self.quarters]

    @property
    def said(self) -> list[Counted]:
        """What is typed, by quarter."""
        return [Counted(each, claims.data, surgical.data) for each, claims, surgical, _ in self.rows()]

    def catch_up(self, recorded: Mapping[Quarter, Any], earlier: Mapping[int, Any]) -> None:
        """Carry what is recorded now. A row that shows what was recorded before shows that too; what was typed stays.

        `earlier`: everything that was ever recorded, by id.
        """
        for quarter, claims, surgical, seen in self.rows():
            row, before = recorded.get(quarter), earlier.get(seen.data or 0)
            if _numbers(before) == (claims.data, surgical.data):
                show_again(claims, _numbers(row)[0])
                show_again(surgical, _numbers(row)[1])
            show_again(seen, row.id if row else 0)

    @property
    def seen(self) -> dict[Quarter, int]:
        """By quarter, the id of what was recorded when the page was opened."""
        return {each: seen.data or 0 for each, _, _, seen in self.rows()}


def _numbers(row: Any) -> tuple[int | None, int | None]:
    return (row.claims, row.surgical_claims) if row else (None, None)


def claims_form(quarters: Sequence[Quarter], recorded: Mapping[Quarter, Any]) -> ClaimsForm:
    """A form with a row for each of these quarters, filled in with what is recorded."""
    fields: dict[str, Any] = {"quarters": quarters}
    for each in quarters:
        row = recorded.get(each)
        fields[str(each)] = CountedField(
            f"Claims in {said(each)}", [Optional()], default=row.claims if row else None, render_kw=NUMERIC
        )
        fields[f"{each}-surgical"] = CountedField(
            f"Surgical claims in {said(each)}",
            [Optional()],
            default=row.surgical_claims if row else None,
            render_kw=NUMERIC,
        )
        fields[f"{each}-seen"] = IntegerField(widget=HiddenInput(), default=row.id if row else 0)
    form: ClaimsForm = type("ClaimsOfQuartersForm", (ClaimsForm,), fields)()
    return form
