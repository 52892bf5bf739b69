"""The short test of a version of a course: writing it, taking it, and checking what came of it."""

from collections.abc import Sequence
from typing import NamedTuple

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.formats.claimants import named
from onboarding.models.course import CourseVersion
from onboarding.models.course_test import CourseAttempt, CourseTest, TrainingCheck
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.training import TrainingPart, TrainingRecord
from onboarding.queries import course_tests as found, courses as known, training
from onboarding.queries.approvals import State, standing
from onboarding.queries.organisations import by_id
from onboarding.services import completions, correcting, courses, names
from onboarding.services.change import Actor, Change, change
from onboarding.services.locks import lock

CHANGED = "The test was changed, or you sent an answer from another page. Nothing was counted. Take it from here."


class Question(NamedTuple):
    """One question: what it asks, the right answer, and the wrong ones."""

    asks: str
    right: str
    wrong: Sequence[str]


class CourseTestFacts(NamedTuple):
    """A test: its questions, how many right answers pass, and how often it can be tried (None: as one likes)."""

    questions: Sequence[Question]
    pass_mark: int
    most_tries: int | None


def write(actor: Actor, organisation: Organisation, version_id: int, facts: CourseTestFacts, seen: int) -> CourseTest:
    """Write the test of a version. Every change is a test of its own, so that who took one is known to have taken it.

    `seen`: the number of the test that the page showed; 0 where it showed none. Raises OnboardingError.
    """
    questions = _questions(organisation, facts)
    with change(actor) as under_way:
        version = courses.locked(organisation, version_id)
        before = found.of(version.id)
        if (before.number if before else 0) != seen:
            raise OnboardingError("Somebody else changed this test meanwhile. Reload the page, and change it there.")
        same = before and (before.questions, before.pass_mark, before.most_tries)
        if same == (questions, facts.pass_mark, facts.most_tries):
            raise OnboardingError("This is what the test is already. Nothing was changed.")
        row = CourseTest(
            organisation_id=organisation.id,
            version_id=version.id,
            number=seen + 1,
            questions=questions,
            pass_mark=facts.pass_mark,
            most_tries=facts.most_tries,
            recorded_by_id=actor.user_id,
            recorded_at=clock.now(),
        )
        db.session.add(row)
        db.session.flush()
        under_way.record(organisation.id, Action.COURSE_TEST_WRITTEN, row, version=version.id)
    return row


def take(
    actor: Actor, person: Person, version_id: int, test_id: int, answers: Sequence[int], tries: int
) -> CourseAttempt:
    """Take the test of an approved version, by the person themselves. Passing it completes the version today.

    `test_id` and `tries`: the test that the page showed, and how often it had been tried then. What is sent twice, or
    from a page of before, is said and not counted. Raises OnboardingError.
    """
    if actor.user_id is None or person.user_id != actor.user_id:
        raise NotFoundError
    with change(actor) as under_way:
        lock(person)
        version, test = _to_take(actor, person, version_id)
        had = found.tries(test, person)
        if test.id != test_id or len(had.rows) != tries:
            raise OnboardingError(CHANGED)
        if had.left == 0:
            raise OnboardingError("You have no try left. Ask your manager.")
        if len(answers) != len(test.questions):
            raise OnboardingError("Answer every question.")
        right = found.right_answers(test, answers)
        passed = right >= test.pass_mark
        completed = _completed(under_way, person, version) if passed else None
        row = CourseAttempt(
            organisation_id=person.organisation_id,
            person_id=person.id,
            test_id=test.id,
            answers=list(answers),
            right=right,
            passed=passed,
            training_id=completed.id if completed else None,
            taken_by_id=actor.user_id,
            taken_at=clock.now(),
        )
        db.session.add(row)
        db.session.flush()
        under_way.record(person.organisation_id, Action.COURSE_TEST_TAKEN, row, person=person.id)
    return row


def check(actor: Actor, person: Person, training_id: int) -> TrainingCheck:
    """Confirm a completion that rests on a test. Nobody confirms their own (services/own.py)."""
    with change(actor) as under_way:
        lock(person)
        row = next((each for each in training.of(person) if each.id == training_id), None)
        if row is None or found.passed(row.id) is None:
            raise NotFoundError
        if row.check is not None:
            raise OnboardingError("This completion was confirmed already.")
        checked = TrainingCheck(
            organisation_id=person.organisation_id,
            person_id=person.id,
            training_id=row.id,
            recorded_by_id=actor.user_id,
            recorded_at=clock.now(),
        )
        db.session.add(checked)
        db.session.flush()
        db.session.expire(row, ["check"])
        under_way.record(person.organisation_id, Action.TRAINING_CHECKED, checked, person=person.id, training=row.id)
    return checked


def refuse_taking(actor: Actor, person: Person, version: CourseVersion) -> None:
    """Raises OnboardingError, with why, where the person cannot take the test of the version now."""
    if person.posting is None:
        raise OnboardingError("Your hire is not recorded yet.")
    if version.withdrawn_at or standing(version).state is not State.APPROVED:
        raise OnboardingError("This version cannot be completed any more. Look for another one.")
    if any(row.version_id == version.id for row in training.of(person)):
        raise OnboardingError("You completed this version already.")
    if actor.user_id in found.who_wrote(version.id):
        raise OnboardingError("You wrote this test, so you cannot take it.")


def _to_take(actor: Actor, person: Person, version_id: int) -> tuple[CourseVersion, CourseTest]:
    version = known.one(person.organisation_id, version_id)
    test = found.of(version_id) if version else None
    if version is None or test is None:
        raise NotFoundError
    refuse_taking(actor, person, version)
    return version, test


def _completed(under_way: Change, person: Person, version: CourseVersion) -> TrainingRecord:
    facts = completions.facts(by_id(person.organisation_id), version.id, {"on": clock.today().isoformat()})
    row = TrainingRecord(part=TrainingPart.ACTIVITIES, facts=facts, version_id=version.id)
    told = {"training": facts["kind"], "on": facts["on"]}
    correcting.add(under_way, Action.COURSE_COMPLETED, row, person, None, **told)
    db.session.flush()
    return row


def _questions(organisation: Organisation, facts: CourseTestFacts) -> list[dict[str, object]]:
    """The questions as they are kept: the choices in the order of the alphabet, so that no place gives one away."""
    if not facts.questions:
        raise OnboardingError("Write one question or more.", "questions")
    if not 0 < facts.pass_mark <= len(facts.questions):
        raise OnboardingError(f"Enter 1 to {len(facts.questions)}: there are so many questions.", "pass_mark")
    found = []
    for number, each in enumerate(facts.questions, start=1):
        choices = sorted({each.right, *each.wrong}, key=lambda text: (text.casefold(), text))
        if len(choices) < 2:
            raise OnboardingError(f"Question {number} needs a right answer and a wrong one that differs.", "questions")
        for text in (each.asks, *choices):
            names.refuse(organisation.id, questions=text)
            if what := named(text):
                raise OnboardingError(f"“{text}” looks like {what}. Leave it out.", "questions")
        found.append({"asks": each.asks, "choices": choices, "right": choices.index(each.right)})
    return found
