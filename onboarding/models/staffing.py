"""What a COHE's staffing is computed from: its claims by quarter, how people split their time, who is away, who covers.

Who is in which role, and from when to when, is in postings. What follows is computed (onboarding/rules/staffing.py).
"""

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from onboarding.models.base import Correctable, Corrected, within
from onboarding.models.imported import ImportBatch
from onboarding.models.person import Person


class InitiatedClaims(Corrected):
    """How many claims the COHE initiated in a calendar quarter, as `quarter` names it ("2026-Q1").

    `surgical_claims` are not among `claims`; null: not stated. `batch_id`: the table it came with.
    """

    __tablename__ = "initiated_claims"
    __table_args__ = (
        within("batch_id", "import_batch"),
        Index("ix_initiated_claims_quarter", "organisation_id", "quarter", "id"),
        CheckConstraint("claims >= 0", name="claims"),
        CheckConstraint("surgical_claims >= 0", name="surgical_claims"),
    )

    quarter: Mapped[str] = mapped_column(String(7))
    claims: Mapped[int]
    surgical_claims: Mapped[int | None]
    batch_id: Mapped[int | None]

    batch: Mapped[ImportBatch | None] = relationship(
        primaryjoin="InitiatedClaims.batch_id == ImportBatch.id", foreign_keys="InitiatedClaims.batch_id", viewonly=True
    )


class TimeSplit(Correctable):
    """How a person's working week is split, from a day on until the next split, or until they leave.

    All in minutes: `week` is the whole week, `parts` what of it goes to each task of rules/time_split.py.
    """

    __tablename__ = "time_split"
    __table_args__ = (
        Index("ix_time_split_person", "organisation_id", "person_id", "id"),
        CheckConstraint("week > 0", name="week"),
    )

    since: Mapped[date]
    week: Mapped[int]
    parts: Mapped[dict[str, Any]] = mapped_column(JSON)


class AbsenceRecord(Correctable):
    """The days on which somebody is away, both included. Why is not asked."""

    __tablename__ = "absence"
    __table_args__ = (
        Index("ix_absence_person", "organisation_id", "person_id", "id"),
        CheckConstraint("last_on >= first_on", name="last_after_first"),
    )

    first_on: Mapped[date]
    last_on: Mapped[date]


class CoverRecord(Correctable):
    """Who covers for somebody who is away, from when to when, both days included."""

    __tablename__ = "cover"
    __table_args__ = (
        within("covered_by_id", "person"),
        Index("ix_cover_person", "organisation_id", "person_id", "id"),
        Index("ix_cover_covered_by", "organisation_id", "covered_by_id"),
        CheckConstraint("last_on >= first_on", name="last_after_first"),
        CheckConstraint("covered_by_id <> person_id", name="somebody_else"),
    )

    covered_by_id: Mapped[int]
    first_on: Mapped[date]
    last_on: Mapped[date]

    covered_by: Mapped[Person] = relationship(
        primaryjoin="CoverRecord.covered_by_id == Person.id", foreign_keys="CoverRecord.covered_by_id", viewonly=True
    )
