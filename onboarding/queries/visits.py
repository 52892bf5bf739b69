"""A user's own visits."""

from collections.abc import Sequence

from sqlalchemy import select

from onboarding.extensions import db
from onboarding.models.account import Visit


def of(user_id: int, limit: int) -> Sequence[Visit]:
    """The visits that go on or ended by themselves lately, the latest first."""
    return db.session.scalars(
        select(Visit).where(Visit.user_id == user_id).order_by(Visit.seen_at.desc()).limit(limit)
    ).all()
