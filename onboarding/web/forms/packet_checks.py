"""Choosing a packet to check."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileRequired
from wtforms import FileField


class CheckForm(FlaskForm):  # type: ignore[misc]  # WTForms ships no types
    """Which file."""

    file = FileField(
        "Packet",
        [FileRequired("Choose the PDF of a packet.")],
        description="The PDF as you received it, 100 MB at most. It is checked and not kept.",
        render_kw={"accept": ".pdf,application/pdf"},
    )
