"""The address of the page at hand with other query arguments: what sorting and turning pages link to."""

from urllib.parse import quote, urlencode

from flask import Flask, request


def here(**changes: object) -> str:
    """This page with the arguments changed; None takes one out, and the others stay, in their order."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in changes]
    added = [(name, str(value)) for name, value in changes.items() if value is not None]
    query = urlencode(kept + added)
    path = quote(request.script_root + request.path)
    return f"{path}?{query}" if query else path


def register(app: Flask) -> None:
    """Make `here` known to the templates."""
    app.add_template_global(here)
