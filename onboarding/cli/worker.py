"""`flask worker`: one of several processes that share what runs by itself, on PostgreSQL."""

import click
from flask import current_app
from flask.cli import with_appcontext

from onboarding.cli.noun import guarded
from onboarding.jobs import workers


@click.command("worker")
@with_appcontext
@guarded
def worker() -> None:
    """Do the clock's work together with others, until Ctrl-C. Start as many as you like, on any machine."""
    workers.work_for_ever(current_app._get_current_object())  # type: ignore[attr-defined]
