"""What a COHE does for a new HSC in the first weeks: its own list of steps, and what of it is done for whom."""

from datetime import date

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from onboarding.models.base import OfOrganisation, OfPerson, RecordedBy


class ChecklistStep(RecordedBy, OfOrganisation):
    """How a COHE words a step, or that it dropped it: one version, the latest of a `key` holds.

    A COHE that never touched a step of the shipped list has no row of it.
    """

    __tablename__ = "checklist_step"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        UniqueConstraint("organisation_id", "key", "version"),
        CheckConstraint("within_days IS NULL OR within_days >= 0", name="within_days_positive"),
    )

    key: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    says: Mapped[str] = mapped_column(String(200))
    within_days: Mapped[int | None]
    dropped: Mapped[bool]


class ChecklistMark(RecordedBy, OfPerson):
    """That a step was done for a person on a day, or that it was not after all; the latest row of a step holds."""

    __tablename__ = "checklist_mark"
    in_words = "mark on the checklist", "marks on the checklist"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        Index("ix_checklist_mark_person", "organisation_id", "person_id", "key", "id"),
    )

    key: Mapped[str] = mapped_column(String(40))
    done: Mapped[bool]
    done_on: Mapped[date]
    note: Mapped[str | None] = mapped_column(String(500))
