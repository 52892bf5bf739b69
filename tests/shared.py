"""What the processes of one run of the tests make once for all of them, in a folder that they share.

Each process numbers what it makes apart (`FIRST`), so that a world that another has made holds nobody of its own.
"""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
FIRST = 1 + 1_000_000 * int(WORKER.removeprefix("gw") or 0)


def folder(made: pytest.TempPathFactory) -> Path:
    """The folder of this run."""
    base = made.getbasetemp()
    return base.parent if WORKER else base


def once(place: Path, make: Callable[[Path], object]) -> Path:
    """The folder at this place. `make` fills it, unless another process has; who comes meanwhile waits."""
    with place.with_name(f"{place.name}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            begun = place.with_name(f"{place.name}-{uuid4().hex}")
            try:
                make(begun)
                begun.rename(place)
            finally:
                shutil.rmtree(begun, ignore_errors=True)
    return place
