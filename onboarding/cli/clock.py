"""`flask clock`: the process in which things run by themselves."""

import click
from flask import current_app
from flask.cli import with_appcontext

from onboarding.cli.noun import guarded
from onboarding.jobs import clock_process


@click.command("clock")
@with_appcontext
@guarded
def tick() -> None:
    """Send messages, sign checkpoints and clear away, until Ctrl-C. Start it once for each installation."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    clock_process.tick_for_ever(app)
