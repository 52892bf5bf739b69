"""Every environment variable that the product reads, read once."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from onboarding.rules.rulebook_file import SHIPPED


class Config(NamedTuple):
    """The settings. `rulebook`: the file that the rules take their numbers and questions from."""

    rulebook: Path = SHIPPED


def from_environment(environment: Mapping[str, str] = os.environ) -> Config:
    """ONBOARDING_RULEBOOK names another rulebook than the shipped one."""
    rulebook = environment.get("ONBOARDING_RULEBOOK")
    return Config(Path(rulebook) if rulebook else SHIPPED)
