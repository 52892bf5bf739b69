"""Slots of jobs: of several clocks that tick, one owns a slot. Commands that are to be given again and again say too
that they ran.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite

from onboarding import clock
from onboarding.extensions import db, writing
from onboarding.models.work import JobRun

KEPT = timedelta(days=7)
BACKUP, COMPARISON = "back up", "compare the trail"  # of which the nightly commands tell


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


def ran(name: str, error: str | None = None) -> None:
    """Say that a command ran through just now, and what it found wrong."""
    done(name, str(int(clock.now().timestamp())), error)


def purge(now: datetime) -> None:
    """Forget runs of last week, except when a command was last given."""
    last = select(JobRun.name, func.max(JobRun.slot)).where(JobRun.name.in_((BACKUP, COMPARISON))).group_by(JobRun.name)
    with writing():
        old = delete(JobRun).where(JobRun.began_at <= now - KEPT)
        db.session.execute(old.where(tuple_(JobRun.name, JobRun.slot).not_in(last)))
        db.session.commit()
