"""`flask erasures`: finishing what a confirmed erasure leaves to be done outside of its transaction."""

import click
from flask import current_app

from onboarding.cli.noun import Noun
from onboarding.services import sweeping

erasures = Noun("erasures", help="Finish confirmed erasures.")


@erasures.command("sweep")
def sweep() -> None:
    """Remove the files of erased people, and what the database keeps of deleted rows."""
    click.echo(f"{sweeping.sweep(current_app.extensions['config'])} erasures were finished.")
