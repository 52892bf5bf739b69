"""`flask backup` and `flask restore`: database and evidence files together, checked."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from onboarding import startup
from onboarding.cli.noun import guarded, operator
from onboarding.errors import OnboardingError
from onboarding.services import backups


@click.command("backup")
@click.argument("folder", type=click.Path(path_type=Path))
@with_appcontext
@guarded
def backup(folder: Path) -> None:
    """Write the database and the evidence files into a new FOLDER, and check it. The keys are not in it."""
    manifest = backups.back_up(current_app.extensions["config"], folder.resolve())
    click.echo(f"{folder}: whole, with {len(manifest['files'])} files. Keep the keys folder of the instance apart.")


@click.command("restore")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--replace", is_flag=True, help="Lose what the installation holds now.")
@with_appcontext
def restore(folder: Path, replace: bool) -> None:
    """Put the backup in FOLDER in the place of this installation, which must be stopped. It sends no mail then."""
    config = current_app.extensions["config"]
    try:
        startup.refuse_unsafe(config, current_app.debug, but_the_database=True)
        manifest = backups.restore(operator(), config, folder.resolve(), replace)
    except startup.UnsafeError as error:
        startup.stop(f"Nothing is done as this is set up:\n{error}")
    except OnboardingError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Restored as of {manifest['made_at']}: the trail verifies, every file opens.")
    click.echo("No mail is sent from this copy until: flask messages release")
