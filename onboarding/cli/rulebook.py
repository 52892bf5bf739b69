"""`flask rulebook`: whose answers another rulebook would change, and whether L&I's pages say what it cites."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click
from flask import current_app

from onboarding import clock
from onboarding.cli.noun import Noun
from onboarding.cli.rules import Day
from onboarding.cli.text import printable, saved_page as printed_page
from onboarding.errors import OnboardingError
from onboarding.formats import saved_page
from onboarding.queries import impact, organisations as found, rulings
from onboarding.roles import OrganisationKind
from onboarding.rules import passages
from onboarding.rules.passages import UnknownPageError
from onboarding.rules.rulebook import Rulebook
from onboarding.rules.rulebook_file import load
from onboarding.rules.strict import DataFileError
from onboarding.rules.wording import count

rulebook = Noun("rulebook", help="See what another rulebook would change, and whether what it cites still stands.")


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


@rulebook.command("check")
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
def check(files: tuple[Path, ...]) -> None:
    """Compare pages of L&I, saved today from a browser, with the passages that the rulebook cites.

    Nothing is changed. Exit status 1 where a passage changed or is gone, or where a page has something new.
    """
    book: Rulebook = current_app.extensions["rulebook"]
    cohes = [each for each in found.every() if each.kind is OrganisationKind.COHE]
    found_alike = True
    for file in files:
        try:
            checked = saved_page.compared(file.read_bytes(), book)
        except UnknownPageError as error:
            raise OnboardingError(f"{file}: {error}") from error
        leaning = [(cohe.slug, impact.leaning(cohe, checked.asked)) for cohe in cohes if checked.asked]
        click.echo(printed_page(checked, book, leaning))
        found_alike = found_alike and checked.stands and not checked.fresh
    if not found_alike:
        raise click.exceptions.Exit(1)


@rulebook.command("fingerprint")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def fingerprint(file: Path) -> None:
    """Print a saved page as passages.toml keeps it: a line for each of its blocks, which stands on standard error."""
    for number, block in enumerate(saved_page.blocks(file.read_bytes()), start=1):
        click.echo(passages.fingerprint([block]))
        click.echo(printable(f"{number}: {block}"), err=True)
