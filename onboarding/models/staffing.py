"""What a COHE's staffing is computed from: its claims by quarter, how people split their time, who is away, who covers;
and who was asked to cover, and how the COHE says that cover works.

Who is in which role, and from when to when, is in postings. The staffing is not stored: rules/staffing.py computes it.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from onboarding.models.account import User
from onboarding.models.base import Correctable, Corrected, OfPerson, Record, within
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
    in_words = "record of how the week is split", "records of how the week is split"
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
    in_words = "absence", "absences"
    __table_args__ = (
        Index("ix_absence_person", "organisation_id", "person_id", "id"),
        CheckConstraint("last_on >= first_on", name="last_after_first"),
    )

    first_on: Mapped[date]
    last_on: Mapped[date]


class CoverRecord(Correctable):
    """Who covers for somebody who is away, from when to when, both days included."""

    __tablename__ = "cover"
    in_words = "record of who covers", "records of who covers"
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
    away: Mapped[Person] = relationship(
        primaryjoin="CoverRecord.person_id == Person.id", foreign_keys="CoverRecord.person_id", viewonly=True
    )


class CoverAnswer(StrEnum):
    """What became of asking somebody to cover."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class CoverRequest(Record, OfPerson):
    """That somebody was asked to cover for the person who is away, from when to when, both days included.

    Nothing is covered by it before it is accepted; `cover_id` is the cover that follows then.
    """

    __tablename__ = "cover_request"
    in_words = "request for cover", "requests for cover"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        within("asked_id", "person"),
        within("cover_id", "cover"),
        Index("ix_cover_request_person", "organisation_id", "person_id", "id"),
        Index("ix_cover_request_asked", "organisation_id", "asked_id", "answered"),
        CheckConstraint("last_on >= first_on", name="last_after_first"),
        CheckConstraint("asked_id <> person_id", name="somebody_else"),
        CheckConstraint("(answered IS NULL) = (answered_at IS NULL)", name="answered_at"),
        CheckConstraint("(cover_id IS NOT NULL) = (coalesce(answered, '') = 'accepted')", name="accepted_covers"),
        CheckConstraint("answered <> 'declined' OR because IS NOT NULL", name="declining_explained"),
    )

    asked_id: Mapped[int]
    first_on: Mapped[date]
    last_on: Mapped[date]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    asked_at: Mapped[datetime]
    answered: Mapped[CoverAnswer | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    answered_at: Mapped[datetime | None]
    because: Mapped[str | None] = mapped_column(String(500))
    cover_id: Mapped[int | None]

    person: Mapped[Person] = relationship(
        primaryjoin="CoverRequest.person_id == Person.id", foreign_keys="CoverRequest.person_id", viewonly=True
    )
    asked: Mapped[Person] = relationship(
        primaryjoin="CoverRequest.asked_id == Person.id", foreign_keys="CoverRequest.asked_id", viewonly=True
    )
    asked_by: Mapped[User | None] = relationship(foreign_keys="CoverRequest.asked_by_id", viewonly=True)
    answered_by: Mapped[User | None] = relationship(foreign_keys="CoverRequest.answered_by_id", viewonly=True)


class CoverageWay(Corrected):
    """How cover works at the COHE, in its own words, from a day on until the next."""

    __tablename__ = "coverage_way"
    __table_args__ = (Index("ix_coverage_way_since", "organisation_id", "since"),)

    since: Mapped[date]
    text: Mapped[str] = mapped_column(Text)
