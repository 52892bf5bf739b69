"""`flask rulebook`: whose answers another rulebook would change, and whether L&I's pages say what it cites."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click
from flask import current_app

from onboarding import clock
from onboarding.cli.noun import Noun, operator
from onboarding.cli.rules import Day
from onboarding.cli.text import printable, saved_page as printed_page
from onboarding.errors import OnboardingError
from onboarding.formats import saved_page
from onboarding.queries import impact, organisations as found, rulebooks as kept, rulings, source_checks as recorded
from onboarding.roles import OrganisationKind
from onboarding.rules import editions, passages, sources
from onboarding.rules.passages import UnknownPageError
from onboarding.rules.rulebook import Rulebook
from onboarding.rules.rulebook_file import load
from onboarding.rules.strict import DataFileError
from onboarding.rules.wording import count
from onboarding.services import rulebooks, source_checks as changes

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
Given = TypeVar("Given")
rulebook = Noun("rulebook", help="See what another rulebook would change, and whether what it cites still stands.")


@rulebook.command("effect")
@click.argument("file", type=FILE)
@click.option("--as-of", type=Day(), help="The day as of which everybody is asked; today in Washington if left out.")
def effect(file: Path, as_of: date | None) -> None:
    """Ask everybody of every COHE under the rulebook in use and under FILE, and list whose answers differ.

    Nothing is changed. A line for each answer: COHE, number, name, what was asked, now, then; between tabs.
    """
    try:
        other = load(file)
    except DataFileError as error:
        raise OnboardingError(f"{file}: {error}") from error
    on = as_of or clock.today()
    changed = _impact(current_app.extensions["rulebook"], other, on)
    click.echo(f"{count(changed, 'answer')} would change as of {on}.", err=True)


def _impact(used: Rulebook, other: Rulebook, on: date) -> int:
    """List whose answers would be others; how many there are."""
    changed = 0
    for cohe in found.every():
        if cohe.kind is OrganisationKind.COHE:
            for part in _parts(cohe, used, other, on):
                changed += len(part.changes)
                for each in part.changes:
                    row = (cohe.slug, each.person.id, each.person.name, each.asked, each.before, each.after)
                    click.echo("\t".join(printable(str(value)) for value in row))
    return changed


def _parts(cohe: Any, used: Rulebook, other: Rulebook, on: date) -> Iterator[impact.Part]:
    before, after = rulings.of(cohe, used), rulings.of(cohe, other)
    past: int | None = 0
    while past is not None:
        part = impact.part(cohe, before, after, on, past)
        yield part
        past = part.after


@rulebook.command("propose")
@click.argument("file", type=FILE)
@click.option("--from", "since", type=Day(), required=True, help="The first day on which it would hold.")
def propose(file: Path, since: date) -> None:
    """Show what FILE would change from a day on: what it says otherwise, and whose answers would be others that day.

    Nothing is changed. FILE is a whole rulebook, under a version of its own.
    """
    used: Rulebook = current_app.extensions["rulebook"]
    after = _with_text(file, since, rulebooks.proposed)
    for each in editions.differences(used.on(since), after, since):
        click.echo("\t".join(map(printable, each)))
    changed = _impact(used, after, since)
    click.echo(f"{count(changed, 'answer')} would change as of {since}. Nothing is in force yet.", err=True)


@rulebook.command("adopt")
@click.argument("file", type=FILE)
@click.option("--from", "since", type=Day(), required=True, help="The first day on which it holds; tomorrow or later.")
def adopt(file: Path, since: date) -> None:
    """Put the rulebook FILE in force from a day on, for every COHE. What is asked as of an earlier day stays as it is.

    Its text is kept with the records, and FILE is not needed any more.
    """
    row = _with_text(file, since, lambda *given: rulebooks.adopt(operator(), *given))
    click.echo(f"Version {row.version} is in force from {row.since} on. SHA-256: {row.sha256}")


def _with_text(file: Path, since: date, do: Callable[[str, date, str], Given]) -> Given:
    """What is made of the text of a file. Raises OnboardingError naming the place that is at fault."""
    try:
        return do(file.read_bytes().decode(), since, file.name)
    except UnicodeDecodeError as error:
        raise OnboardingError(f"{file}: not a TOML file in UTF-8 that can be read ({error})") from error
    except DataFileError as error:
        raise OnboardingError(f"{file}: {error}") from error


@rulebook.command("withdraw")
@click.argument("version")
def withdraw(version: str) -> None:
    """Have the adopted rulebook of VERSION never be in force. Only before its day."""
    row = rulebooks.withdraw(operator(), version)
    click.echo(f"Version {row.version} is not put in force on {row.since}.")


@rulebook.command("list")
def list_editions() -> None:
    """List the editions in use, the earliest first: from which day, version, SHA-256 of the text; between tabs."""
    used: Rulebook = current_app.extensions["rulebook"]
    click.echo("\t".join(("", used.editions()[-1].version, "the file")))
    for row in kept.adopted():
        click.echo("\t".join((str(row.since), row.version, row.sha256)))


@rulebook.command("show")
@click.argument("version")
def show(version: str) -> None:
    """Print the text of an adopted rulebook, as it was given."""
    row = kept.of_version(version)
    if row is None:
        raise OnboardingError(f"No rulebook of version {version} was put in force here.")
    click.echo(row.text, nl=False)


@rulebook.command("check")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=FILE)
@click.option("--record", is_flag=True, help="Record the check, for every COHE of this installation.")
def check(files: tuple[Path, ...], record: bool) -> None:
    """Compare pages of L&I, saved today from a browser, with the passages that the rulebook cites.

    Without --record nothing is changed. Exit status 1 where a passage changed or is gone, or where a page has something
    new.
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
        if record:
            changes.record(operator(), None, book, changes.found(checked, clock.today()))
        found_alike = found_alike and checked.stands and not checked.fresh
    if not found_alike:
        raise click.exceptions.Exit(1)


@rulebook.command("checks")
def checks() -> None:
    """List the recorded checks of L&I's pages, the latest first: day, where, page and result; between tabs."""
    slugs = {each.id: each.slug for each in found.every()}
    for row in recorded.listed(None):
        where = slugs[row.organisation_id] if row.organisation_id else "installation"
        said = (str(row.checked_on), where, row.page, sources.came_to(row.changed, row.fresh))
        click.echo("\t".join(map(printable, said)))


@rulebook.command("fingerprint")
@click.argument("file", type=FILE)
def fingerprint(file: Path) -> None:
    """Print a saved page as passages.toml keeps it: a line for each of its blocks, which stands on standard error."""
    for number, block in enumerate(saved_page.blocks(file.read_bytes()), start=1):
        click.echo(passages.fingerprint([block]))
        click.echo(printable(f"{number}: {block}"), err=True)
