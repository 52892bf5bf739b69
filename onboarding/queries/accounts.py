"""Accounts."""

from sqlalchemy import func, select

from onboarding.extensions import db
from onboarding.models.account import User, normal


def by_email(email: str) -> User | None:
    """The account with that address, however it is written."""
    return db.session.scalar(select(User).where(User.email == normal(email)))


def count() -> int:
    """How many there are."""
    return db.session.scalar(select(func.count(User.id))) or 0
