"""Running one function in a process of its own, which has little memory, little time and no rights.

For what must not harm us however it goes: a stranger's file that is parsed, a page that is laid out. The process gets
bytes and gives bytes; it sees neither our environment nor our settings, opens no connection, starts no other process,
and can write no file. What it may read is not limited: whoever is run there must open nothing that it was not told to.
"""

import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import IO, NamedTuple, Self

from onboarding.confined_code import CHILD, LENGTH, MANY, OUT_OF_MEMORY

PACKAGE = str(Path(__file__).parent)
KILLED, OUT_OF_TIME = -9, -24  # by us for the time on the wall, or by the system for that of the processor
LONGEST_COMPLAINT = 2000
# A library that gets no memory ends in a way of its own: by another exception, or by a signal and a sentence.
SIGNS_OF_NO_MEMORY = (
    "MemoryError",
    "annot allocate memory",
    "ailed to allocate",
    "failed to map segment",
    "Error creating thread",
    "bad_alloc",
)


class Limits(NamedTuple):
    """What the process may use: `memory` and the largest `answer` in bytes."""

    memory: int
    cpu_seconds: int
    wall_seconds: int
    answer: int


class Ending(StrEnum):
    """How a process ended that gave no answer."""

    TIME = "time"
    MEMORY = "memory"
    ANSWER = "answer"
    FAILED = "failed"


class ConfinedError(Exception):
    """There is no answer. `ending` says why; `said` is the last the process said, for our own eyes."""

    def __init__(self, ending: Ending, said: str = "") -> None:
        self.ending, self.said = ending, said
        super().__init__(f"{ending}: {said}" if said else str(ending))


def run(target: str, data: bytes, limits: Limits, environment: Mapping[str, str] | None = None) -> bytes:
    """What `module:function` of ours gives for the data, run apart: bytes, or a list of them, when it is its turn.

    Raises ConfinedError, or BusyError where it does not come to its turn.
    """
    from onboarding.turns import turn  # not before: a module that is run apart may have this one, and needs no turn

    with (
        turn() as held,
        subprocess.Popen(
            [sys.executable, "-I", "-c", CHILD, PACKAGE, target, str(limits.memory), str(limits.cpu_seconds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd="/",
            env=dict(environment or {}),
            pass_fds=held,
        ) as child,
    ):
        killer = threading.Timer(limits.wall_seconds, child.kill)
        killer.start()
        try:
            answer, said = _talk(child, data, limits.answer)
        finally:
            killer.cancel()
            child.kill()
    if len(answer) > limits.answer:
        raise ConfinedError(Ending.ANSWER)
    if child.returncode:
        raise ConfinedError(_ending(child.returncode, said), said)
    return answer


class Kept:
    """One process for several questions about the same thing, so that it is started once. Each comes to its turn.

    Between two questions the process does nothing, and holds no place. To be closed, or used as a context.
    """

    def __init__(self, target: str, limits: Limits, environment: Mapping[str, str] | None = None) -> None:
        self._target, self._limits, self._environment = target, limits, dict(environment or {})
        self._child: subprocess.Popen[bytes] | None = None
        self._heard: list[bytes] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process, if there is one."""
        if child := self._child:
            self._child = None
            child.kill()
            self._hearing.join()
            with suppress(BrokenPipeError), child:  # which closes what leads to it
                pass

    def ask(self, data: bytes) -> bytes:
        """What the function gives for the data. Raises ConfinedError, and then the next is asked of a new process."""
        from onboarding.turns import turn  # not before, as above

        with turn():
            child = self._child or self._begun()
            killer = threading.Timer(self._limits.wall_seconds, child.kill)
            killer.start()
            try:
                answer = self._asked(child, data)
            finally:
                killer.cancel()
        if answer is None:
            child.kill()
            status, said = child.wait(), b"".join(self._heard).decode("utf-8", "replace")[-LONGEST_COMPLAINT:].strip()
            self.close()
            raise ConfinedError(_ending(status, said), said)
        return answer

    def _asked(self, child: subprocess.Popen[bytes], data: bytes) -> bytes | None:
        """The answer; None where the process ended first."""
        assert child.stdin is not None
        assert child.stdout is not None
        aside = threading.Thread(target=_send, args=(child.stdin, data), daemon=True)
        aside.start()
        long = int.from_bytes(head, "big") if len(head := child.stdout.read(LENGTH)) == LENGTH else -1
        if long > self._limits.answer:
            self.close()
            raise ConfinedError(Ending.ANSWER)
        answer = child.stdout.read(long) if long >= 0 else b""
        aside.join()
        if long >= 0 and len(answer) == long:
            return answer
        child.wait()
        self._hearing.join()
        return None

    def _begun(self) -> subprocess.Popen[bytes]:
        limits = str(self._limits.memory), str(self._limits.cpu_seconds)
        child = subprocess.Popen(
            [sys.executable, "-I", "-c", MANY, PACKAGE, self._target, *limits],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd="/",
            env=self._environment,
        )
        self._child, self._heard = child, []
        self._hearing = threading.Thread(target=_hear, args=(child.stderr, self._heard), daemon=True)
        self._hearing.start()
        return child


def _send(pipe: IO[bytes], data: bytes) -> None:
    try:
        pipe.write(len(data).to_bytes(LENGTH, "big"))
        pipe.write(data)
        pipe.flush()
    except OSError:  # it ended before it had read all: how it ended says why
        pass


def _talk(child: subprocess.Popen[bytes], data: bytes, most: int) -> tuple[bytes, str]:
    """Send the data and read both streams, each up to a limit, whichever end is slow."""
    assert child.stdin is not None
    assert child.stdout is not None
    assert child.stderr is not None
    heard: list[bytes] = []
    aside = [
        threading.Thread(target=_feed, args=(child.stdin, data), daemon=True),
        threading.Thread(target=_hear, args=(child.stderr, heard), daemon=True),
    ]
    for each in aside:
        each.start()
    answer = child.stdout.read(most + 1)
    if len(answer) > most:
        child.kill()
    child.wait()
    for each in aside:
        each.join()
    return answer, b"".join(heard).decode("utf-8", "replace")[-LONGEST_COMPLAINT:].strip()


def _feed(pipe: IO[bytes], data: bytes) -> None:
    try:
        pipe.write(data)
        pipe.close()
    except OSError:  # it ended before it had read all: how it ended says why
        pass


def _hear(pipe: IO[bytes], heard: list[bytes]) -> None:
    """Read to the end, keeping the last, so that a talkative process neither waits nor fills our memory."""
    while piece := pipe.read1(2**16):  # type: ignore[attr-defined]  # a buffered reader, which Popen does not say
        heard[:] = [b"".join(heard)[-LONGEST_COMPLAINT * 4 :], piece]


def _ending(status: int, said: str) -> Ending:
    if status in (KILLED, OUT_OF_TIME):
        return Ending.TIME
    if status == OUT_OF_MEMORY or any(each in said for each in SIGNS_OF_NO_MEMORY):
        return Ending.MEMORY
    return Ending.FAILED
