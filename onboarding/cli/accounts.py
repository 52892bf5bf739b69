"""`flask accounts`: what an operator does for somebody's account."""

import click
from flask import current_app

from onboarding.cli.noun import Noun, account, operator
from onboarding.services import accounts as changes, sign_on

accounts = Noun("accounts", help="Disable and enable accounts, reset a lost second factor, and untie single sign-on.")


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


@accounts.command("untie-sign-on")
@click.argument("email")
def untie_sign_on(email: str) -> None:
    """Untie an account from the sign-in provider. It is signed out everywhere, and signs in by its password."""
    user = account(email)
    if sign_on.untie_for(operator(), user, current_app.extensions["config"].sign_on):
        click.echo(f"{user.email} is not tied to a sign-in provider any more, and signed out everywhere.")
        if not user.password:
            click.echo("It has no password. The message to its owner says how to set one.")
    else:
        click.echo(f"{user.email} is not tied to a sign-in provider. Nothing was changed.")
