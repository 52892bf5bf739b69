"""The courses of a COHE, their versions and files, and who completed which."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, func, select, true
from sqlalchemy.orm import joinedload, selectinload

from onboarding.extensions import db
from onboarding.models.course import Course, CoursePaper, CourseVersion
from onboarding.models.course_test import TrainingCheck
from onboarding.models.person import Person
from onboarding.models.training import TrainingRecord
from onboarding.queries.approvals import WITH_APPROVALS, State, standing
from onboarding.queries.evidence import WITH_CHECKS
from onboarding.queries.paging import turned
from onboarding.queries.people import PAGE, goes_on


class Completion(NamedTuple):
    """Who completed a version: the person, and the training as it is recorded."""

    person: Person
    training: TrainingRecord


class Completions(NamedTuple):
    """One page of them, and how many there are in all."""

    rows: Sequence[Completion]
    total: int
    page: int
    pages: int


def name(version: CourseVersion) -> str:
    """What a version is called: its course and its label."""
    return f"{version.course.title}, {version.label}"


def listed(organisation_id: int) -> Sequence[Course]:
    """Every course of the COHE by title, each with its versions. A COHE has a handful of them."""
    whole = selectinload(Course.versions).options(*WITH_APPROVALS)
    chosen = select(Course).where(Course.organisation_id == organisation_id).options(whole)
    return sorted(db.session.scalars(chosen), key=lambda course: (course.title.casefold(), course.id))


def course(organisation_id: int, id: int, _user_id: int | None = None) -> Course | None:
    """The course, if it is this organisation's."""
    whole = selectinload(Course.versions).options(*WITH_APPROVALS)
    chosen = select(Course).where(Course.organisation_id == organisation_id, Course.id == id)
    return db.session.scalar(chosen.options(whole))


def one(organisation_id: int, id: int, _user_id: int | None = None) -> CourseVersion | None:
    """The version, if it is this organisation's."""
    mine = CourseVersion.organisation_id == organisation_id, CourseVersion.id == id
    return db.session.scalar(select(CourseVersion).where(*mine).options(*WITH_APPROVALS))


def to_complete(organisation_id: int) -> Sequence[CourseVersion]:
    """The versions that can be completed, by course and the last first: those that were not withdrawn."""
    chosen = select(CourseVersion).join(Course, Course.id == CourseVersion.course_id)
    chosen = chosen.where(CourseVersion.organisation_id == organisation_id, CourseVersion.withdrawn_at.is_(None))
    order = func.lower(Course.title), Course.id, CourseVersion.id.desc()
    return db.session.scalars(chosen.options(*WITH_APPROVALS).order_by(*order)).all()


def approved(organisation_id: int) -> Sequence[CourseVersion]:
    """Those of them that L&I approved."""
    return [row for row in to_complete(organisation_id) if standing(row).state is State.APPROVED]


def materials(version: CourseVersion) -> Sequence[CoursePaper]:
    """The files with what the version teaches, the first that was added first."""
    return db.session.scalars(_papers(version).where(CoursePaper.approval_id.is_(None))).all()


def papers(version: CourseVersion) -> dict[int, list[CoursePaper]]:
    """The papers of what was said of it, by step."""
    found: dict[int, list[CoursePaper]] = {}
    for row in db.session.scalars(_papers(version).where(CoursePaper.approval_id.is_not(None))):
        assert row.approval_id is not None
        found.setdefault(row.approval_id, []).append(row)
    return found


def paper(organisation_id: int, id: int, _user_id: int | None = None) -> CoursePaper | None:
    """The file, if it is this organisation's."""
    return db.session.scalar(
        select(CoursePaper).where(CoursePaper.organisation_id == organisation_id, CoursePaper.id == id)
    )


def completions(version_ids: Sequence[int], who: ColumnElement[bool] | None, page: int) -> Completions:
    """A page of who completed these versions, the last day first. `who`: the people that are seen."""
    rows = every_completion(version_ids, who)
    page, pages = turned(len(rows), page, PAGE)
    return Completions(rows[(page - 1) * PAGE : page * PAGE], len(rows), page, pages)


def every_completion(version_ids: Sequence[int], who: ColumnElement[bool] | None = None) -> Sequence[Completion]:
    """All of them, in that order; without what was corrected or taken away since."""
    later = select(TrainingRecord.corrects_id).where(TrainingRecord.corrects_id.is_not(None))
    chosen = (
        select(Person, TrainingRecord)
        .join(TrainingRecord, TrainingRecord.person_id == Person.id)
        .where(
            TrainingRecord.version_id.in_(version_ids),
            TrainingRecord.struck.is_(False),
            TrainingRecord.id.not_in(later),
            goes_on(Person),
            true() if who is None else who,
        )
        .options(
            joinedload(Person.posting),
            joinedload(TrainingRecord.version).options(*WITH_APPROVALS),
            joinedload(TrainingRecord.sign_off),
            joinedload(TrainingRecord.attempt),
            joinedload(TrainingRecord.check).joinedload(TrainingCheck.recorded_by),
            selectinload(TrainingRecord.paper).options(*WITH_CHECKS),
        )
    )
    found = [Completion(person, row) for person, row in db.session.execute(chosen)]
    return sorted(found, key=lambda each: (each.training.facts["on"], each.training.id), reverse=True)


def how_often_completed(organisation_id: int) -> dict[int, int]:
    """How many people completed each version; nobody: left out."""
    later = select(TrainingRecord.corrects_id).where(TrainingRecord.corrects_id.is_not(None))
    chosen = select(TrainingRecord.version_id, func.count(TrainingRecord.person_id.distinct())).where(
        TrainingRecord.organisation_id == organisation_id,
        TrainingRecord.version_id.is_not(None),
        TrainingRecord.struck.is_(False),
        TrainingRecord.id.not_in(later),
    )
    counted = db.session.execute(chosen.group_by(TrainingRecord.version_id))
    return {version: people for version, people in counted if version is not None}


def _papers(version: CourseVersion) -> Select[CoursePaper]:
    mine = CoursePaper.organisation_id == version.organisation_id, CoursePaper.version_id == version.id
    return select(CoursePaper).where(*mine).order_by(CoursePaper.id)
