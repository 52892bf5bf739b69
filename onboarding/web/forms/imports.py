"""Choosing a table of applicants, and taking in what was looked at."""

from flask_wtf import FlaskForm
from wtforms import FileField, HiddenField


class TableForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """Which table."""

    file = FileField(
        "Table", description="A CSV or XLSX file made from the template", render_kw={"accept": ".csv,.xlsx"}
    )


class TakeForm(FlaskForm):  # type: ignore[misc]
    """The table that was looked at, as it was sent: it is read again before anybody is taken in."""

    table = HiddenField()
