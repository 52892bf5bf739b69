"""The tests of versions of courses, and who took them."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select, true

from onboarding.extensions import db
from onboarding.models.course_test import CourseAttempt, CourseTest, TrainingCheck
from onboarding.models.person import Person
from onboarding.models.training import TrainingRecord
from onboarding.queries.people import goes_on


class Try(NamedTuple):
    """One try: by whom, at which test."""

    person: Person
    attempt: CourseAttempt
    test: CourseTest


class Tries(NamedTuple):
    """Somebody's tries at a test, and how many are left; None: as many as they like."""

    rows: Sequence[CourseAttempt]
    left: int | None


def of(version_id: int) -> CourseTest | None:
    """The test of a version as it is now; None where it has none."""
    chosen = select(CourseTest).where(CourseTest.version_id == version_id)
    return db.session.scalar(chosen.order_by(CourseTest.number.desc()).limit(1))


def with_tests(version_ids: Sequence[int]) -> set[int]:
    """Which of these versions have a test."""
    return set(db.session.scalars(select(CourseTest.version_id).where(CourseTest.version_id.in_(version_ids))))


def asked(test: CourseTest) -> list[tuple[str, list[str]]]:
    """What the test asks, and the choices for each: nothing that says which one is right."""
    return [(each["asks"], list(each["choices"])) for each in test.questions]


def right_answers(test: CourseTest, answers: Sequence[int]) -> int:
    """How many of these answers, the place of a choice for each question, are right."""
    return sum(each["right"] == answer for each, answer in zip(test.questions, answers, strict=True))


def tries(test: CourseTest, person: Person) -> Tries:
    """Somebody's tries at a test as it is now, in the order in which they were made."""
    mine = CourseAttempt.test_id == test.id, CourseAttempt.person_id == person.id
    rows = db.session.scalars(select(CourseAttempt).where(*mine).order_by(CourseAttempt.id)).all()
    return Tries(rows, None if test.most_tries is None else max(0, test.most_tries - len(rows)))


def every_try(version_id: int, who: ColumnElement[bool] | None, most: int) -> tuple[Sequence[Try], int]:
    """The latest tries at the tests of a version, and how many there are. `who`: the people that are seen."""
    chosen = (
        select(Person, CourseAttempt, CourseTest, func.count().over())
        .join(CourseAttempt, CourseAttempt.person_id == Person.id)
        .join(CourseTest, CourseTest.id == CourseAttempt.test_id)
        .where(CourseTest.version_id == version_id, goes_on(Person), true() if who is None else who)
        .order_by(CourseAttempt.id.desc())
        .limit(most)
    )
    rows: Sequence[Any] = db.session.execute(chosen).all()
    return [Try(*row[:3]) for row in rows], rows[0][3] if rows else 0


def passed(training_id: int) -> CourseAttempt | None:
    """The try that a completion rests on; None where it rests on none."""
    return db.session.scalar(select(CourseAttempt).where(CourseAttempt.training_id == training_id))


def to_check(organisation_id: int, most: int) -> tuple[Sequence[Try], int]:
    """The tries by which somebody completed a version and that nobody confirmed yet, the first that was made first."""
    later = select(TrainingRecord.corrects_id).where(TrainingRecord.corrects_id.is_not(None))
    checked = select(TrainingCheck.training_id)
    chosen = (
        select(Person, CourseAttempt, CourseTest, func.count().over())
        .join(CourseAttempt, CourseAttempt.person_id == Person.id)
        .join(CourseTest, CourseTest.id == CourseAttempt.test_id)
        .where(
            CourseAttempt.organisation_id == organisation_id,
            CourseAttempt.training_id.is_not(None),
            CourseAttempt.training_id.not_in(later),
            CourseAttempt.training_id.not_in(checked),
            goes_on(Person),
        )
        .order_by(CourseAttempt.id)
        .limit(most)
    )
    rows: Sequence[Any] = db.session.execute(chosen).all()
    return [Try(*row[:3]) for row in rows], rows[0][3] if rows else 0


def who_wrote(version_id: int) -> set[int | None]:
    """Who wrote a test of the version, and so knows its answers."""
    return set(db.session.scalars(select(CourseTest.recorded_by_id).where(CourseTest.version_id == version_id)))
