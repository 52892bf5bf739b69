"""Links for people without an account: a secret that only the message carries, known here by its hash.

The secret follows from a nonce in the database and a key outside it, so that a later message can carry the same link
although the secret itself is kept nowhere.
"""

import base64
import hashlib
import hmac
import secrets
from typing import Any

from flask import current_app

from onboarding import keys
from onboarding.config import Config

APPLICATION = "application"  # the purpose of an applicant's link


def new_nonce() -> str:
    """What makes a link another than every other."""
    return secrets.token_hex(16)


def token_of(purpose: str, nonce: str) -> str:
    """The secret part of the link with that nonce, 43 characters. One purpose's link is never another's."""
    config: Config = current_app.extensions["config"]
    key = keys.read(config.instance, "secret").encode()
    digest = hmac.digest(key, f"link:{purpose}:{nonce}".encode(), "sha256")
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def is_ours(purpose: str, nonce: str, token: str) -> bool:
    """Whether the key still makes this secret of that nonce: with a new key, every link that was sent opens nothing."""
    return hmac.compare_digest(token_of(purpose, nonce).encode(), token.encode())


def token_again(purpose: str, row: Any) -> str:
    """The secret of a link that is sent once more, for a reminder. Where the key was changed since, it is another one,
    and the link opens again: the row is changed, and its entry is the caller's.
    """
    token = token_of(purpose, row.nonce)
    if hash_of(token) != row.token_hash:
        row.nonce = new_nonce()
        token = token_of(purpose, row.nonce)
        row.token_hash = hash_of(token)
    return token


def hash_of(token: str) -> str:
    """What is kept of it."""
    return hashlib.sha256(token.encode()).hexdigest()
