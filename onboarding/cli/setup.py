"""`flask setup`: the folder, the keys and the tables; safe to repeat."""

import click
import flask_migrate
from flask import current_app
from flask.cli import with_appcontext

from onboarding import keys, startup
from onboarding.config import Mode
from onboarding.queries import organisations

NEXT = """\
Next, the first organisation and its administrator:

    flask --app app organisations add cohe valley "Valley COHE"
    flask --app app administrators add valley ann@valley.example "Ann Archer"

docs/operations.md says how to serve."""


@click.command("setup")
@with_appcontext
def setup() -> None:
    """Make the instance folder, the keys and the tables where they are missing, and bring old tables up to date."""
    config = current_app.extensions["config"]
    keys.make_missing(config.instance)
    try:
        startup.refuse_unsafe(config, current_app.debug, but_the_database=True)
        flask_migrate.upgrade()
        startup.refuse_unsafe(config, current_app.debug)
    except startup.UnsafeError as error:
        startup.stop(f"Set-up is not finished:\n{error}")
    click.echo(f"Ready: {config.instance}, with the database {_shown(config.database_url)}")
    if config.mode is Mode.PRODUCTION and not organisations.every():
        click.echo(NEXT)


def _shown(url: str) -> str:
    """The database without its password."""
    before, at, after = url.rpartition("@")
    return f"{before.partition('://')[0]}://…@{after}" if at else url
