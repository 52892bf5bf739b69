"""Inspecting a file that a stranger sent: in a process of its own, which has little memory, little time and no rights.

The process gets the bytes, nothing of our settings or environment, and can write no file. Whatever happens to it, the
file is refused and nothing else is harmed.
"""

import hashlib
import json
from typing import Any

from onboarding import confined
from onboarding.confined import ConfinedError, Ending, Limits
from onboarding.documents.kinds import (
    CPU_SECONDS,
    MOST_BYTES,
    MOST_MEMORY,
    MOST_RESULT,
    WALL_SECONDS,
    FileKind,
    Inspected,
    Page,
    Refusal,
    RefusedFileError as RefusedFileError,
)
from onboarding.documents.names import clean_name as clean_name

CHILD = "onboarding.documents.child:read"
LIMITS = Limits(MOST_MEMORY, CPU_SECONDS, WALL_SECONDS, MOST_RESULT)
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
        raise RefusedFileError(Refusal(header["refused"]), header.get("says", ""))
    blobs = _blobs(rest, header["lengths"])
    copy = next(blobs) if header["copied"] else None
    pages = tuple(Page(next(blobs), *size) for size in header["pages"])
    sha256 = hashlib.sha256(data).hexdigest()
    removed = tuple(header["removed"])
    return Inspected(FileKind(header["kind"]), sha256, len(data), copy, pages, header["text"], removed)


def _answer(data: bytes) -> tuple[dict[str, Any], memoryview]:
    """The header and what follows it. A process that ended otherwise than by answering ran into one of its limits."""
    try:
        answer = confined.run(CHILD, data, LIMITS)
    except ConfinedError as error:
        raise RefusedFileError(Refusal.TOO_SLOW if error.ending is Ending.TIME else Refusal.BOMB) from error
    length = int.from_bytes(answer[:HEADER_LENGTH], "big")
    header: dict[str, Any] = json.loads(answer[HEADER_LENGTH : HEADER_LENGTH + length])
    return header, memoryview(answer)[HEADER_LENGTH + length :]


def _blobs(rest: memoryview, lengths: list[int]) -> Any:
    place = 0
    for length in lengths:
        yield bytes(rest[place : place + length])
        place += length
