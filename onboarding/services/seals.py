"""Whether the installation's keys are those of its records: another key opens nothing, and must not seal any more.

One record is tried for each key, the newest, so that it can be asked every minute.
"""

import logging
from collections.abc import Iterator

from cryptography.fernet import Fernet, InvalidToken
from flask import current_app
from sqlalchemy import select

from onboarding import keys
from onboarding.config import Config
from onboarding.documents.sealing import SealError, unwrap
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.account import User
from onboarding.models.evidence import PersonKey
from onboarding.models.trail import Checkpoint

log = logging.getLogger("onboarding.seals")
OTHER = "keys/{} is not the key that these records were {} with. Restore it from your copy of the keys."


class OtherKeyError(OnboardingError):
    """A key is not that of the records. Nothing is sealed or signed over that."""


def faults(config: Config) -> Iterator[str]:
    """A sentence for each key that does not open, or did not sign, what is recorded."""
    for name, what, fits in (
        ("evidence", "sealed", _opens),
        ("totp", "sealed", _reads),
        ("signing", "signed", _signed),
    ):
        try:
            if not fits(config):
                yield OTHER.format(name, what)
        except keys.KeyFileError as error:
            yield str(error)


def refuse_other(config: Config) -> None:
    """Raises OtherKeyError where the key of evidence files opens nothing: nobody could open what it seals."""
    if not _opens(config):
        raise OtherKeyError(OTHER.format("evidence", "sealed"))


def master() -> bytes:
    """The key that seals the keys of everything else."""
    config: Config = current_app.extensions["config"]
    return keys.master_key(config.instance)


def check(config: Config) -> None:
    """Say in the log which keys are not those of the records. Raises OtherKeyError then."""
    found = list(faults(config))
    for each in found:
        log.critical("%s", each)
    if found:
        raise OtherKeyError(" ".join(found))


def _opens(config: Config) -> bool:
    newest = select(PersonKey).where(PersonKey.wrapped.is_not(None)).order_by(PersonKey.id.desc()).limit(1)
    row = db.session.scalar(newest)
    if row is None or row.wrapped is None:
        return True
    try:
        unwrap(keys.master_key(config.instance), row.wrapped, row.key_id)
    except SealError:
        return False
    return True


def _reads(config: Config) -> bool:
    """Of second factors: the recovery codes, since a seed that is read wrongly does not look wrong."""
    newest = select(User).where(User.tf_totp_secret.is_not(None)).order_by(User.id.desc()).limit(1)
    user = db.session.scalar(newest)
    try:
        for code in (user.mf_recovery_codes if user else None) or ():
            Fernet(keys.recovery_key(keys.read(config.instance, "totp"))).decrypt(code)
    except InvalidToken:
        return False
    return True


def _signed(config: Config) -> bool:
    key = db.session.scalar(select(Checkpoint.key).order_by(Checkpoint.id.desc()).limit(1))
    return key is None or key in {each.fingerprint for each in keys.public_keys(config.instance)}
