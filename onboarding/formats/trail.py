"""How an entry of the trail is written down, committed to and chained. An export can be checked with this alone."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

BEGINNING = "0" * 64  # what the first entry of a chain follows
HASHED = ("chain", "number", "at", "actor", "action", "subject", "commitment", "previous")


def canonical(value: Any) -> bytes:
    """The one way to write a JSON value: keys in order, no blanks, ASCII. Raises ValueError for NaN and infinities."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("ascii")


def commitment(salt: str, body: Mapping[str, Any]) -> str:
    """What an entry holds of its details: nobody can guess them from it without the salt."""
    return hashlib.sha256(canonical({"salt": salt, "body": body})).hexdigest()


def entry_hash(entry: Mapping[str, Any]) -> str:
    """The hash of an entry, over all of HASHED; the next entry names it as its `previous`."""
    return hashlib.sha256(canonical({key: entry[key] for key in HASHED})).hexdigest()


def checkpoint_statement(chain: str, number: int, head: str, at: str) -> bytes:
    """What a checkpoint's signature is over."""
    return canonical({"chain": chain, "number": number, "head": head, "at": at, "of": "hsc-onboarding trail 1"})


def state_digest(salt: str, row: Mapping[str, Any]) -> str:
    """The digest of a record as it stood after the change, so that an edit behind the product's back is seen."""
    return hashlib.sha256(canonical({"salt": salt, "row": {key: str(value) for key, value in row.items()}})).hexdigest()
