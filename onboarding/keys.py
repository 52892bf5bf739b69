"""The installation's secrets: files in the instance folder that only its owner may read, made once.

`secret` signs cookies and links, `totp` seals second-factor seeds, `signing` (Ed25519) signs checkpoints of the trail,
`evidence` seals the key of each person, which seals the person's evidence files.
"""

import base64
import contextlib
import hashlib
import json
import os
import secrets
import tempfile
from pathlib import Path
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

NAMES = ("secret", "totp", "signing", "evidence")
SHORTEST = 32  # characters
MASTER = 32  # bytes


class KeyFileError(Exception):
    """A key cannot be used; the message names the file and the remedy."""


def make_missing(instance: Path) -> None:
    """Make the folder and the keys that are not there yet. Never replaces one."""
    folder = instance / "keys"
    for each in (instance, folder):
        each.mkdir(mode=0o700, parents=True, exist_ok=True)
    _make(folder / "secret", secrets.token_urlsafe(48))
    _make(folder / "totp", secrets.token_urlsafe(48))
    _make(folder / "signing", _written(Ed25519PrivateKey.generate()))
    _make(folder / "evidence", base64.b64encode(secrets.token_bytes(MASTER)).decode())


def _make(path: Path, text: str) -> None:
    if path.exists():
        return
    half = _half(path, text)
    with contextlib.suppress(FileExistsError):  # another process was first: its key holds
        os.link(half, path)
    half.unlink()


def _half(path: Path, text: str) -> Path:
    """The text in a file beside the one it will be, readable by its owner alone."""
    descriptor, half = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return Path(half)


def exist(instance: Path) -> bool:
    """Whether all keys are there."""
    return all((instance / "keys" / name).is_file() for name in NAMES)


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


def master_key(instance: Path) -> bytes:
    """The key that seals each person's key: 32 bytes."""
    try:
        found = base64.b64decode(read(instance, "evidence"), validate=True)
    except ValueError:
        found = b""
    if len(found) != MASTER:
        raise KeyFileError(f"{instance / 'keys' / 'evidence'}: is not {MASTER} bytes in base64.")
    return found


class PublicKey(NamedTuple):
    """A key that checkpoints were signed with: its fingerprint, and the key in base64.

    Of a retired one also when that was, and both keys' signatures that the next one follows.
    """

    fingerprint: str
    public: str
    retired_at: str | None = None
    handed_over: str | None = None
    taken_over: str | None = None
    next: str | None = None


def public_of(key: Ed25519PrivateKey) -> PublicKey:
    """The public half of a signing key in use."""
    raw = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return PublicKey(hashlib.sha256(raw).hexdigest()[:32], base64.b64encode(raw).decode())


def public_keys(instance: Path) -> list[PublicKey]:
    """The key in use, then those before it, the latest retired first."""
    retired = [
        PublicKey(**json.loads(path.read_text("ascii"))) for path in (instance / "keys").glob("signing-*.retired")
    ]
    followed_by = {each.next: each for each in retired}
    found = [public_of(signing_key(instance))]
    while before := followed_by.pop(found[-1].fingerprint, None):
        found.append(before)
    return found


def replace_signing(instance: Path, new: Ed25519PrivateKey, old: PublicKey) -> None:
    """Use another signing key from now on, and keep the public half of the old one. Whole or not at all."""
    folder = instance / "keys"
    _put(folder / f"signing-{old.fingerprint}.retired", json.dumps(old._asdict()))
    _put(folder / "signing", _written(new))  # until here the old key is in use, and the note of its end is passed by


def _written(key: Ed25519PrivateKey) -> str:
    return base64.b64encode(key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())).decode()


def _put(path: Path, text: str) -> None:
    _half(path, text).replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
