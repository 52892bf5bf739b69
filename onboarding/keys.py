"""The installation's secrets: files in the instance folder that only its owner may read, made once.

`secret` signs cookies and links, `totp` seals second-factor seeds, `signing` (Ed25519) signs checkpoints of the trail,
`evidence` seals the key of each person, which seals the person's evidence files. What signs packets has certificates
too: `packet_keys.py`.
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
REMEDY = "Restore it from your copy of the keys. Only before anything is recorded, `flask --app app setup` makes it."


class KeyFileError(Exception):
    """A key cannot be used; the message names the file and the remedy."""


def make_missing(instance: Path) -> None:
    """Make the folder and the keys that are not there yet. Never replaces one."""
    folder = instance / "keys"
    for each in (instance, folder):
        each.mkdir(mode=0o700, parents=True, exist_ok=True)
    make(folder / "secret", secrets.token_urlsafe(48))
    make(folder / "totp", secrets.token_urlsafe(48))
    make(folder / "signing", _written(Ed25519PrivateKey.generate()))
    make(folder / "evidence", base64.b64encode(secrets.token_bytes(MASTER)).decode())


def make(path: Path, text: str) -> None:
    """Write the file, unless it is there."""
    if path.exists():
        return
    half = _half(path, text)
    with contextlib.suppress(FileExistsError):  # another process was first: its key holds
        os.link(half, path)
    half.unlink()


def _half(path: Path, text: str) -> Path:
    """The text in a file beside the one it will be, readable by its owner alone."""
    descriptor, half = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        Path(half).unlink()
        raise
    return Path(half)


def path(instance: Path, name: str) -> Path:
    """Where a key is kept."""
    return instance / "keys" / name


def missing(instance: Path) -> list[str]:
    """The names of the keys that are not there. Raises PermissionError where that cannot be seen."""
    return [name for name in NAMES if not path(instance, name).is_file()]


def read(instance: Path, name: str) -> str:
    """The key in text. Raises KeyFileError when it is missing or too short to be one."""
    where = path(instance, name)
    try:
        text = where.read_text(encoding="ascii").strip()
    except OSError as error:
        raise KeyFileError(f"{where} cannot be read: {error.strerror}. {REMEDY}") from error
    except ValueError as error:
        raise KeyFileError(f"{where} is damaged. {REMEDY}") from error
    if len(text) < SHORTEST:
        raise KeyFileError(f"{where} is shorter than {SHORTEST} characters. {REMEDY}")
    return text


def check(instance: Path, name: str) -> None:
    """Raises KeyFileError for a key that is read and cannot be used for what it is for."""
    if name == "signing":
        public_keys(instance)
    elif name == "evidence":
        master_key(instance)


def signing_key(instance: Path) -> Ed25519PrivateKey:
    """The key that signs checkpoints."""
    try:
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(read(instance, "signing"), validate=True))
    except ValueError as error:
        raise KeyFileError(f"{path(instance, 'signing')} is not an Ed25519 key in base64. {REMEDY}") from error


def master_key(instance: Path) -> bytes:
    """The key that seals each person's key: 32 bytes."""
    try:
        found = base64.b64decode(read(instance, "evidence"), validate=True)
    except ValueError:
        found = b""
    if len(found) != MASTER:
        raise KeyFileError(f"{path(instance, 'evidence')} is not {MASTER} bytes in base64. {REMEDY}")
    return found


def recovery_key(totp: str) -> str:
    """What seals recovery codes, from the key `totp`, as Fernet takes it."""
    return base64.urlsafe_b64encode(hashlib.sha256(f"recovery codes {totp}".encode()).digest()).decode()


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
    """The key in use, then those before it, the latest retired first. Raises KeyFileError."""
    followed_by = {each.next: each for each in map(_retired, sorted((instance / "keys").glob("signing-*.retired")))}
    found = [public_of(signing_key(instance))]
    while before := followed_by.pop(found[-1].fingerprint, None):
        found.append(before)
    return found


def _retired(note: Path) -> PublicKey:
    try:
        return PublicKey(**json.loads(note.read_text("ascii")))
    except (OSError, ValueError, TypeError) as error:
        raise KeyFileError(f"{note} is damaged or cannot be read. Restore it from your copy of the keys.") from error


def replace_signing(instance: Path, new: Ed25519PrivateKey, old: PublicKey) -> None:
    """Use another signing key from now on, and keep the public half of the old one. Whole or not at all."""
    folder = instance / "keys"
    put(folder / f"signing-{old.fingerprint}.retired", json.dumps(old._asdict()))
    put(folder / "signing", _written(new))  # until here the old key is in use, and the note of its end is passed by


def _written(key: Ed25519PrivateKey) -> str:
    return base64.b64encode(key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())).decode()


def put(path: Path, text: str) -> None:
    """Write the file in place of one that is there: whole, or not at all."""
    _half(path, text).replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
