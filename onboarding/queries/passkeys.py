"""Passkeys of accounts."""

from collections.abc import Iterable, Sequence

from sqlalchemy import exists, select

from onboarding.extensions import db
from onboarding.models.passkey import Passkey


def of(user_id: int) -> Sequence[Passkey]:
    """An account's passkeys, the first one first."""
    return db.session.scalars(select(Passkey).where(Passkey.user_id == user_id).order_by(Passkey.id)).all()


def usable(user_id: int, rp_id: str | None) -> Sequence[Passkey]:
    """Those of them that work at the host of this name, the first one first; none where it has no name."""
    return [each for each in of(user_id) if each.rp_id == rp_id]


def one(user_id: int, id: int) -> Passkey | None:
    """A passkey of this account; None for another's."""
    return db.session.scalar(select(Passkey).where(Passkey.user_id == user_id, Passkey.id == id))


def has(user_id: int) -> bool:
    """Whether the account has one, also where it works at another host only."""
    return bool(db.session.scalar(select(exists().where(Passkey.user_id == user_id))))


def owners(user_ids: Iterable[int]) -> set[int]:
    """Those of the accounts that have one."""
    return set(db.session.scalars(select(Passkey.user_id).where(Passkey.user_id.in_(set(user_ids))).distinct()))
