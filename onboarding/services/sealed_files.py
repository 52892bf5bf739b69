"""A file that was sent, inspected and sealed in the store before anything is recorded of it, and in no transaction."""

from collections.abc import Sequence
from typing import NamedTuple

from onboarding.documents.inspection import inspect
from onboarding.documents.kinds import MEDIA_TYPES, Inspected
from onboarding.extensions import db
from onboarding.services import files
from onboarding.turns import turn

PLAIN = "text/plain"


class Sealed(NamedTuple):
    """A file in the store, of which nothing is recorded yet."""

    kind: str
    size: int
    removed: tuple[str, ...]
    original: files.Kept
    copy: files.Kept | None
    text: files.Kept | None
    pages: tuple[files.KeptPage, ...]


def seal(key: files.Key, data: bytes) -> Sealed:
    """Inspect a file and keep it; that it is kept, nothing says yet. Raises RefusedFileError or BusyError."""
    return seal_for([key], data)[0]


def seal_for(keys: Sequence[files.Key], data: bytes) -> list[Sealed]:
    """The same for several people, each with their own key; the file is inspected once."""
    let_others_write()
    with turn():  # for the sealing too, which of many pages takes its time
        inspected = inspect(data)
        return [_kept(key, data, inspected) for key in keys]


def _kept(key: files.Key, data: bytes, inspected: Inspected) -> Sealed:
    original = files.keep(key, data, MEDIA_TYPES[inspected.kind])
    copy = files.keep(key, inspected.copy, MEDIA_TYPES[inspected.kind]) if inspected.copy is not None else None
    text = files.keep(key, inspected.text.encode(), PLAIN) if inspected.text is not None else None
    pages = files.keep_pages(key, inspected.pages)
    return Sealed(inspected.kind.value, inspected.size, inspected.removed, original, copy, text, pages)


def let_others_write() -> None:
    """End the transaction under way: a request that sends something holds SQLite's lock from its first question on."""
    db.session.rollback()
