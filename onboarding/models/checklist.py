"""What a COHE does for a new HSC in the first weeks: its own list of steps, and what of it is done for whom."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from onboarding.extensions import Base
from onboarding.models.columns import Instant


class ChecklistStep(Base):
    """How a COHE words a step, or that it dropped it: one version, the latest of a `key` holds.

    A COHE that never touched a step of the shipped list has no row of it.
    """

    __tablename__ = "checklist_step"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        UniqueConstraint("organisation_id", "key", "version"),
        CheckConstraint("within_days IS NULL OR within_days >= 0", name="within_days_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    key: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    says: Mapped[str] = mapped_column(String(200))
    within_days: Mapped[int | None]
    dropped: Mapped[bool]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)


class ChecklistMark(Base):
    """That a step was done for a person on a day, or that it was not after all; the latest row of a step holds."""

    __tablename__ = "checklist_mark"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        Index("ix_checklist_mark_person", "organisation_id", "person_id", "key", "id"),
        ForeignKeyConstraint(["organisation_id", "person_id"], ["person.organisation_id", "person.id"]),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int]
    key: Mapped[str] = mapped_column(String(40))
    done: Mapped[bool]
    done_on: Mapped[date]
    note: Mapped[str | None] = mapped_column(String(500))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
