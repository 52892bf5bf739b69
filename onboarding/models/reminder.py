"""What was promised to be told again and when, and what was told: one table for every kind of reminder."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from onboarding.models.base import OfPerson
from onboarding.rules.ladder import Ladder

PROMISED = text("told_at IS NULL")


class Reminder(OfPerson):
    """One reminder of one thing about somebody, told or promised. `thing`: which of its ladder; `times`: told before.

    `promised_at`: for when; null where that follows from a duty. `told_at` null: not told yet.
    """

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("organisation_id", "person_id", "about", "thing", "times"),
        CheckConstraint("promised_at IS NOT NULL OR told_at IS NOT NULL", name="promised_or_told"),
        Index(
            "ix_reminder_promised",
            *("organisation_id", "about", "promised_at"),
            sqlite_where=PROMISED,
            postgresql_where=PROMISED,
        ),
    )

    about: Mapped[Ladder]
    thing: Mapped[str] = mapped_column(String(100))
    times: Mapped[int]
    promised_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
