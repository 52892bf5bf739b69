"""`flask backup` and `flask restore`: database and evidence files together, checked; and `flask move` to PostgreSQL."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from onboarding import startup, troubles
from onboarding.cli.noun import guarded, operator
from onboarding.services import backups, moving, seals, slots


@click.command("backup")
@click.argument("folder", type=click.Path(path_type=Path))
@with_appcontext
@guarded
def backup(folder: Path) -> None:
    """Write the database and the evidence files into a new FOLDER, and check it. The keys are not in it.

    Exit status 1: it is written, and a key or a seal does not hold.
    """
    config = current_app.extensions["config"]
    manifest = backups.back_up(config, folder.resolve())
    click.echo(
        f"{folder}: whole, with {len(manifest['files'])} files. Copy the keys folder too: it is not in the backup."
    )
    found = list(seals.faults(config))
    if closed := manifest["closed"]:
        found.append(f"Evidence files that do not open: {len(closed)}. `flask evidence check` names them.")
    slots.ran(slots.BACKUP, found[0] if found else None)
    for each in found:
        click.echo(each, err=True)
    if found:
        raise SystemExit(troubles.FAILED)


@click.command("restore")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--replace", is_flag=True, help="Lose what the installation holds now.")
@with_appcontext
def restore(folder: Path, replace: bool) -> None:
    """Put the backup in FOLDER in the place of this installation, which must be stopped. It sends no mail then."""
    config = current_app.extensions["config"]
    startup.refuse_unsafe(config, current_app.debug, startup.Database.ANY)
    manifest = backups.restore(operator(), config, folder.resolve(), replace)
    click.echo(f"Restored as of {manifest['made_at']}: the audit trail verifies, every file opens.")
    click.echo("This copy sends no mail until you run: flask messages release")


@click.command("move")
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
@guarded
def move(file: Path) -> None:
    """Move what the SQLite FILE holds into this PostgreSQL database, which flask setup just made. The product must be
    stopped. Keys and evidence files stay where they are; the FILE is put aside."""
    rows = moving.move(operator(), current_app.extensions["config"], file.resolve())
    click.echo(f"Moved: {rows} rows, each read again and compared. {file.name}{moving.MOVED} is what they were before.")
