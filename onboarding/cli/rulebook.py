"""`flask rulebook`: whose answers another rulebook would change, before it is used."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click
from flask import current_app

from onboarding import clock
from onboarding.cli.noun import Noun
from onboarding.cli.rules import Day
from onboarding.cli.text import printable
from onboarding.errors import OnboardingError
from onboarding.queries import impact, organisations as found, rulings
from onboarding.roles import OrganisationKind
from onboarding.rules.rulebook import Rulebook
from onboarding.rules.rulebook_file import load
from onboarding.rules.strict import DataFileError
from onboarding.rules.wording import count

rulebook = Noun("rulebook", help="See what another rulebook would change.")


@rulebook.command("effect")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as-of", type=Day(), help="The day as of which everybody is asked; today in Washington if left out.")
def effect(file: Path, as_of: date | None) -> None:
    """Ask everybody of every COHE under the rulebook in use and under FILE, and list whose answers differ.

    Nothing is changed. A line for each answer: COHE, number, name, what was asked, now, then; between tabs.
    """
    try:
        other = load(file)
    except DataFileError as error:
        raise OnboardingError(f"{file}: {error}") from error
    on, changed = as_of or clock.today(), 0
    for cohe in found.every():
        if cohe.kind is OrganisationKind.COHE:
            for part in _parts(cohe, other, on):
                changed += len(part.changes)
                for each in part.changes:
                    row = (cohe.slug, each.person.id, each.person.name, each.asked, each.before, each.after)
                    click.echo("\t".join(printable(str(value)) for value in row))
    click.echo(f"{count(changed, 'answer')} would change as of {on}.", err=True)


def _parts(cohe: Any, other: Rulebook, on: date) -> Iterator[impact.Part]:
    book: Rulebook = current_app.extensions["rulebook"]
    before, after = rulings.of(cohe, book), rulings.of(cohe, other)
    past: int | None = 0
    while past is not None:
        part = impact.part(cohe, before, after, on, past)
        yield part
        past = part.after
