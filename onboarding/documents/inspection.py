"""Inspecting a file that a stranger sent: in a process of its own, which has little memory, little time and no rights.

The process gets the bytes, nothing of our settings or environment, and can write no file. Whatever happens to it, the
file is refused and nothing else is harmed.
"""

import hashlib
import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from onboarding.documents.kinds import (
    MOST_BYTES,
    MOST_RESULT,
    WALL_SECONDS,
    FileKind,
    Inspected,
    Page,
    Refusal,
    RefusedFileError as RefusedFileError,
)
from onboarding.documents.names import clean_name as clean_name

# The child loads these few modules and not the application: `onboarding` is no more to it than a folder.
CHILD = (
    "import sys, types; package = types.ModuleType('onboarding'); package.__path__ = [sys.argv[1]]; "
    "sys.modules['onboarding'] = package; from onboarding.documents.child import main; main()"
)
PACKAGE = str(Path(__file__).parents[1])
HEADER_LENGTH = 8  # bytes: how long the header is, which tells what follows


def inspect(data: bytes) -> Inspected:
    """What the file is, with the copy and the pages that people see. Raises RefusedFileError.

    Takes well under a second for a letter, some seconds for a hundred pages. The application's own process never
    parses what was sent.
    """
    if not data:
        raise RefusedFileError(Refusal.EMPTY)
    if len(data) > MOST_BYTES:
        raise RefusedFileError(Refusal.TOO_LARGE)
    header, rest = _answer(data)
    if "refused" in header:
        raise RefusedFileError(Refusal(header["refused"]))
    blobs = _blobs(rest, header["lengths"])
    copy = next(blobs) if header["copied"] else None
    pages = tuple(Page(next(blobs), *size) for size in header["pages"])
    sha256 = hashlib.sha256(data).hexdigest()
    removed = tuple(header["removed"])
    return Inspected(FileKind(header["kind"]), sha256, len(data), copy, pages, header["text"], removed)


def _answer(data: bytes) -> tuple[dict[str, Any], memoryview]:
    with subprocess.Popen(
        [sys.executable, "-I", "-c", CHILD, PACKAGE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={},
    ) as child:
        killer = threading.Timer(WALL_SECONDS, child.kill)
        killer.start()
        try:
            answer = _talk(child, data)
        finally:
            killer.cancel()
            child.kill()
    return _parsed(answer, child.returncode)


def _talk(child: subprocess.Popen[bytes], data: bytes) -> bytes:
    """Send the file and read what comes back, up to a limit, whichever end is slow."""
    assert child.stdin is not None
    assert child.stdout is not None
    feeder = threading.Thread(target=_feed, args=(child.stdin, data), daemon=True)
    feeder.start()
    answer = child.stdout.read(MOST_RESULT + 1)
    if len(answer) > MOST_RESULT:
        child.kill()
    child.wait()
    feeder.join()
    return answer


def _feed(pipe: Any, data: bytes) -> None:
    try:
        pipe.write(data)
        pipe.close()
    except OSError:  # it ended before it had read all: what it answered says why
        pass


def _parsed(answer: bytes, status: int) -> tuple[dict[str, Any], memoryview]:
    """The header and what follows it. A child that ended otherwise than by answering ran into one of its limits."""
    if len(answer) > MOST_RESULT:
        raise RefusedFileError(Refusal.BOMB)
    if status != 0 or len(answer) < HEADER_LENGTH:
        raise RefusedFileError(Refusal.TOO_SLOW if status in TOO_SLOW else Refusal.BOMB)
    length = int.from_bytes(answer[:HEADER_LENGTH], "big")
    header: dict[str, Any] = json.loads(answer[HEADER_LENGTH : HEADER_LENGTH + length])
    return header, memoryview(answer)[HEADER_LENGTH + length :]


TOO_SLOW = (-9, -24)  # killed by us for the time on the wall, or by the system for that of the processor


def _blobs(rest: memoryview, lengths: list[int]) -> Any:
    place = 0
    for length in lengths:
        yield bytes(rest[place : place + length])
        place += length
