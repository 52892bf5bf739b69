"""What was typed, before any form reads it: without the one sign that PostgreSQL cannot keep."""

from flask import Flask, abort, request

NONE = "\0"


def register(app: Flask) -> None:
    """Refuse what holds a NUL. After the limits of what is sent, and after who may send it."""

    @app.before_request
    def _refuse() -> None:
        sent = [*request.args.items(multi=True)]
        if request.endpoint and request.method == "POST":
            sent += request.form.items(multi=True)
        if any(NONE in part for pair in sent for part in pair):
            abort(400)
