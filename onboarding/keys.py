"""The installation's secrets: files in the instance folder that only its owner may read, made once.

`secret` signs cookies and links, `totp` seals second-factor seeds, `signing` (Ed25519) signs checkpoints of the trail.
"""

import base64
import contextlib
import hashlib
import os
import secrets
import tempfile
from pathlib import Path
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

SHORTEST = 32  # characters


class KeyFileError(Exception):
    """A key cannot be used; the message names the file and the remedy."""


def make_missing(instance: Path) -> None:
    """Make the folder and the keys that are not there yet. Never replaces one."""
    folder = instance / "keys"
    for each in (instance, folder):
        each.mkdir(mode=0o700, parents=True, exist_ok=True)
    _make(folder / "secret", secrets.token_urlsafe(48))
    _make(folder / "totp", secrets.token_urlsafe(48))
    raw = Ed25519PrivateKey.generate().private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    _make(folder / "signing", base64.b64encode(raw).decode())


def _make(path: Path, text: str) -> None:
    if path.exists():
        return
    descriptor, half = tempfile.mkstemp(dir=path.parent)  # readable by its owner alone
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):  # another process was first: its key holds
        os.link(half, path)
    Path(half).unlink()


def exist(instance: Path) -> bool:
    """Whether all keys are there."""
    return all((instance / "keys" / name).is_file() for name in ("secret", "totp", "signing"))


def read(instance: Path, name: str) -> str:
    """The key in text. Raises KeyFileError when it is missing or too short to be one."""
    path = instance / "keys" / name
    try:
        text = path.read_text(encoding="ascii").strip()
    except (OSError, ValueError) as error:
        raise KeyFileError(f"{path}: cannot be read ({error}). Run `flask --app app setup` once to make it.") from error
    if len(text) < SHORTEST:
        raise KeyFileError(f"{path}: shorter than {SHORTEST} characters. Delete it and run `flask --app app setup`.")
    return text


def signing_key(instance: Path) -> Ed25519PrivateKey:
    """The key that signs checkpoints."""
    try:
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(read(instance, "signing"), validate=True))
    except ValueError as error:
        raise KeyFileError(f"{instance / 'keys' / 'signing'}: is not an Ed25519 key in base64.") from error


class PublicKey(NamedTuple):
    """A key that checkpoints were signed with: its fingerprint, the key in base64, and when it was retired."""

    fingerprint: str
    public: str
    retired_at: str | None


def public_of(key: Ed25519PrivateKey) -> PublicKey:
    """The public half of a signing key in use."""
    raw = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return PublicKey(hashlib.sha256(raw).hexdigest()[:32], base64.b64encode(raw).decode(), None)


def public_keys(instance: Path) -> list[PublicKey]:
    """The key in use, then those that were retired."""
    retired = []
    for path in sorted((instance / "keys").glob("signing-*.retired")):
        public, retired_at = path.read_text(encoding="ascii").split()
        fingerprint = hashlib.sha256(base64.b64decode(public)).hexdigest()[:32]
        retired.append(PublicKey(fingerprint, public, retired_at))
    return [public_of(signing_key(instance)), *retired]


def rotate_signing(instance: Path, at: str) -> PublicKey:
    """Retire the signing key as of an instant and make another. What it signed before still verifies."""
    old, folder = public_of(signing_key(instance)), instance / "keys"
    _make(folder / f"signing-{old.fingerprint}.retired", f"{old.public} {at}")
    (folder / "signing").unlink()
    make_missing(instance)
    return public_of(signing_key(instance))
