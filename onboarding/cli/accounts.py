"""`flask accounts`: what an operator does for somebody's account."""

import click

from onboarding.cli.noun import Noun, account, operator
from onboarding.services import accounts as changes

accounts = Noun("accounts", help="Disable and enable accounts, and reset a lost second factor.")


@accounts.command("disable")
@click.argument("email")
def disable(email: str) -> None:
    """Disable an account. It is signed out everywhere."""
    user = account(email)
    changes.disable(operator(), user)
    click.echo(f"{user.email} is disabled, and signed out everywhere.")


@accounts.command("enable")
@click.argument("email")
def enable(email: str) -> None:
    """Let a disabled account sign in again."""
    user = account(email)
    changes.enable(operator(), user)
    click.echo(f"{user.email} is enabled.")


@accounts.command("reset-second-factor")
@click.argument("email")
def reset_second_factor(email: str) -> None:
    """Have an account set up a new second factor at the next sign-in. Be sure who asks for it."""
    user = account(email)
    changes.reset_second_factor(operator(), user)
    click.echo(f"{user.email} sets up a new second factor at the next sign-in.")
