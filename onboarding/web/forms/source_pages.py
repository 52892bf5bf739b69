"""Choosing a page of L&I that was saved from a browser, and recording what was found of it."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileRequired
from wtforms import FileField, HiddenField


class SavedPageForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """Which page."""

    file = FileField(
        "Saved page",
        [FileRequired("Choose a file.")],
        description="In the browser, choose Save page as, web page only; or a text file",
        render_kw={"accept": ".html,.htm,.txt"},
    )


class RecordCheckForm(FlaskForm):  # type: ignore[misc]
    """That it was compared; `found` is sealed (web/found_sources.py)."""

    found = HiddenField()
