"""How often somebody asked within the minute, counted on this machine for all its processes at once.

The count is a file of its own in the instance folder, locked while it is read and written: no database is asked, so
that who asks too often costs next to nothing. Of several machines each counts apart.
"""

import fcntl
import hashlib
import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from onboarding import clock
from onboarding.rules.programs import MINUTE

FOLDER = "pace"  # in the instance folder


class Asked(NamedTuple):
    """How often somebody asked before in this minute, and how many seconds of it are over."""

    times: int
    second: int


def ask(instance: Path, who: str) -> Asked:
    """Count one request of somebody's."""
    folder = instance / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    minute, second = divmod(int(clock.now().timestamp()), MINUTE)
    path = folder / hashlib.sha256(who.encode()).hexdigest()[:32]
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        times = _times(os.pread(file, 64, 0), minute)
        os.ftruncate(file, 0)
        os.pwrite(file, f"{minute} {times + 1}".encode(), 0)
    finally:
        os.close(file)
    return Asked(times, second)


def clear(instance: Path) -> None:
    """Forget who did not ask in the last minutes."""
    for path in (instance / FOLDER).glob("*"):
        with suppress(FileNotFoundError):  # another clock was first
            if clock.now().timestamp() - path.stat().st_mtime > 2 * MINUTE:
                path.unlink()


def _times(kept: bytes, minute: int) -> int:
    """How often it was asked in that minute; what was half written counts for nothing."""
    with suppress(ValueError):
        of, times = map(int, kept.decode("ascii", "replace").split())
        return times if of == minute else 0
    return 0
