"""Work that runs by itself: when the clock last ticked, and how the newest run of each job went."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import and_, func, or_, select, text

from onboarding.extensions import db
from onboarding.models.work import JobRun

LATE = timedelta(minutes=5)
DEAD = timedelta(seconds=20)  # a worker says every few seconds that it lives
# Of tables that are not ours; by the clock of the server, which wrote down when each was heard of.
WORKERS = text("SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - :dead")
UNENDED = timedelta(minutes=10)  # longer than any job takes


class Work(NamedTuple):
    """The newest run of each job that ever ran. Its `slot` begins with the second in which it was due."""

    runs: Sequence[JobRun]

    @property
    def ticked_at(self) -> datetime | None:
        """When any job last ran; None before the first."""
        return max((run.began_at for run in self.runs), default=None)

    def late(self, now: datetime, after: timedelta = LATE) -> bool:
        """Whether the clock stands still."""
        return self.ticked_at is None or now - self.ticked_at >= after

    def failing(self, now: datetime) -> list[str]:
        """The jobs whose newest run went wrong, or does not end."""
        return [run.name for run in self.runs if went(run, now) in ("failed", "not ended")]


def of(names: Iterable[str]) -> Work:
    """How the jobs of these names fare."""
    newest = [
        and_(
            JobRun.name == name,
            JobRun.slot == select(func.max(JobRun.slot)).where(JobRun.name == name).scalar_subquery(),
        )
        for name in names
    ]
    return Work(db.session.scalars(select(JobRun).where(or_(*newest)).order_by(JobRun.name)).all())


def workers() -> int | None:
    """How many workers live; None on SQLite, where there is the clock instead."""
    if db.engine.dialect.name != "postgresql":
        return None
    count: int = db.session.execute(WORKERS, {"dead": DEAD}).scalar_one()
    return count


def went(run: JobRun, now: datetime) -> str:
    """How a run went, in words."""
    if run.error:
        return "failed"
    if run.ended_at:
        return "went well"
    return "not ended" if now - run.began_at >= UNENDED else "runs"
