"""What was sent, before any form reads it: fields of a form, without the one sign that PostgreSQL cannot keep.

Flask-WTF fills a form from JSON too, and JSON holds more than texts: none is taken where forms are.
"""

from flask import Flask, abort, request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict

NUL, INSTEAD = "\0", "\N{REPLACEMENT CHARACTER}"  # as browsers do
READING = frozenset({"GET", "HEAD", "OPTIONS"})
FORMS = frozenset({"", "application/x-www-form-urlencoded", "multipart/form-data"})


def register(app: Flask) -> None:
    """Look at what was sent: after the limits of how much, and after who may send it."""

    @app.before_request
    def _look() -> None:
        request.args = _without_nul(request.args)
        if request.method not in READING and request.endpoint:
            if request.mimetype not in FORMS:
                abort(415)
            request.form = _without_nul(request.form)


def _without_nul(sent: MultiDict[str, str]) -> ImmutableMultiDict[str, str]:
    return ImmutableMultiDict(
        (name.replace(NUL, INSTEAD), value.replace(NUL, INSTEAD)) for name, value in sent.items(multi=True)
    )
