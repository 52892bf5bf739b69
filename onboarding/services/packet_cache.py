"""Laid-out sections of packets, kept so that what did not change need not be laid out again.

They can be thrown away at any time. They tell of people: they are sealed, and an erasure takes all of the COHE's away.
"""

import hashlib
import hmac
import logging
from datetime import datetime, timedelta

from flask import current_app

from onboarding.config import Config
from onboarding.documents import sealing
from onboarding.documents.sealing import SealError
from onboarding.documents.store import FolderStore, MissingFileError
from onboarding.services import seals

KEPT = timedelta(days=30)
log = logging.getLogger("onboarding.packets")


def get(organisation_id: int, digest: str) -> bytes | None:
    """What was laid out under that digest; None where nothing is kept, or not what was."""
    folder = _folder(organisation_id)
    try:
        return sealing.unseal(_key(), _store().get(folder, digest), f"{folder}/{digest}")
    except MissingFileError:
        return None
    except SealError:
        log.warning("a laid-out section was changed, and is laid out again")
        _store().remove(folder, digest)
        return None


def put(organisation_id: int, digest: str, data: bytes) -> None:
    """Keep it."""
    folder = _folder(organisation_id)
    _store().put(folder, digest, sealing.seal(_key(), data, f"{folder}/{digest}"))


def clear(organisation_id: int) -> None:
    """Throw away all of an organisation's."""
    _store().remove(_folder(organisation_id))


def purge(now: datetime) -> None:
    """Throw away what is a month old, and what was never finished."""
    store = _store()
    for folder in store.folders():
        for name in store.names(folder):
            if store.written_at(folder, name) < now - KEPT:
                store.remove(folder, name)
    store.remove_halves(now - KEPT)


def _store() -> FolderStore:
    config: Config = current_app.extensions["config"]
    return FolderStore(config.instance / "packet-cache")


def _folder(organisation_id: int) -> str:
    return hashlib.sha256(f"organisation:{organisation_id}".encode()).hexdigest()[:32]


def _key() -> bytes:
    """A key of its own, which follows from the master key: what is sealed with it is worth no more than the records."""
    return hmac.digest(seals.master(), b"packet cache", "sha256")
