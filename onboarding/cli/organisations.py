"""`flask organisations`: adding COHEs and L&I, and listing them."""

import click

from onboarding.cli.noun import Noun, operator
from onboarding.queries import organisations as found
from onboarding.roles import OrganisationKind
from onboarding.services import organisations as changes

organisations = Noun("organisations", help="Add and list organizations: COHEs, and L&I.")


@organisations.command("add")
@click.argument("kind", type=click.Choice([each.value for each in OrganisationKind]))
@click.argument("slug")
@click.argument("name")
def add(kind: str, slug: str, name: str) -> None:
    """Add an organization. SLUG is its place in addresses, as in /at/valley/, and never changes."""
    added = changes.add_organisation(operator(), OrganisationKind(kind), slug, name)
    click.echo(f"Added {added.name} at /at/{added.slug}/")


@organisations.command("list")
def show() -> None:
    """List the organizations: kind, place in addresses, name."""
    for each in found.every():
        click.echo(f"{each.kind.value:<5} {each.slug:<20} {each.name}")
