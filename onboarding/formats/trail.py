"""How an entry of the trail is written down, committed to and chained. An export can be checked with this alone."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

BEGINNING = "0" * 64  # what the first entry of a chain follows
HASHED = ("chain", "number", "at", "actor", "action", "subject", "commitment", "previous")


_write = json.JSONEncoder(sort_keys=True, separators=(",", ":"), allow_nan=False).encode


def canonical(value: Any) -> bytes:
    """The one way to write a JSON value: keys in order, no blanks, ASCII. Raises ValueError for NaN and infinities."""
    return _write(value).encode("ascii")


def commitment(salt: str, body: Mapping[str, Any]) -> str:
    """What an entry holds of its details: nobody can guess them from it without the salt."""
    return hashlib.sha256(canonical({"salt": salt, "body": body})).hexdigest()


def entry_hash(entry: Mapping[str, Any]) -> str:
    """The hash of an entry, over all of HASHED; the next entry names it as its `previous`."""
    return hashlib.sha256(canonical({key: entry[key] for key in HASHED})).hexdigest()


def checkpoint_statement(chain: str, number: int, head: str, at: str) -> bytes:
    """What a checkpoint's signature is over."""
    return canonical({"chain": chain, "number": number, "head": head, "at": at, "of": "hsc-onboarding trail 1"})


def export_statement(chain: str, digest: str, at: str) -> bytes:
    """What the signature of an export is over; the digest is of every line before the trailer."""
    return canonical({"chain": chain, "digest": digest, "at": at, "of": "hsc-onboarding trail export 1"})


def acknowledgement_statement(chain: str, checkpoint: str, reason: str) -> bytes:
    """What the signature is over of who says why a checkpoint, named by its own signature, is dated too early."""
    said = {"chain": chain, "checkpoint": checkpoint, "reason": reason}
    return canonical({**said, "of": "hsc-onboarding trail acknowledgement 1"})


def handover_statement(old: str, new: str, at: str) -> bytes:
    """What a key that is retired and the next one sign together; keys in base64."""
    return canonical({"old": old, "new": new, "at": at, "of": "hsc-onboarding trail key 1"})


def state_digest(salt: str, row: Mapping[str, Any]) -> str:
    """The digest of a record as it stood after the change, so that an edit behind the product's back is seen."""
    return hashlib.sha256(canonical({"salt": salt, "row": row})).hexdigest()


def refuse_unplain(value: Any) -> None:
    """Raise TypeError for a value that would not come back from JSON as it went in: a fraction, a date, a key no text.

    An export with a fraction would be refused: 1.0 and 1 are one number to some readers and two to others.
    """
    if isinstance(value, dict):
        for key, each in value.items():
            if not isinstance(key, str):
                raise TypeError(f"{key!r} is no text: the trail's details have keys of text")
            refuse_unplain(each)
    elif isinstance(value, list | tuple):
        for each in value:
            refuse_unplain(each)
    elif value is not None and not isinstance(value, str | int):
        raise TypeError(f"{value!r} is not plain: the trail's details are texts, whole numbers, yes, no and nothing")


def pages_digest(pages: Iterable[tuple[int, str, int, int]]) -> str:
    """The digest of a file's pages: of each its number, the hash of its image, and how wide and how high that is."""
    return hashlib.sha256(canonical(sorted([str(part) for part in page] for page in pages))).hexdigest()
