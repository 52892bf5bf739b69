"""What everything starts from: the settings and the rulebook, or an end with a message that says what is at fault."""

import sys
from typing import NoReturn

from onboarding.config import Config, SettingError, from_environment
from onboarding.rules.rulebook import Rulebook
from onboarding.rules.rulebook_file import load
from onboarding.rules.strict import DataFileError

REFUSED = 2  # the exit status: nothing will be better before somebody mends it


def settings() -> Config:
    """The settings of the environment. Stops where one of them cannot be used."""
    try:
        return from_environment()
    except SettingError as error:
        stop(f"A setting cannot be used.\n{error}")


def rulebook(config: Config) -> Rulebook:
    """The rulebook in use. Stops with the place that is at fault."""
    try:
        return load(config.rulebook)
    except DataFileError as error:
        stop(f"The rulebook is at fault, so nothing can be answered.\n{error}")


def stop(message: str, status: int = REFUSED) -> NoReturn:
    """End the process, saying why on standard error."""
    sys.stderr.write(f"{message}\n")
    raise SystemExit(status)
