"""Whether the store can be used, and taking files from a folder into it: as they are, sealed, and read again."""

import logging
from pathlib import Path

from onboarding.config import Config
from onboarding.documents.store import FolderStore
from onboarding.errors import OnboardingError
from onboarding.services import files

log = logging.getLogger(__name__)


class UnusableStorageError(Exception):
    """The store cannot be used. The log says why, and which setting to look at."""


def copy_from(folder: Path) -> tuple[int, int]:
    """Copy every file of the folder that the store has not, and compare all: how many were copied, how many compared.

    Nothing is taken out of the folder. Stopped half way, it goes on where it stopped. Raises OnboardingError where
    the folder is none, or where the store has something else under a name.
    """
    if not folder.is_dir():
        raise OnboardingError(f"{folder} is no folder. Name the one that evidence files were kept in.")
    source, target, copied, compared = FolderStore(folder.resolve()), files.store(), 0, 0
    for key_id in source.folders():
        there = set(target.names(key_id))
        for name in source.names(key_id):
            data = source.get(key_id, name)
            if name not in there:
                target.put(key_id, name, data)
                copied += 1
            if target.get(key_id, name) != data:
                raise OnboardingError(
                    f"{key_id}/{name} is in the store already, and not as in the folder. Nothing was overwritten. "
                    "Use a bucket or a prefix that is empty."
                )
            compared += 1
    return copied, compared


def refuse_unusable(config: Config) -> None:
    """Raises OSError, in words, where the store that is set cannot be used."""
    files.store_of(config).check()


def check(config: Config) -> None:
    """Say in the log why the store cannot be used. Raises UnusableStorageError then."""
    try:
        refuse_unusable(config)
    except OSError as error:
        log.error("%s", error)
        raise UnusableStorageError("It refuses, or does not answer. The log says what to look at.") from None
