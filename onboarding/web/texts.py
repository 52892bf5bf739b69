"""What was sent, before any form reads it: fields of a form, without signs that are no text.

PostgreSQL cannot keep a NUL, and neither paper nor a workbook can hold the other control characters.

Flask-WTF fills a form from JSON too, and JSON holds more than texts: none is taken where forms are.
"""

from flask import Flask, abort, request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict

from onboarding.formats.plain_text import NO_TEXT

INSTEAD = "\N{REPLACEMENT CHARACTER}"  # so that one sees that something was there
API = "api"  # the routes where a token lets somebody in, and nothing else does
READING = frozenset({"GET", "HEAD", "OPTIONS"})
FORMS = frozenset({"", "application/x-www-form-urlencoded", "multipart/form-data"})


def register(app: Flask) -> None:
    """Look at what was sent: after the limits of how much, and after who may send it."""

    @app.before_request
    def _look() -> None:
        if request.blueprint == API:
            return  # each shape is checked by what its operation declares: onboarding/api/reading.py
        request.args = _as_text(request.args)
        if request.method not in READING and request.endpoint:
            if request.mimetype not in FORMS:
                abort(415)
            request.form = _as_text(request.form)


def _as_text(sent: MultiDict[str, str]) -> ImmutableMultiDict[str, str]:
    return ImmutableMultiDict(
        (NO_TEXT.sub(INSTEAD, name), NO_TEXT.sub(INSTEAD, value)) for name, value in sent.items(multi=True)
    )
