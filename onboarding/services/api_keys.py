"""What a program asks to have created twice is created once: the key of its request is kept with what was made.

The key is written in the transaction of the change, so that neither is there without the other. Of the request only a
keyed hash is kept, and of what was made its number: nothing here says anything of anybody.
"""

import hmac
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from flask import current_app
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from onboarding import clock, keys
from onboarding.config import Config
from onboarding.errors import OnboardingError
from onboarding.extensions import db, writing
from onboarding.models.api_token import ApiKey, ApiToken
from onboarding.models.records import subject_of
from onboarding.queries import api_tokens
from onboarding.rules.numbers import as_numbers
from onboarding.rules.programs import kept_until
from onboarding.rules.rulebook import Rulebook


class OtherRequestError(OnboardingError):
    """The same key came with another request before."""

    def __init__(self) -> None:
        super().__init__("This Idempotency-Key was used for another request. Use a new key for each new request.")


class _Asked(NamedTuple):
    organisation_id: int
    token_id: int
    key_hash: str
    request_hash: str
    kind: str


def once(token: ApiToken, key: str, request: bytes, kind: str, do: Callable[[], object]) -> int:
    """Have `do` create something, unless the token's key says that it did; the number of what was made.

    `kind`: the table it stands in. Raises OtherRequestError for the key of another request, and what `do` raises.
    """
    asked = _Asked(token.organisation_id, token.id, _digest(key.encode()), _digest(request), kind)
    if known := api_tokens.made_by_key(asked.token_id, asked.key_hash):
        return _same(known, asked)
    session = db.session()
    session.info["api_key"] = asked
    try:
        do()
    except (IntegrityError, OnboardingError):
        # Another request with this key may have been first, and made what is in the way now.
        if not api_tokens.made_by_key(asked.token_id, asked.key_hash):
            raise
    finally:
        session.info.pop("api_key", None)
    made = api_tokens.made_by_key(asked.token_id, asked.key_hash)
    assert made
    return _same(made, asked)


def keep(session: Session) -> None:
    """Write the key down within the change that makes what it asked for."""
    asked: _Asked | None = session.info.get("api_key")
    if asked is None:
        return
    session.flush()
    subjects = [entry.subject for entry in session.info.get("entries", ()) if not isinstance(entry.subject, str)]
    made = next((subject_of(row) for row in subjects if row.__tablename__ == asked.kind), None)
    if made is None:
        return
    session.add(
        ApiKey(
            organisation_id=asked.organisation_id,
            token_id=asked.token_id,
            key_hash=asked.key_hash,
            request_hash=asked.request_hash,
            made=made,
            at=clock.now(),
        )
    )
    session.flush()


def purge(now: datetime) -> None:
    """Forget keys that are older than programs try again."""
    book: Rulebook = current_app.extensions["rulebook"]
    today = clock.day_of(now)
    kept = kept_until(today, as_numbers(book.numbers_on(today))) - today
    with writing():
        db.session.execute(delete(ApiKey).where(ApiKey.at <= now - kept))
        db.session.commit()


def _same(known: ApiKey, asked: _Asked) -> int:
    if known.request_hash != asked.request_hash:
        raise OtherRequestError
    return int(known.made.rpartition(":")[2])


def _digest(text: bytes) -> str:
    config: Config = current_app.extensions["config"]
    return hmac.digest(keys.read(config.instance, "secret").encode(), b"api:" + text, "sha256").hex()
