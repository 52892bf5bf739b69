"""`flask setup`: the folder, the keys and the tables; safe to repeat."""

import click
import flask_migrate
from flask import current_app
from flask.cli import with_appcontext

from onboarding import keys, packet_keys, startup
from onboarding.config import Config, Mode
from onboarding.queries import organisations

NEXT = """\
Next, the first organisation and its administrator:

    flask --app app organisations add cohe valley "Valley COHE"
    flask --app app administrators add valley ann@valley.example "Ann Archer"

docs/operations.md says how to serve."""


@click.command("setup")
@click.option(
    "--new-key",
    "anew",
    multiple=True,
    type=click.Choice(keys.NAMES),
    help="Make this key anew although there are records, because it is lost for good.",
)
@with_appcontext
def setup(anew: tuple[str, ...]) -> None:
    """Make the instance folder, the keys and the tables where they are missing, and bring old tables up to date."""
    config = current_app.extensions["config"]
    set_up(config, anew)
    click.echo(f"Ready: {config.instance}, with the database {_shown(config.database_url)}")
    if config.mode is Mode.PRODUCTION and not organisations.every():
        click.echo(NEXT)


def set_up(config: Config, anew: tuple[str, ...] = ()) -> None:
    """Do what the command does, saying nothing. Raises UnsafeError."""
    startup.refuse_lost_keys(config, anew)
    keys.make_missing(config.instance)
    packet_keys.make_missing(config)
    startup.refuse_unsafe(config, current_app.debug, startup.Database.OURS)
    flask_migrate.upgrade()
    startup.refuse_unsafe(config, current_app.debug)


def _shown(url: str) -> str:
    """The database without its password."""
    before, at, after = url.rpartition("@")
    return f"{before.partition('://')[0]}://…@{after}" if at else url
