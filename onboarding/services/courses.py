"""Courses of a COHE: adding one, adding a version to it, withdrawing a version. What a version says never changes."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.formats.claimants import named
from onboarding.models.course import Course, CourseVersion
from onboarding.models.organisation import Organisation
from onboarding.services import names
from onboarding.services.change import Actor, Change, change
from onboarding.services.locks import lock_organisation


class VersionFacts(NamedTuple):
    """What a version is called, the first day on which it is given, its topics, its length and its language."""

    label: str
    since: date
    topics: Sequence[str]
    minutes: int | None
    language: str


def add(actor: Actor, organisation: Organisation, title: str, facts: VersionFacts) -> CourseVersion:
    """Add a course with its first version. Raises OnboardingError where there is one of that title."""
    with change(actor) as under_way:
        lock_organisation(organisation.id)
        _refuse(organisation.id, title=title)
        same = func.lower(Course.title) == title.lower()
        if db.session.scalar(select(Course.id).where(Course.organisation_id == organisation.id, same)):
            raise OnboardingError(f"There is a course “{title}” already. Add a version to that one.", "title")
        course = Course(
            organisation_id=organisation.id, title=title, recorded_by_id=actor.user_id, recorded_at=clock.now()
        )
        db.session.add(course)
        db.session.flush()
        under_way.record(organisation.id, Action.COURSE_ADDED, course)
        return _add_version(under_way, course, facts)


def add_version(actor: Actor, organisation: Organisation, course_id: int, facts: VersionFacts) -> CourseVersion:
    """Add a version to a course. Raises OnboardingError where it has one of that name."""
    with change(actor) as under_way:
        lock_organisation(organisation.id)
        mine = Course.organisation_id == organisation.id, Course.id == course_id
        course = db.session.scalar(select(Course).where(*mine))
        if course is None:
            raise NotFoundError
        return _add_version(under_way, course, facts)


def withdraw(actor: Actor, organisation: Organisation, version_id: int, because: str) -> CourseVersion:
    """Have nobody complete a version from now on. What was completed, and what L&I said of it, stays."""
    with change(actor) as under_way:
        version = locked(organisation, version_id)
        names.refuse(organisation.id, because=because)
        version.withdrawn_by_id, version.withdrawn_at = actor.user_id, clock.now()
        version.withdrawn_because = because
        under_way.record(organisation.id, Action.COURSE_VERSION_WITHDRAWN, version)
    return version


def locked(organisation: Organisation, version_id: int, withdrawn_too: bool = False) -> CourseVersion:
    """The version, which nobody else changes until the change ends.

    Raises NotFoundError, and OnboardingError for one that was withdrawn, unless `withdrawn_too`: what L&I says of it is
    waited for by what was completed before.
    """
    lock_organisation(organisation.id)
    row = db.session.scalar(
        select(CourseVersion)
        .where(CourseVersion.organisation_id == organisation.id, CourseVersion.id == version_id)
        .with_for_update(of=CourseVersion)
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFoundError
    db.session.expire(row, ["approvals"])
    if row.withdrawn_at and not withdrawn_too:
        raise OnboardingError("This version was withdrawn. Add another version.")
    return row


def _refuse(organisation_id: int, **texts: str) -> None:
    """What a course is called stands in the training of everybody who completes it."""
    names.refuse(organisation_id, **texts)
    for field, text in texts.items():
        if what := named(text):
            raise OnboardingError(f"This looks like {what}. Leave it out.", field)


def _add_version(under_way: Change, course: Course, facts: VersionFacts) -> CourseVersion:
    _refuse(course.organisation_id, label=facts.label, language=facts.language)
    same = func.lower(CourseVersion.label) == facts.label.lower()
    if db.session.scalar(select(CourseVersion.id).where(CourseVersion.course_id == course.id, same)):
        raise OnboardingError(f"This course has a version “{facts.label}” already. Call this one otherwise.", "label")
    version = CourseVersion(
        organisation_id=course.organisation_id,
        course_id=course.id,
        recorded_by_id=under_way.actor.user_id,
        recorded_at=clock.now(),
        **{**facts._asdict(), "topics": sorted(facts.topics)},
    )
    db.session.add(version)
    db.session.flush()
    under_way.record(course.organisation_id, Action.COURSE_VERSION_ADDED, version, course=course.id)
    return version
