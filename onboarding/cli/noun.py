"""What the commands about stored things share: the checks before, who does it, and look-ups."""

import functools
import os
import pwd
from collections.abc import Callable
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup

from onboarding import startup
from onboarding.errors import OnboardingError
from onboarding.queries import accounts, organisations
from onboarding.services import rulebooks
from onboarding.services.change import Actor

Command = Callable[..., None]


class Noun(AppGroup):
    """`flask <noun> <verb>`: each command checked before it runs."""

    def command(self, *arguments: Any, **named: Any) -> Callable[[Command], click.Command]:  # type: ignore[override]
        """Add a command."""
        add = super().command(*arguments, **named)
        return lambda function: add(guarded(function))


def guarded(function: Command) -> Command:
    """The command, refused with an UnsafeError where the product must not run."""

    @functools.wraps(function)
    def run(*arguments: Any, **named: Any) -> None:
        startup.refuse_unsafe(current_app.extensions["config"], current_app.debug)
        rulebooks.look()
        function(*arguments, **named)

    return run


def operator() -> Actor:
    """The user of the machine who gives the command, and who they were before `sudo`."""
    try:
        name = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        name = f"uid {os.getuid()}"
    before = os.environ.get("SUDO_USER", name)
    return Actor(None, "command", origin=name if before == name else f"{name} (sudo: {before})"[:60])


def organisation(slug: str) -> Any:
    """The organisation. Raises OnboardingError where there is none."""
    found = organisations.by_slug(slug)
    if found is None:
        known = ", ".join(each.slug for each in organisations.every()) or "none yet: flask organisations add"
        raise OnboardingError(f"There is no organization at {slug!r}. There are: {known}.")
    return found


def account(email: str) -> Any:
    """The account. Raises OnboardingError where there is none."""
    found = accounts.by_email(email)
    if found is None:
        raise OnboardingError(f"There is no account for {email}. People get one by accepting an invitation.")
    return found
