"""A user's own visits."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from onboarding.extensions import db
from onboarding.models.account import Visit


def of(user_id: int, seen_after: datetime, began_after: datetime, limit: int) -> Sequence[Visit]:
    """The visits that go on: seen and begun lately enough. The latest first."""
    going_on = (Visit.user_id == user_id, Visit.seen_at > seen_after, Visit.began_at > began_after)
    return db.session.scalars(select(Visit).where(*going_on).order_by(Visit.seen_at.desc()).limit(limit)).all()
