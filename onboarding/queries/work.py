"""Work that runs by itself: when the clock last ticked."""

from datetime import datetime

from sqlalchemy import func, select

from onboarding.extensions import db
from onboarding.models.work import JobRun


def last_tick() -> datetime | None:
    """When the last run of any job began; None before the first."""
    return db.session.scalar(select(func.max(JobRun.began_at)))
