"""Sealing: AES-256-GCM with a key for each person, which is itself sealed by the installation's master key.

Whoever destroys a person's key destroys every file sealed with it, wherever copies of it may lie.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12
TAG = 16  # bytes that AES-GCM adds
KEY = 32
VERSION = b"\x01"


class SealError(Exception):
    """A seal does not hold: another key, another place, or bytes that were changed."""


def new_key() -> bytes:
    """A person's key: 32 random bytes."""
    return secrets.token_bytes(KEY)


def seal(key: bytes, data: bytes, about: str) -> bytes:
    """The data encrypted and bound to `about`, without which it cannot be opened again."""
    return bytes(seal_large(key, data, about))


def seal_large(key: bytes, data: bytes, about: str) -> bytearray:
    """The same of what may be large: there is no second copy of it on the way."""
    nonce, begins = secrets.token_bytes(NONCE), len(VERSION) + NONCE
    sealed = bytearray(begins + len(data) + TAG)
    sealed[:begins] = VERSION + nonce
    AESGCM(key).encrypt_into(nonce, data, about.encode(), memoryview(sealed)[begins:])
    return sealed


def unseal(key: bytes, sealed: bytes, about: str) -> bytes:
    """The data. Raises SealError."""
    if sealed[:1] != VERSION or len(sealed) < 1 + NONCE:
        raise SealError(f"{about}: not sealed by this product")
    try:
        return AESGCM(key).decrypt(sealed[1 : 1 + NONCE], memoryview(sealed)[1 + NONCE :], about.encode())
    except InvalidTag as error:
        raise SealError(f"{about}: the seal does not hold") from error


def wrap(master: bytes, key: bytes, key_id: str) -> bytes:
    """A person's key, sealed by the master key."""
    return seal(master, key, f"key:{key_id}")


def unwrap(master: bytes, wrapped: bytes, key_id: str) -> bytes:
    """A person's key. Raises SealError."""
    return unseal(master, wrapped, f"key:{key_id}")
