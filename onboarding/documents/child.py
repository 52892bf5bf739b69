"""What opens a stranger's file, in a confined process: reads it, and gives what it found.

It is run by `inspection` and imports nothing of the application but its neighbours here.
"""

import json
from collections.abc import Callable

from onboarding.documents.kinds import BEFORE_PDF, SIGNS, FileKind, Read, Refusal, RefusedFileError

HEADER_LENGTH = 8
MOST_BEFORE = 1024


def read(data: bytes) -> list[bytes]:
    """What the file is and holds, as a header and what it tells the lengths of."""
    try:
        found = _open(data)
    except RefusedFileError as refused:
        return _written({"refused": refused.reason.value, "says": str(refused)}, [])
    except MemoryError:
        return _written({"refused": Refusal.BOMB.value}, [])
    blobs = [*([found.copy] if found.copy is not None else []), *(page.image for page in found.pages)]
    header: dict[str, object] = {
        "kind": found.kind.value,
        "copied": found.copy is not None,
        "pages": [(page.media_type, page.width, page.height) for page in found.pages],
        "text": found.text,
        "removed": found.removed,
        "lengths": [len(blob) for blob in blobs],
    }
    return _written(header, blobs)


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
    if data[:MOST_BEFORE].lstrip(BEFORE_PDF).startswith(b"%PDF-"):
        from onboarding.documents import pdf

        return FileKind.PDF, pdf.read
    for kind, sign in SIGNS.items():
        if data.startswith(sign):
            from onboarding.documents import picture

            return kind, picture.read
    if data.startswith(b"PK\x03\x04"):
        from onboarding.documents import office

        return office.kind(data), office.read
    raise RefusedFileError(Refusal.UNKNOWN_KIND)


def _written(header: dict[str, object], blobs: list[bytes]) -> list[bytes]:
    text = json.dumps(header).encode()
    return [len(text).to_bytes(HEADER_LENGTH, "big"), text, *blobs]
