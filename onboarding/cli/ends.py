"""What kept a command from being done, in words; `endings` asks when something did."""

import click

from onboarding import basis, keys, startup, troubles
from onboarding.documents.sealing import SealError
from onboarding.documents.store import MissingFileError
from onboarding.errors import OnboardingError


def end(error: Exception) -> None:
    """End the command, saying what happened and what to do; nothing, where that is not known."""
    match error:
        case startup.UnsafeError():
            basis.stop(f"Nothing is done {error.why}:\n{error}", error.status)
        case OnboardingError() | keys.KeyFileError():
            raise click.ClickException(str(error)) from error
        case SealError():
            raise click.ClickException(f"{error}. See: flask evidence check") from error
        case MissingFileError():
            raise click.ClickException(f"{error} is recorded and not there. See: flask evidence check") from error
    if trouble := troubles.of(error):
        basis.stop(f"Error: {trouble.says}", trouble.status)
