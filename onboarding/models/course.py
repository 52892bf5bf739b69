"""Courses of a COHE in versions, what L&I says of each, and the files that belong to one.

What a version says never changes: other content is another version. So what L&I approved is what people completed.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from onboarding.models.account import User
from onboarding.models.base import OfOrganisation, Record, RecordedBy, one_while, within


class ApprovalStep(StrEnum):
    """What was said of a version, by the COHE or by L&I."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    CONFIRMED = "confirmed"  # that a grant or refusal which the COHE recorded is L&I's
    DISPUTED = "disputed"  # that it is not


class Course(RecordedBy, OfOrganisation):
    """One course. What it is about is said by its versions."""

    __tablename__ = "course"
    __table_args__ = (UniqueConstraint("organisation_id", "id"), UniqueConstraint("organisation_id", "title"))

    title: Mapped[str] = mapped_column(String(200))

    versions: Mapped[list["CourseVersion"]] = relationship(
        primaryjoin="Course.id == CourseVersion.course_id",
        foreign_keys="CourseVersion.course_id",
        order_by="CourseVersion.id.desc()",
        viewonly=True,
    )


class CourseVersion(RecordedBy, OfOrganisation):
    """One version: what it is called, the first day on which it is given, its topics, length and language.

    `withdrawn_at`: from then on nobody completes it; what was completed before stays.
    """

    __tablename__ = "course_version"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        UniqueConstraint("organisation_id", "course_id", "label"),
        within("course_id", "course"),
        CheckConstraint("minutes > 0", name="minutes"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_because IS NULL)", name="withdrawal_explained"),
    )

    course_id: Mapped[int]
    label: Mapped[str] = mapped_column(String(60))
    since: Mapped[date]
    topics: Mapped[list[str]] = mapped_column(JSON)
    minutes: Mapped[int | None]
    language: Mapped[str] = mapped_column(String(60))
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_because: Mapped[str | None] = mapped_column(String(500))

    course: Mapped[Course] = relationship(
        primaryjoin="CourseVersion.course_id == Course.id", foreign_keys="CourseVersion.course_id", viewonly=True
    )
    approvals: Mapped[list["CourseApproval"]] = relationship(
        primaryjoin="CourseVersion.id == CourseApproval.version_id",
        foreign_keys="CourseApproval.version_id",
        order_by="CourseApproval.id",
        viewonly=True,
    )
    withdrawn_by: Mapped[User | None] = relationship(foreign_keys=[withdrawn_by_id])


class CourseApproval(RecordedBy, OfOrganisation):
    """One step towards L&I's approval of a version; where it stands follows from all of them (queries/approvals.py).

    `by`: the contract manager whose word it is; `theirs`: whether they said it here. `since`: of a grant, the
    first day from which it is approved. `of_id`: which decision is confirmed or disputed. A decision that `corrects`
    another stands in its place, with `because`.
    """

    __tablename__ = "course_approval"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        within("version_id", "course_version"),
        within("of_id", "course_approval"),
        within("corrects_id", "course_approval"),
        one_while("uq_course_approval_corrected", "corrects_id IS NOT NULL", "organisation_id", "corrects_id"),
        one_while("uq_course_approval_answered", "of_id IS NOT NULL", "organisation_id", "of_id"),
        Index("ix_course_approval_version", "version_id", "id"),
        CheckConstraint("(step = 'granted') = (since IS NOT NULL)", name="grant_dated"),
        CheckConstraint("(step IN ('confirmed', 'disputed')) = (of_id IS NOT NULL)", name="answers_something"),
        CheckConstraint("corrects_id IS NULL OR because IS NOT NULL", name="correction_explained"),
    )

    version_id: Mapped[int]
    step: Mapped[ApprovalStep]
    by: Mapped[str | None] = mapped_column(String(200))
    theirs: Mapped[bool]
    since: Mapped[date | None]
    says: Mapped[str | None] = mapped_column(String(500))
    of_id: Mapped[int | None]
    corrects_id: Mapped[int | None]
    because: Mapped[str | None] = mapped_column(String(500))


class CoursePaper(Record, OfOrganisation):
    """A file of a version: material, or with `approval_id` the paper of what was said of it.

    `original` is the hash of what came, `sha256` of the copy that is kept.
    """

    __tablename__ = "course_paper"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        UniqueConstraint("organisation_id", "version_id", "original"),
        within("version_id", "course_version"),
        within("approval_id", "course_approval"),
    )

    version_id: Mapped[int]
    approval_id: Mapped[int | None]
    file_name: Mapped[str] = mapped_column(String(200))
    original: Mapped[str] = mapped_column(String(64))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    added_at: Mapped[datetime]


class CoursePaperCopy(OfOrganisation):
    """The harmless copy of a file, sealed with a key of its own, which the master key seals."""

    __tablename__ = "course_paper_copy"
    __table_args__ = (
        UniqueConstraint("organisation_id", "paper_id"),
        within("paper_id", "course_paper"),
    )

    paper_id: Mapped[int]
    wrapped: Mapped[bytes] = mapped_column(LargeBinary(200))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
