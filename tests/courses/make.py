"""Makers of courses, of what L&I says of a version, and of completions."""

from datetime import date

from onboarding.models.course import CourseApproval, CourseVersion
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.training import TrainingPart, TrainingRecord
from onboarding.services import course_approvals, courses, training
from onboarding.services.change import SYSTEM, Actor
from onboarding.services.course_approvals import Answer
from onboarding.services.courses import VersionFacts
from onboarding.services.training import TrainingFacts
from tests.make import numbers

BOTH = ("lni_processes", "other_cohe_practice")
GIVEN = date(2026, 1, 5)


def facts(label: str = "Version 1", topics: tuple[str, ...] = BOTH, since: date = GIVEN) -> VersionFacts:
    return VersionFacts(label, since, topics, 90, "English")


def make_version(cohe: Organisation, topics: tuple[str, ...] = BOTH, actor: Actor = SYSTEM) -> CourseVersion:
    """A course of its own with one version, of which L&I was not asked."""
    return courses.add(actor, cohe, f"Course {next(numbers)}", facts(topics=topics))


def ask(cohe: Organisation, version: CourseVersion, actor: Actor = SYSTEM) -> CourseApproval:
    return course_approvals.ask(actor, cohe, version.id, None)


def grant(
    cohe: Organisation, version: CourseVersion, since: date = GIVEN, actor: Actor = SYSTEM, by: str = "Cora Contract"
) -> CourseApproval:
    """Approved from a day, recorded on her word unless it is her own."""
    return course_approvals.answer(actor, cohe, version.id, Answer(since, by, None))


def refuse(cohe: Organisation, version: CourseVersion, actor: Actor = SYSTEM) -> CourseApproval:
    return course_approvals.answer(actor, cohe, version.id, Answer(None, "Cora Contract", "The steps are missing."))


def completion(version: CourseVersion, on: date) -> TrainingFacts:
    said = {"kind": "approved_content", "on": on.isoformat()}
    return TrainingFacts(TrainingPart.ACTIVITIES, said, version.id)


def complete(person: Person, version: CourseVersion, on: date, actor: Actor = SYSTEM) -> TrainingRecord:
    return training.record(actor, person, completion(version, on))
