"""The Flask application, where `flask` and a WSGI server look for it; everything else is in `onboarding`."""

import gc

gc.disable()  # what a start makes stays; looking through all of it for garbage, again and again, took half the time
import click  # noqa: E402 - not before
from flask import Flask  # noqa: E402
from flask.cli import FlaskGroup  # noqa: E402


def whole() -> Flask:
    from onboarding import create_app, logs, startup  # not before: `flask rules` starts without
    from onboarding.services import storing

    logs.take_over()
    app = create_app()
    startup.refuse_serving(app, storing.refuse_unusable)
    return app


def first() -> Flask:
    """What `flask` looks for a command in; everybody else has the whole application."""
    asking = click.get_current_context(silent=True)
    if asking is None or not isinstance(asking.command, FlaskGroup):
        return whole()
    from onboarding.cli.alone import alone

    return alone(whole)


app = first()
gc.freeze()  # nor is it looked through later, or at the end
gc.enable()
