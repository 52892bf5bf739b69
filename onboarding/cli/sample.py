"""`flask sample`: loading the invented world, the links that sign in to it, and serving it."""

import click
from flask import current_app
from flask.cli import ScriptInfo

from onboarding import sample as world
from onboarding.cli import serving
from onboarding.cli.noun import Noun
from onboarding.cli.setup import set_up
from onboarding.config import Config, Mode
from onboarding.errors import OnboardingError
from onboarding.extensions import db
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


@click.command("serve")
@click.pass_obj
def serve(info: ScriptInfo) -> None:
    """Set up, add what is missing, print a sign-in link for each role, and serve the world until Ctrl-C."""
    app = info.load_app()
    with app.app_context():
        config = _sample_config()
        set_up(config)
        world.load(config)
        click.echo("\nThe sample world. Everything in it is invented. Sign in as one of its people:\n")
        _print_links(config)
        click.echo(f"\nAll of them: {config.base_url}/sample\nServing {config.base_url} (Ctrl-C stops it)\n")
        db.engine.dispose()
    serving.serve(app)


sample.add_command(serve)  # as it is: nothing is checked of what it is about to make


def _sample_config() -> Config:
    config: Config = current_app.extensions["config"]
    if config.mode is not Mode.SAMPLE:
        raise OnboardingError("Signing in by link works only in the sample world. Set ONBOARDING_MODE=sample.")
    return config


def _print_links(config: Config) -> None:
    shown = set()
    for link in sorted(found.links(), key=lambda each: len(each.roles)):  # who has one role shows it best
        for organisation, role in link.roles:
            if (organisation.kind, role) not in shown:
                shown.add((organisation.kind, role))
                click.echo(f"{role.value:<17} {link.user.name:<14} {organisation.name}")
                click.echo(f"    {config.base_url}/sample/sign-in/{link.token}")
