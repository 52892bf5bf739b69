"""Whether an exported trail is whole and unchanged: told from the file alone, and from checkpoints kept elsewhere.

A line is taken only in the one canonical way of writing it, so that no two readers can read it differently.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from onboarding.formats.trail import BEGINNING, canonical, checkpoint_statement, commitment, entry_hash

ENTRY = {"type": str, "number": int, "at": str, "actor": str, "action": str, "subject": str, "commitment": str,
         "previous": str, "hash": str}  # fmt: skip
CHECKPOINT = {"type": str, "chain": str, "number": int, "head": str, "at": str, "key": str, "signature": str}
HEADER = {"type": str, "format": int, "chain": str, "organisation": str, "exported_at": str, "keys": list}
TRAILER = {"type": str, "entries": int, "head": str, "checkpoint": dict}


class Tampering(Exception):  # noqa: N818 - what was found, not an error of ours
    """The first thing that is wrong, with where."""


class Verified(NamedTuple):
    """What was verified: how many entries (some erased) and checkpoints, of which chain, to which head, by whom."""

    chain: str
    entries: int
    erased: int
    checkpoints: int
    head: str
    keys: tuple[str, ...]


class _Key(NamedTuple):
    public: Ed25519PublicKey
    retired_at: str | None


def verify(lines: Iterable[bytes], kept: Iterable[Mapping[str, Any]] = (), pinned: Iterable[str] = ()) -> Verified:
    """Read an export to its end. `kept` are checkpoints from elsewhere, `pinned` the fingerprints of trusted keys.

    Raises Tampering for the first thing that is wrong.
    """
    numbered = ((number, _parsed(line, number)) for number, line in enumerate(lines, 1))
    first = next(numbered, None)
    if first is None:
        raise Tampering("line 1: the file is empty")
    header = _shaped(first[1], "header", HEADER, 1)
    keys = _keys(header, frozenset(pinned))
    outside = sorted(kept, key=lambda each: each["number"])
    for each in outside:
        _signed(each, header["chain"], keys, "the checkpoint kept elsewhere")
    return _walk(header["chain"], keys, outside, numbered)


def read_checkpoint(line: bytes) -> dict[str, Any]:
    """A checkpoint that an outsider kept. Raises Tampering where it is none."""
    return _shaped(_parsed(line, 1), "checkpoint", CHECKPOINT, 1)


def _walk(chain: str, keys: Mapping[str, _Key], outside: list[Any], lines: Iterator[tuple[int, Any]]) -> Verified:
    heads_wanted = {each["number"]: each["head"] for each in outside}
    number, head, erased, checkpoints = 0, BEGINNING, 0, 0
    trailer = None
    for at_line, line in lines:
        if trailer is not None:
            raise Tampering(f"line {at_line}: something follows the trailer")
        if line.get("type") == "entry":
            head, was_erased = _entry(line, chain, number, head, at_line)
            number, erased = number + 1, erased + was_erased
            if heads_wanted.pop(number, head) != head:
                raise Tampering(
                    f"entry {number}: its history is another one than the checkpoint kept elsewhere was signed over: "
                    "the trail was rewritten, or an earlier state was restored and continued"
                )
        elif line.get("type") == "checkpoint":
            _checkpoint(_shaped(line, "checkpoint", CHECKPOINT, at_line), chain, keys, number, head)
            checkpoints += 1
        else:
            trailer = _shaped(line, "trailer", TRAILER, at_line)
    if trailer is None:
        raise Tampering(f"the file ends after entry {number} without its trailer: it was cut short")
    if (trailer["entries"], trailer["head"]) != (number, head):
        raise Tampering(
            f"the trailer speaks of {trailer['entries']} entries and the file has {number}, or ends otherwise"
        )
    _checkpoint(_shaped(trailer["checkpoint"], "checkpoint", CHECKPOINT, 0), chain, keys, number, head)
    missing = [each for each in heads_wanted if each > number]
    if missing:
        raise Tampering(
            f"the trail ends at entry {number}, and a checkpoint kept elsewhere covers entry {min(missing)}: entries "
            "were cut off, or an earlier state was restored"
        )
    return Verified(chain, number, erased, checkpoints, head, tuple(sorted(keys)))


def _entry(line: Any, chain: str, number: int, head: str, at_line: int) -> tuple[str, bool]:
    erased = line.get("erased") is True
    entry = _shaped(line, "entry", ENTRY | ({"erased": bool} if erased else {"salt": str, "body": dict}), at_line)
    if entry["number"] != number + 1:
        raise Tampering(f"line {at_line}: entry {entry['number']} stands where entry {number + 1} should")
    if entry["previous"] != head:
        raise Tampering(f"entry {entry['number']}: does not follow the entry before it")
    if entry_hash({"chain": chain, **entry}) != entry["hash"]:
        raise Tampering(f"entry {entry['number']}: was changed, or belongs to another chain: its hash does not fit")
    if not erased and commitment(entry["salt"], entry["body"]) != entry["commitment"]:
        raise Tampering(f"entry {entry['number']}: its details were changed: they do not fit what it commits to")
    return entry["hash"], erased


def _checkpoint(signed: Any, chain: str, keys: Mapping[str, _Key], number: int, head: str) -> None:
    if (signed["number"], signed["head"]) != (number, head):
        raise Tampering(f"checkpoint of entry {signed['number']}: the trail there is another one than was signed")
    _signed(signed, chain, keys, f"checkpoint of entry {signed['number']}")


def _signed(signed: Mapping[str, Any], chain: str, keys: Mapping[str, _Key], what: str) -> None:
    if signed["chain"] != chain:
        raise Tampering(f"{what}: is of the chain {signed['chain']}, not of {chain}")
    key = keys.get(signed["key"])
    if key is None:
        raise Tampering(f"{what}: was signed with the key {signed['key']}, which is not trusted here")
    if key.retired_at is not None and signed["at"] > key.retired_at:
        raise Tampering(f"{what}: was signed with a key after that key was retired")
    try:
        statement = checkpoint_statement(signed["chain"], signed["number"], signed["head"], signed["at"])
        key.public.verify(base64.b64decode(signed["signature"], validate=True), statement)
    except (InvalidSignature, binascii.Error) as error:
        raise Tampering(f"{what}: the signature is not that of its key") from error


def _keys(header: Mapping[str, Any], pinned: frozenset[str]) -> dict[str, _Key]:
    keys = {}
    for each in header["keys"]:
        try:
            raw = base64.b64decode(each["public"], validate=True)
            fingerprint = hashlib.sha256(raw).hexdigest()[:32]
            if not pinned or fingerprint in pinned:
                keys[fingerprint] = _Key(Ed25519PublicKey.from_public_bytes(raw), each["retired_at"])
        except (KeyError, TypeError, ValueError) as error:
            raise Tampering("line 1: a key of the header is none") from error
    return keys


def _parsed(line: bytes, number: int) -> Any:
    try:
        value = json.loads(line.decode("ascii"), parse_float=_refuse, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise Tampering(f"line {number}: is not a line of an export") from error
    if not isinstance(value, dict):
        raise Tampering(f"line {number}: is not a line of an export")
    if canonical(value) + b"\n" != line:
        raise Tampering(f"line {number}: could be read in more than one way: it is not written canonically")
    return value


def _refuse(text: str) -> Any:
    raise ValueError(text)


def _shaped(line: Any, kind: str, shape: Mapping[str, type], number: int) -> dict[str, Any]:
    right = isinstance(line, dict) and line.get("type") == kind and line.keys() == shape.keys()
    if not right or not all(type(line[key]) is of for key, of in shape.items()):
        raise Tampering(f"line {number}: is not a whole {kind}")
    found: dict[str, Any] = line
    return found
