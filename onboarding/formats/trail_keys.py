"""The keys that checkpoints are signed with: whom an export says they are, how each handed over, and what they signed.

A key that is retired signs, together with the next, that the next follows it and from when. So nobody who has only the
retired key can say otherwise, and whoever trusts one key of the row can trust the whole row.
"""

import base64
import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from onboarding.formats.trail import (
    acknowledgement_statement,
    checkpoint_statement,
    export_statement,
    handover_statement,
)
from onboarding.formats.trail_lines import INSTANT, Tampering

IN_USE = frozenset({"public"})
RETIRED = frozenset({"public", "retired_at", "handed_over", "taken_over"})


class Key(NamedTuple):
    """A key, and when it was retired."""

    public: Ed25519PublicKey
    retired_at: str | None


def fingerprint(raw: bytes) -> str:
    """What a key is called: half of the SHA-256 of the key itself."""
    return hashlib.sha256(raw).hexdigest()[:32]


def keys_of(said: Iterable[Any], pinned: frozenset[str]) -> dict[str, Key]:
    """The keys of an export's header by fingerprint: the one in use, then each before it.

    Raises Tampering where one did not hand over to the next, or a pinned one is not among them.
    """
    found: dict[str, Key] = {}
    newer: tuple[str, Key] | None = None
    for each in said:
        if not isinstance(each, dict) or each.keys() != (RETIRED if newer else IN_USE) or not _texts(each):
            raise Tampering("line 1: its keys are not written as they should be")
        try:
            raw = _bytes(each["public"])
            key = Key(Ed25519PublicKey.from_public_bytes(raw), each.get("retired_at"))
        except ValueError as error:
            raise Tampering("line 1: a key is none") from error
        if newer:
            _handed_over(each, key, *newer)
        newer = each["public"], key
        found[fingerprint(raw)] = key
    missing = pinned - found.keys()
    if missing:
        raise Tampering(f"line 1: the key {min(missing)}, which you trust, is not among its keys: not trusted")
    return found


def signed(checkpoint: Mapping[str, Any], chain: str, keys: Mapping[str, Key], what: str) -> None:
    """Raise Tampering where a checkpoint is not signed for this chain, with one of the keys, while it was in use."""
    if checkpoint["chain"] != chain:
        raise Tampering(f"{what}: is of the chain {checkpoint['chain']}, not of {chain}")
    key = keys.get(checkpoint["key"])
    if key is None:
        raise Tampering(f"{what}: was signed with the key {checkpoint['key']}, which is not trusted here")
    if key.retired_at is not None and checkpoint["at"] > key.retired_at:
        raise Tampering(f"{what}: was signed with a key after that key was retired")
    statement = checkpoint_statement(chain, checkpoint["number"], checkpoint["head"], checkpoint["at"])
    if not _signs(key, checkpoint["signature"], statement):
        raise Tampering(f"{what}: the signature is not that of its key")


def acknowledges(body: Mapping[str, Any], checkpoint: str, chain: str, keys: Mapping[str, Key]) -> bool:
    """Whether the details of an entry are a signed word on this checkpoint, which is named by its signature."""
    key, reason, signature = keys.get(str(body.get("key"))), body.get("reason"), body.get("signature")
    if key is None or body.get("checkpoint") != checkpoint or not isinstance(reason, str):
        return False
    return _signs(key, str(signature), acknowledgement_statement(chain, checkpoint, reason))


def exported(keys: Mapping[str, Key], trailer: Mapping[str, Any], chain: str, digest: str) -> None:
    """Raise Tampering where what stands before the trailer is not what was given away."""
    checkpoint = trailer["checkpoint"]
    statement = export_statement(chain, digest, checkpoint["at"])
    if trailer["digest"] != digest or not _signs(keys[checkpoint["key"]], trailer["signature"], statement):
        raise Tampering(
            "the trailer: the file is another one than was given away: its header was changed, or checkpoints taken out"
        )


def _handed_over(said: Mapping[str, str], old: Key, newer_public: str, newer: Key) -> None:
    at = said["retired_at"]
    statement = handover_statement(said["public"], newer_public, at)
    in_order = INSTANT.fullmatch(at) and (newer.retired_at is None or at <= newer.retired_at)
    if (
        not in_order
        or not _signs(old, said["handed_over"], statement)
        or not _signs(newer, said["taken_over"], statement)
    ):
        raise Tampering("line 1: a retired key did not hand over to the one after it, or not then")


def _signs(key: Key, signature: str, statement: bytes) -> bool:
    try:
        key.public.verify(_bytes(signature), statement)
    except (InvalidSignature, ValueError):
        return False
    return True


def _bytes(text: str) -> bytes:
    """What base64 says, where it is written in the one canonical way: some of its last bits say nothing."""
    raw = base64.b64decode(text, validate=True)
    if base64.b64encode(raw).decode() != text:
        raise ValueError(text)
    return raw


def _texts(each: Mapping[str, Any]) -> bool:
    return all(isinstance(value, str) for value in each.values())
