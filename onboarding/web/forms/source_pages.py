"""Choosing a page of L&I that was saved from a browser."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileRequired
from wtforms import FileField


class SavedPageForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """Which page."""

    file = FileField(
        "Saved page",
        [FileRequired("Choose a file.")],
        description="In the browser, choose Save page as, web page only; or a text file",
        render_kw={"accept": ".html,.htm,.txt"},
    )
