"""The process that opens a stranger's file: limits itself, reads the file, writes what it found, and ends.

It is started by `inspection` and imports nothing of the application but its neighbours here.
"""

import json
import resource
import sys
from collections.abc import Callable

from onboarding.documents.kinds import CPU_SECONDS, MOST_BYTES, MOST_MEMORY, FileKind, Read, Refusal, RefusedFileError

HEADER_LENGTH = 8


def main() -> None:
    """Read one file from standard input and answer on standard output."""
    _limit()
    try:
        read = _open(sys.stdin.buffer.read(MOST_BYTES + 1))
    except RefusedFileError as refused:
        _write({"refused": refused.reason.value}, [])
    except MemoryError:
        _write({"refused": Refusal.BOMB.value}, [])
    else:
        blobs = [*([read.copy] if read.copy is not None else []), *(page.image for page in read.pages)]
        header: dict[str, object] = {
            "kind": read.kind.value,
            "copied": read.copy is not None,
            "pages": [(page.media_type, page.width, page.height) for page in read.pages],
            "text": read.text,
            "removed": read.removed,
            "lengths": [len(blob) for blob in blobs],
        }
        _write(header, blobs)


def _limit() -> None:
    """From here on: so much memory and time, no file written, no other process, no core dump."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    for none in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE):
        resource.setrlimit(none, (0, 0))


def _open(data: bytes) -> Read:
    kind, reader = _reader(data)
    try:
        return reader(data, kind)
    except (RefusedFileError, MemoryError):
        raise
    except Exception as error:
        # Whatever a parser raises on a file that it cannot read: the file is damaged, as far as we can use it.
        raise RefusedFileError(Refusal.DAMAGED) from error


def _reader(data: bytes) -> tuple[FileKind, Callable[[bytes, FileKind], Read]]:
    """By its first bytes: which kind it says it is, and what reads that."""
    if data.startswith(b"%PDF-"):
        from onboarding.documents import pdf

        return FileKind.PDF, pdf.read
    for kind, sign in ((FileKind.PNG, b"\x89PNG\r\n\x1a\n"), (FileKind.JPEG, b"\xff\xd8\xff")):
        if data.startswith(sign):
            from onboarding.documents import picture

            return kind, picture.read
    if data.startswith(b"PK\x03\x04"):
        from onboarding.documents import office

        return office.kind(data), office.read
    raise RefusedFileError(Refusal.UNKNOWN_KIND)


def _write(header: dict[str, object], blobs: list[bytes]) -> None:
    text = json.dumps(header).encode()
    for part in (len(text).to_bytes(HEADER_LENGTH, "big"), text, *blobs):
        sys.stdout.buffer.write(part)
    sys.stdout.buffer.flush()
