"""Whose turn it is to have something heavy done: a file looked at, a page laid out. Few at a time, and nobody always.

Three things are kept, each by locks on files in the instance folder, which the system gives up with the process that
held them, however that ends:

- a place of the machine, of which there are few, for all processes that serve and all commands;
- the turn of a payer (an account, a link), who has one at a time and one that waits for it;
- what a payer used of the last hour: a budget, so that nobody has all places all the time.

Besides, each process keeps threads free to answer everybody else. Who comes to no turn is told so at once, by
BusyError; nothing waits for long.
"""

import fcntl
import hashlib
import os
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from flask import current_app, g, has_app_context, has_request_context

from onboarding import clock
from onboarding.errors import BusyError

# House policy, all of it. Measured on two cores: one heavy process leaves the other core to everybody's pages; two more
# than double what a page takes, even though they yield to everything else (confined.py). Each may take 768 MB.
PLACES = 2 if (os.cpu_count() or 1) > 2 else 1
THREADS = 2  # of a process that serves, at most, in a turn or waiting for one: gunicorn.conf.py has four
WAITS = 2.0  # seconds that a request waits for a turn; much longer than a letter takes
COMMAND_WAITS = 120.0  # seconds that a command or the clock waits, which holds nobody up
AN_HOUR = 3600.0  # seconds
# Seconds of turns in an hour. An applicant sends thirty files at most, of a second or two, a few of them long scans; an
# account prints a letter in two seconds, and adds the papers of twenty applicants in five minutes.
LINK_MAY, ACCOUNT_MAY = 180.0, 900.0
TRIED_EVERY = 0.05  # seconds
BUSY = "Many files are being looked at just now. Send it again in a minute: nothing was changed."
YOURS = "Something else that you sent is still being looked at. Send this again in a minute: nothing was changed."
USED_UP = (
    "What was sent from here took very long to look at, and others have to come to their turn. Send the rest in an "
    "hour: nothing was changed. Scans at 150 dots per inch, in black and white, take least."
)
FOLDER = "turns"  # in the instance folder
MINUTE = 60  # seconds after which to try again
threads = threading.BoundedSemaphore(THREADS)


@contextmanager
def turn() -> Iterator[tuple[int, ...]]:
    """Have a turn until the block ends; within one, and outside of any application, at once. Raises BusyError.

    Gives the open files that a process which is started within keeps open: so the place is taken until it ends too.
    """
    if not has_app_context() or "turn" in g:
        yield g.turn if has_app_context() else ()
        return
    with ExitStack() as held:
        folder = current_app.extensions["config"].instance / FOLDER
        folder.mkdir(mode=0o700, exist_ok=True)
        asked = has_request_context()
        until = time.monotonic() + (WAITS if asked else COMMAND_WAITS)
        account = _take_turn(held, folder, until) if asked else None
        place = _locked(held, [folder / f"place-{number}" for number in range(PLACES)], until, BUSY)
        if account is not None:
            held.callback(_charge, account, time.monotonic())
        g.turn = (place,)
        held.callback(g.pop, "turn")
        yield g.turn


def pay(payer: str) -> None:
    """Say who pays for what is done in this request: `link:` or `account:`, and which."""
    g.payer = payer


def clear(instance: Path) -> None:
    """Forget who had no turn for an hour. `instance`: the folder that the turns are kept in."""
    for path in (instance / FOLDER).glob("payer-*"):
        with suppress(FileNotFoundError):  # another clock was first
            if clock.now().timestamp() - path.stat().st_mtime > AN_HOUR and (file := _lock(path)) is not None:
                path.unlink()
                os.close(file)


def _take_turn(held: ExitStack, folder: Path, until: float) -> int | None:
    """A thread of this process and the payer's turn; gives the file in which its price is noted."""
    if not threads.acquire(blocking=False):
        raise _busy(BUSY)
    held.callback(threads.release)
    if (payer := g.get("payer")) is None:
        return None
    name = hashlib.sha256(payer.encode()).hexdigest()[:32]
    with ExitStack() as waiting:
        _locked(waiting, [folder / f"payer-{name}-next"], 0, YOURS)
        account = _locked(held, [folder / f"payer-{name}"], until, YOURS)
    may = LINK_MAY if payer.startswith("link:") else ACCOUNT_MAY
    if sum(seconds for _, seconds in _used(account)) >= may:
        raise _busy(USED_UP, MINUTE * MINUTE)
    return account


def _locked(held: ExitStack, paths: Sequence[Path], until: float, says: str) -> int:
    """The first of these files that nobody has, until `held` ends; it is tried again and again until then."""
    while True:
        for path in paths:
            if (file := _lock(path)) is not None:
                held.callback(os.close, file)
                return file
        if time.monotonic() >= until:
            raise _busy(says)
        time.sleep(TRIED_EVERY)


def _lock(path: Path) -> int | None:
    """The file, open and locked; None where somebody has it, or it was cleared away while it was opened."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    with suppress(OSError):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.path.samestat(os.fstat(file), path.stat()):
            return file
    os.close(file)
    return None


def _used(account: int) -> list[tuple[float, float]]:
    """When turns of the last hour ended, and how many seconds each took. What was half written counts for nothing."""
    hour_ago, used = clock.now().timestamp() - AN_HOUR, list[tuple[float, float]]()
    for line in os.pread(account, os.fstat(account).st_size, 0).decode("ascii", "replace").splitlines():
        with suppress(ValueError):
            at, seconds = map(float, line.split())
            used += [(at, seconds)] if at > hour_ago else []
    return used


def _charge(account: int, since: float) -> None:
    """Note what a turn took, and forget what is older than an hour."""
    used = [*_used(account), (clock.now().timestamp(), time.monotonic() - since)]
    os.ftruncate(account, 0)
    os.pwrite(account, "".join(f"{at:.1f} {seconds:.3f}\n" for at, seconds in used).encode(), 0)


def _busy(says: str, after: int = MINUTE) -> BusyError:
    """There is no turn; where it was asked for in a request, that is answered accordingly (web/errors.py)."""
    g.busy = after
    return BusyError(says)
