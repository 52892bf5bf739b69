"""What training a person had, as it was recorded."""

from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from onboarding.models.base import Correctable
from onboarding.models.course import CourseVersion


class TrainingPart(StrEnum):
    """To which part of the training document an entry belongs."""

    INITIAL = "initial"
    LNI_REQUIRED = "lni_required"
    ACTIVITIES = "activities"


class TrainingRecord(Correctable):
    """One training that somebody had. `facts` is an entry of that part as `flask rules training` takes it.

    `version_id`: which version of a course it completed. Whether L&I approved that is said there, and not in `facts`.
    """

    __tablename__ = "training_record"
    in_words = "training", "trainings"
    __table_args__ = (
        Index("ix_training_record_person", "organisation_id", "person_id", "id"),
        Index("ix_training_record_version", "version_id"),
    )

    part: Mapped[TrainingPart]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    version_id: Mapped[int | None] = mapped_column(ForeignKey("course_version.id"), sort_order=2)

    version: Mapped[CourseVersion | None] = relationship(viewonly=True)
    attempt: Mapped[Any] = relationship(
        "CourseAttempt",
        primaryjoin="TrainingRecord.id == foreign(CourseAttempt.training_id)",
        viewonly=True,
        uselist=False,
    )
    check: Mapped[Any] = relationship(
        "TrainingCheck",
        primaryjoin="TrainingRecord.id == foreign(TrainingCheck.training_id)",
        viewonly=True,
        uselist=False,
    )
    sign_off: Mapped[Any] = relationship(
        "SignOff",
        primaryjoin="TrainingRecord.id == foreign(SignOff.training_id)",
        viewonly=True,
        uselist=False,
    )
