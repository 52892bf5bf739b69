"""How often somebody may ask: so many times a minute, counted on this machine for all its processes at once.

The count is a file of its own in the instance folder, locked while it is read and written: no database is asked, so
that who asks too often costs next to nothing. Of several machines each counts apart.
"""

import fcntl
import hashlib
import os
from contextlib import suppress
from pathlib import Path

from onboarding import clock

FOLDER = "pace"  # in the instance folder
MINUTE = 60  # seconds


def ask(instance: Path, who: str, most: int) -> int | None:
    """Count one request of somebody's. None where they may; else the seconds after which they may again."""
    folder = instance / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    minute, second = divmod(int(clock.now().timestamp()), MINUTE)
    path = folder / hashlib.sha256(who.encode()).hexdigest()[:32]
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        asked = _asked(os.pread(file, 64, 0), minute)
        if asked >= most:
            return MINUTE - second
        os.ftruncate(file, 0)
        os.pwrite(file, f"{minute} {asked + 1}".encode(), 0)
    finally:
        os.close(file)
    return None


def clear(instance: Path) -> None:
    """Forget who did not ask in the last minute."""
    for path in (instance / FOLDER).glob("*"):
        with suppress(FileNotFoundError):  # another clock was first
            if clock.now().timestamp() - path.stat().st_mtime > 2 * MINUTE:
                path.unlink()


def _asked(kept: bytes, minute: int) -> int:
    """How often it was asked in that minute; what was half written counts for nothing."""
    with suppress(ValueError):
        of, times = map(int, kept.decode("ascii", "replace").split())
        return times if of == minute else 0
    return 0
