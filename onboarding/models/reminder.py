"""What was promised to be told again and when, what was told, and by which mail: one table for all reminders."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from onboarding.models.base import OfPerson
from onboarding.rules.ladder import Ladder
from onboarding.rules.training_ladder import To

PROMISED = text("told_at IS NULL")


class Reminder(OfPerson):
    """One reminder of one thing about somebody, told or promised. `thing`: which of its ladder; `times`: told before.

    `promised_at`: for when; null where that follows from a duty, of training the day of its ladder. `told_at` null: not
    told yet.
    """

    __tablename__ = "reminder"
    in_words = "reminder", "reminders"
    __table_args__ = (
        UniqueConstraint("organisation_id", "person_id", "about", "thing", "times"),
        CheckConstraint("promised_at IS NOT NULL OR told_at IS NOT NULL", name="promised_or_told"),
        Index(
            "ix_reminder_promised",
            *("about", "promised_at", "organisation_id", "person_id"),
            sqlite_where=PROMISED,
            postgresql_where=PROMISED,
        ),
        Index("ix_reminder_told", "organisation_id", "about", "told_at"),
    )

    about: Mapped[Ladder]
    thing: Mapped[str] = mapped_column(String(100))
    times: Mapped[int]
    promised_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]


class ReminderMail(OfPerson):
    """By which message a reminder of training was told, and to whom; what became of it, the message says."""

    __tablename__ = "reminder_mail"
    in_words = "mail of a reminder", "mails of reminders"
    __table_args__ = (
        UniqueConstraint("reminder_id", "message_id"),
        Index("ix_reminder_mail_person", "organisation_id", "person_id", "reminder_id"),
    )

    reminder_id: Mapped[int] = mapped_column(ForeignKey("reminder.id"))
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"))
    whom: Mapped[To]
