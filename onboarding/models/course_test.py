"""The short test of a version of a course, who took it with which answers, and who checked what came of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from onboarding.models.base import OfOrganisation, OfPerson, Record, RecordedBy, within


class CourseTest(RecordedBy, OfOrganisation):
    """A test of a version. It is never changed: with other questions it is the next `number`, and the last one holds.

    `questions`: for each what it `asks`, its `choices`, and the place of the `right` one. `pass_mark`: how many right
    answers pass. `most_tries` None: it can be tried as often as one likes.
    """

    __tablename__ = "course_test"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        UniqueConstraint("organisation_id", "version_id", "number"),
        within("version_id", "course_version"),
        CheckConstraint("pass_mark > 0", name="pass_mark"),
        CheckConstraint("most_tries > 0", name="most_tries"),
    )

    version_id: Mapped[int]
    number: Mapped[int]
    questions: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    pass_mark: Mapped[int]
    most_tries: Mapped[int | None]


class CourseAttempt(Record, OfPerson):
    """One try at a test by the person themselves. `answers`: the place of the chosen answer to each question.

    `training_id`: the completion that passing it wrote.
    """

    __tablename__ = "course_attempt"
    in_words = "try at the test of a course", "tries at tests of courses"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        UniqueConstraint("organisation_id", "training_id"),
        within("test_id", "course_test"),
        within("training_id", "training_record"),
        Index("ix_course_attempt_test", "test_id", "person_id"),
        CheckConstraint("passed = (training_id IS NOT NULL)", name="passing_completes"),
    )

    test_id: Mapped[int]
    answers: Mapped[list[int]] = mapped_column(JSON)
    right: Mapped[int]
    passed: Mapped[bool]
    training_id: Mapped[int | None]
    taken_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    taken_at: Mapped[datetime]

    test: Mapped[CourseTest] = relationship(
        primaryjoin="CourseAttempt.test_id == CourseTest.id", foreign_keys="CourseAttempt.test_id", viewonly=True
    )


class TrainingCheck(RecordedBy, OfPerson):
    """Somebody else looked at the test that a completion rests on, and confirmed it."""

    __tablename__ = "training_check"
    in_words = "check of a completion", "checks of completions"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        UniqueConstraint("organisation_id", "training_id"),
        within("training_id", "training_record"),
    )

    training_id: Mapped[int]
