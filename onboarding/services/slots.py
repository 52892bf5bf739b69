"""Slots of jobs: of several clocks that tick, one owns a slot."""

from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.dialects import postgresql, sqlite

from onboarding import clock
from onboarding.extensions import db, writing
from onboarding.models.work import JobRun

KEPT = timedelta(days=7)


def take(name: str, slot: str) -> bool:
    """Own a slot of a job; False where another clock took it."""
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    with writing():
        row = dialect.insert(JobRun).values(name=name, slot=slot, began_at=clock.now())
        taken = db.session.scalar(row.on_conflict_do_nothing().returning(JobRun.slot))
        db.session.commit()
    return taken is not None


def done(name: str, slot: str, error: str | None) -> None:
    """Say that a run ended, and how."""
    db.session.rollback()  # what the job only read, it read as a reader, who could not write now
    with writing():
        run = update(JobRun).where(JobRun.name == name, JobRun.slot == slot)
        db.session.execute(run.values(ended_at=clock.now(), error=error[:500] if error else None))
        db.session.commit()


def purge(now: datetime) -> None:
    """Forget runs of last week."""
    with writing():
        db.session.execute(delete(JobRun).where(JobRun.began_at <= now - KEPT))
        db.session.commit()
