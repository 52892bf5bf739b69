"""`flask sample`: loading the invented world, and the links that sign in to it.

`prepare` does all of it in one process, since to start one takes longer than what it does.
"""

import click
from flask import current_app
from flask.cli import with_appcontext

from onboarding import sample as world
from onboarding.cli.noun import Noun
from onboarding.cli.setup import set_up
from onboarding.config import Config, Mode
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
    _print_links(_sample_config())


@click.command("prepare")
@with_appcontext
def prepare() -> None:
    """Set up, add what is missing of the sample world, and print a sign-in link for each role."""
    config = _sample_config()
    set_up(config)
    world.load(config)
    click.echo("\nThe sample world, everything in it invented. Sign in as one of its people:\n")
    _print_links(config)


sample.add_command(prepare)  # as it is: nothing is checked of what it is about to make


def _sample_config() -> Config:
    config: Config = current_app.extensions["config"]
    if config.mode is not Mode.SAMPLE:
        raise OnboardingError("Nobody signs in by link in production. Set ONBOARDING_MODE=sample.")
    return config


def _print_links(config: Config) -> None:
    shown = set()
    for link in sorted(found.links(), key=lambda each: len(each.roles)):  # who has one role shows it best
        for organisation, role in link.roles:
            if (organisation.kind, role) not in shown:
                shown.add((organisation.kind, role))
                click.echo(f"{role.value:<17} {link.user.name:<14} {organisation.name}")
                click.echo(f"    {config.base_url}/sample/sign-in/{link.token}")
