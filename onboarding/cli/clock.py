"""`flask clock`: the process in which things run by themselves, and how it fares."""

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from onboarding import clock as time
from onboarding.cli.noun import guarded
from onboarding.cli.text import printable
from onboarding.jobs import clock_process, table
from onboarding.queries import overview, work

NEEDS_ATTENTION = 1


@click.group("clock", cls=AppGroup, invoke_without_command=True)
@click.pass_context
def clock(context: click.Context) -> None:
    """Send messages, sign checkpoints and clear away, until Ctrl-C. Start it once for each installation."""
    if context.invoked_subcommand is None:
        context.invoke(tick)


@with_appcontext
@guarded
def tick() -> None:
    """The clock itself."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    clock_process.tick_for_ever(app)


@clock.command("status")
@guarded
def status() -> None:
    """Show when each job last ran and what went wrong. Exit status 1: something needs attention."""
    now, fares, undelivered = time.now(), work.of(table.NAMES), overview.undelivered(None)
    click.echo(f"Last tick: {_at(fares.ticked_at)}" + (", so the clock has stopped." if fares.late(now) else ""))
    if workers := work.workers():
        click.echo(f"Workers: {workers}")
    runs = {run.name: run for run in fares.runs}
    for job in table.JOBS:
        if run := runs.get(job.name):
            why = f": {run.error}" if run.error else ""
            click.echo(printable(f"{job.name}: {work.went(run, now)}, {_at(run.began_at)}{why}"))
        else:
            click.echo(f"{job.name}: " + ("nothing to report" if not job.slots else "has not run yet"))
    if undelivered:
        click.echo(f"Not delivered, of no organization: {undelivered}. See: flask messages list")
    if fares.late(now) or fares.failing(now) or undelivered:
        raise SystemExit(NEEDS_ATTENTION)


def _at(instant: object) -> str:
    return f"{instant:%Y-%m-%d %H:%M:%S} UTC" if instant else "never"
