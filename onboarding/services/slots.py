"""Slots of jobs: of several clocks that tick, one owns a slot."""

from datetime import datetime, timedelta

from sqlalchemy import delete
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
    """Say that a run ended, and how: also one whose slot nobody took, or that others ended before."""
    db.session.rollback()  # what the job only read, it read as a reader, who could not write now
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    with writing():
        now = clock.now()
        ended = {"ended_at": now, "error": error[:500] if error else None}
        row = dialect.insert(JobRun).values(name=name, slot=slot, began_at=now, **ended)
        db.session.execute(row.on_conflict_do_update(index_elements=[JobRun.name, JobRun.slot], set_=ended))
        db.session.commit()


def purge(now: datetime) -> None:
    """Forget runs of last week."""
    with writing():
        db.session.execute(delete(JobRun).where(JobRun.began_at <= now - KEPT))
        db.session.commit()
