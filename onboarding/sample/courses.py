"""Courses of the sample world in every state: approved, asked, refused, on the COHE's word; and who completed them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from onboarding import clock
from onboarding.queries import courses as known, organisations as places, people
from onboarding.queries.training import Part
from onboarding.sample.evidence import drawn
from onboarding.sample.members import account_of
from onboarding.sample.organisations import CEDAR
from onboarding.sample.people import ALL as EVERYBODY
from onboarding.services import course_approvals, course_papers, courses, training
from onboarding.services.change import Actor
from onboarding.services.course_approvals import Answer
from onboarding.services.course_papers import Sent
from onboarding.services.courses import VersionFacts
from onboarding.services.training import TrainingFacts

BY, MANAGER = "Clay Corbin", "Max Moreno"
BOTH = ("lni_processes", "other_cohe_practice")
LNI = ("lni_processes",)


class Version(NamedTuple):
    """A version of a course, given from so many days ago on, and what L&I said of it how many days ago.

    `answer`: approved from a day, or why it was refused; `on_word`: recorded by the COHE. `completed`: by whom, when.
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
    Version("OHMS for coordinators", "Version 1", LNI, 120, 120, approved=110, on_word=True),
    Version("Medication and recovery", "Draft", LNI, 30, 5, asked=False),
)


def load() -> None:
    """Add those that are not there yet."""
    at = places.by_slug(CEDAR.slug)
    if at is None:
        return
    there = {(course.title, version.label) for course in known.listed(at.id) for version in course.versions}
    for each in ALL:
        if (each.course, each.label) not in there:
            _add(each, at)


def _add(each: Version, at: Any) -> None:
    by, today = Actor(account_of(MANAGER).id, MANAGER), clock.today()
    facts = VersionFacts(each.label, today - timedelta(each.ago), each.topics, each.minutes, "English")
    course = next((course for course in known.listed(at.id) if course.title == each.course), None)
    version = courses.add_version(by, at, course.id, facts) if course else courses.add(by, at, each.course, facts)
    slides = drawn((each.course.upper(), each.label, "", "Slides (SAMPLE)"))
    course_papers.add_material(by, at, version.id, Sent(slides, "Slides.png"))
    if each.asked:
        course_approvals.ask(by, at, version.id, None)
    _answer(each, at, version, by)
    for name, ago in each.completed:
        person = next((people.by_email(at.id, one.email) for one in EVERYBODY if one.name == name), None)
        if person:
            said = {"kind": "approved_content", "on": str(today - timedelta(ago)), "trainer": MANAGER}
            training.record(by, person, TrainingFacts(Part.ACTIVITIES, said, version.id))


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
