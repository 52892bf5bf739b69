"""Work that runs by itself: which slot of which job was taken."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from onboarding.models.base import Base


class JobRun(Base):
    """One run of a job. Whoever inserts the row owns the slot; the others find it taken."""

    __tablename__ = "job_run"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    slot: Mapped[str] = mapped_column(String(40), primary_key=True)
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(String(500))


class MailHold(Base):
    """No mail is sent until this is released: it is a restored copy, and the original may still be sending."""

    __tablename__ = "mail_hold"

    id: Mapped[int] = mapped_column(primary_key=True)
    since_at: Mapped[datetime]
    because: Mapped[str] = mapped_column(String(200))
    released_at: Mapped[datetime | None]
