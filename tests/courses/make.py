"""Makers of courses, of what L&I says of a version, and of completions."""

from datetime import date

from onboarding.models.course import CourseApproval, CourseVersion
from onboarding.models.course_test import CourseAttempt, CourseTest
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.training import TrainingPart, TrainingRecord
from onboarding.queries import course_tests as tests
from onboarding.services import course_approvals, course_tests, courses, training
from onboarding.services.change import SYSTEM, Actor
from onboarding.services.course_approvals import Answer
from onboarding.services.course_tests import CourseTestFacts, Question
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


def given_since(cohe: Organisation, day: date) -> CourseVersion:
    """The same of one that is given from that day on."""
    return courses.add(SYSTEM, cohe, f"Course {next(numbers)}", facts(since=day))


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


QUESTIONS = (
    Question("Who pays for HSC services?", "L&I", ("The worker", "The employer")),
    Question("Who signs the release to work?", "The attending provider", ("The HSC",)),
    Question("How long may a claim stay open?", "As long as care is needed", ("A week", "A year")),
)


def make_test(
    cohe: Organisation, version: CourseVersion, pass_mark: int = 2, most_tries: int | None = None, seen: int = 0
) -> CourseTest:
    """Three questions, two of which pass."""
    return course_tests.write(SYSTEM, cohe, version.id, CourseTestFacts(QUESTIONS, pass_mark, most_tries), seen)


def answers(test: CourseTest, right: int) -> list[int]:
    """So many right answers, the others wrong."""
    places = [each["right"] for each in test.questions]
    return [place if number < right else (place + 1) % 2 for number, place in enumerate(places)]


def take(person: Person, version: CourseVersion, passes: bool) -> CourseAttempt:
    """A try by the person themselves: with as many right answers as pass, or one fewer."""
    test = tests.of(version.id)
    assert test
    assert person.user_id
    chosen = answers(test, test.pass_mark if passes else test.pass_mark - 1)
    had = len(tests.tries(test, person).rows)
    return course_tests.take(Actor(person.user_id, person.name), person, version.id, test.id, chosen, had)
