"""Copies of papers that are a COHE's and name no applicant: sealed in the database, each with a key of its own."""

from flask import current_app

from onboarding import keys
from onboarding.config import Config
from onboarding.documents import sealing
from onboarding.services import seals


def seal(data: bytes, about: str) -> tuple[bytes, bytes]:
    """The wrapped key and the sealed data. `about` is what the seal is bound to: this copy in this row.

    Raises OtherKeyError where the installation's key is not that of its records.
    """
    seals.refuse_other(current_app.extensions["config"])
    secret = sealing.new_key()
    return sealing.wrap(_master(), secret, about), sealing.seal(secret, data, about)


def unseal(wrapped: bytes, sealed: bytes, about: str) -> bytes:
    """The data. Raises SealError where it was changed, or is another row's."""
    return sealing.unseal(sealing.unwrap(_master(), wrapped, about), sealed, about)


def _master() -> bytes:
    config: Config = current_app.extensions["config"]
    return keys.master_key(config.instance)
