"""Accounts."""

from collections.abc import Set

from sqlalchemy import func, select

from onboarding.extensions import db
from onboarding.models.account import User, account_hash, normal
from onboarding.queries import passkeys


def by_email(email: str) -> User | None:
    """The account with that address, however it is written."""
    return db.session.scalar(select(User).where(User.email == normal(email)))


def has_second_factor(user: User) -> bool:
    """Whether an app or a passkey is set up, also where neither works just now: the password alone sets up no other."""
    return bool(user.tf_primary_method) or passkeys.has(user.id)


def count() -> int:
    """How many there are."""
    return db.session.scalar(select(func.count(User.id))) or 0


def by_hash(hashes: Set[str], purpose: str = "") -> dict[str, int]:
    """The ids of the accounts that are known by these hashes for the purpose; none for what is nobody's."""
    if not hashes:
        return {}
    known = ((account_hash(email, purpose), id) for id, email in db.session.execute(select(User.id, User.email)))
    return {hashed: id for hashed, id in known if hashed in hashes}
