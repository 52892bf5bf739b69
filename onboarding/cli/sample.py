"""`flask sample`: loading the invented world, and the links that sign in to it."""

import click
from flask import current_app

from onboarding import sample as world
from onboarding.cli.noun import Noun
from onboarding.config import Mode
from onboarding.errors import OnboardingError
from onboarding.queries import sample as found

sample = Noun("sample", help="The sample world: invented people to try the product with. Never in production.")


@sample.command("load")
def load() -> None:
    """Add what is missing of the sample world; change nothing that is there."""
    world.load(current_app.extensions["config"])


@sample.command("links")
def links() -> None:
    """Print a sign-in link for each role."""
    config = current_app.extensions["config"]
    if config.mode is not Mode.SAMPLE:
        raise OnboardingError("Nobody signs in by link in production. Set ONBOARDING_MODE=sample.")
    shown = set()
    for link in sorted(found.links(), key=lambda each: len(each.roles)):  # who has one role shows it best
        for organisation, role in link.roles:
            if (organisation.kind, role) not in shown:
                shown.add((organisation.kind, role))
                click.echo(f"{role.value:<17} {link.user.name:<14} {organisation.name}")
                click.echo(f"    {config.base_url}/sample/sign-in/{link.token}")
