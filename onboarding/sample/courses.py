"""Courses of the sample world in every state: approved, asked, refused, on the COHE's word; who completed them, how."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from onboarding import clock
from onboarding.queries import course_tests as tests, courses as known, organisations as places, people
from onboarding.queries.training import Part
from onboarding.sample.evidence import drawn
from onboarding.sample.members import account_of
from onboarding.sample.organisations import CEDAR, HARBOR, Sample
from onboarding.sample.people import ALL as EVERYBODY, manager
from onboarding.services import course_approvals, course_papers, course_tests, courses, training
from onboarding.services.change import Actor
from onboarding.services.course_approvals import Answer
from onboarding.services.course_papers import Sent
from onboarding.services.course_tests import CourseTestFacts, Question
from onboarding.services.courses import VersionFacts
from onboarding.services.training import TrainingFacts

BY = "Clay Corbin"
BOTH = ("lni_processes", "other_cohe_practice")
LNI = ("lni_processes",)


class Version(NamedTuple):
    """A version of a course, given from so many days ago on, and what L&I said of it how many days ago.

    `approved`: from how many days ago, or `refused`: why; `on_word`: by the COHE. `completed`: by whom, how many
    days ago. `tested`: whether it has a test; `tried`: by whom, and whether they passed.
    """

    course: str
    label: str
    topics: Sequence[str]
    minutes: int
    ago: int
    asked: bool = True
    approved: int | None = None
    refused: str | None = None
    on_word: bool = False
    completed: Sequence[tuple[str, int]] = ()
    tested: bool = False
    tried: Sequence[tuple[str, bool]] = ()
    at: Sample = CEDAR


ALL = (
    Version(
        "How a claim moves at L&I",
        "Version 1",
        LNI,
        60,
        300,
        refused="The steps after claim closure are missing. Add them, and send a new version.",
    ),
    Version("How a claim moves at L&I", "Version 2", BOTH, 90, 200, approved=190, completed=(("Mateo Silva", 4),)),
    Version("Return to work in practice", "Spring edition", BOTH, 45, 20, completed=(("Jonas Weber", 6),)),
    Version(
        "OHMS for coordinators",
        "Version 1",
        LNI,
        120,
        120,
        approved=110,
        on_word=True,
        tested=True,
        tried=(("Hugo Harper", False), ("Hugo Harper", True)),
    ),
    Version("Medication and recovery", "Draft", LNI, 30, 5, asked=False),
    Version("First contact with a worker", "Version 1", BOTH, 60, 90, approved=80, tested=True, at=HARBOR),
)
TEST = CourseTestFacts(
    (
        Question("Where do you write what you did for a claim?", "In OHMS", ("In an email to L&I", "Nowhere")),
        Question("Who decides whether a claim is allowed?", "L&I", ("The COHE", "The employer")),
        Question(
            "When do you call the employer?", "Early, to plan the return to work", ("After claim closure", "Never")
        ),
    ),
    2,
    3,
)


def load() -> None:
    """Add those that are not there yet."""
    for each in ALL:
        at = places.by_slug(each.at.slug)
        if at and (each.course, each.label) not in {
            (course.title, version.label) for course in known.listed(at.id) for version in course.versions
        }:
            _add(each, at)


def _add(each: Version, at: Any) -> None:
    by, today = Actor(manager(at.id), "sample"), clock.today()
    facts = VersionFacts(each.label, today - timedelta(each.ago), each.topics, each.minutes, "English")
    course = next((course for course in known.listed(at.id) if course.title == each.course), None)
    version = courses.add_version(by, at, course.id, facts) if course else courses.add(by, at, each.course, facts)
    slides = drawn((each.course.upper(), each.label, "", "Slides (SAMPLE)"))
    course_papers.add_material(by, at, version.id, Sent(slides, "Slides.png"))
    if each.asked:
        course_approvals.ask(by, at, version.id, None)
    _answer(each, at, version, by)
    if each.tested:
        course_tests.write(by, at, version.id, TEST, 0)
    for name, ago in each.completed:
        if person := _person(at, name):
            said = {"kind": "approved_content", "on": str(today - timedelta(ago))}
            training.record(by, person, TrainingFacts(Part.ACTIVITIES, said, version.id))
    for before, (name, passes) in enumerate(each.tried):
        test, person = tests.of(version.id), _person(at, name)
        if test and person and person.user_id:
            right = [question["right"] for question in test.questions]
            given = right if passes else [(place + 1) % 3 for place in right]
            course_tests.take(Actor(person.user_id, "sample"), person, version.id, test.id, given, before)


def _person(at: Any, name: str) -> Any:
    return next((people.by_email(at.id, each.email) for each in EVERYBODY if each.name == name), None)


def _answer(each: Version, at: Any, version: Any, by: Actor) -> None:
    since = clock.today() - timedelta(each.approved) if each.approved is not None else None
    if since is None and each.refused is None:
        return
    said = Answer(since, BY, each.refused)
    if each.on_word:
        letter = drawn(("DEPARTMENT OF LABOR & INDUSTRIES (SAMPLE)", "", f"To {at.name}:", f"{each.course}: yes.", BY))
        course_approvals.answer(by, at, version.id, said, Sent(letter, "Letter from L&I.png"))
    else:
        course_approvals.answer(Actor(account_of(BY).id, BY), at, version.id, said)
