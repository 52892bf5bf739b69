"""A completion names its version, and what L&I says of that version decides whether it counts."""

from datetime import timedelta

import pytest
from flask import Flask, current_app
from sqlalchemy import select

from onboarding import clock
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.models.course import CourseVersion
from onboarding.models.duty import ListedDuty
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import courses as found, facts, rulings, trail_compare, training as trainings
from onboarding.rules.additional_training import AdditionalFinding
from onboarding.rules.training import train
from onboarding.services import course_approvals, courses, training
from onboarding.services.change import SYSTEM
from onboarding.services.course_approvals import Answer
from onboarding.services.training import TrainingFacts
from tests.courses.make import GIVEN, ask, complete, completion, grant, make_version, refuse
from tests.make import make_cohe, make_person

TODAY = clock.today()
HIRED = TODAY - timedelta(days=60)
DONE = TODAY - timedelta(days=10)


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def ana(valley: Organisation) -> Person:
    return make_person(valley, hired_on=HIRED)


@pytest.fixture
def version(valley: Organisation) -> CourseVersion:
    return make_version(valley)


def judged(cohe: Organisation, person: Person) -> AdditionalFinding:
    db.session.expire_all()
    assert person.posting
    trainee = facts.trainee(cohe, person.posting, trainings.of(person))
    law = rulings.of(cohe, current_app.extensions["rulebook"])
    return train(trainee, law, TODAY).claimed.additional


def test_what_the_version_says_is_recorded_and_nothing_typed_beside_it(
    valley: Organisation, ana: Person, version: CourseVersion
) -> None:
    said = completion(version, DONE)
    typed = said._replace(
        facts={**said.facts, "topics": [], "title": "Else", "approved_on": str(DONE), "trainer": "Ed"}
    )
    row = training.record(SYSTEM, ana, typed)
    assert row.facts == {
        "kind": "approved_content",
        "on": DONE.isoformat(),
        "title": found.name(version),
        "topics": ["lni_processes", "other_cohe_practice"],
        "trainer": "Ed",
    }
    assert list(trail_compare.differences()) == []


def test_it_counts_by_what_lni_says_of_the_version(valley: Organisation, ana: Person, version: CourseVersion) -> None:
    complete(ana, version, DONE)
    assert judged(valley, ana).outcome == "due"  # L&I was not asked
    ask(valley, version)
    waits = judged(valley, ana)
    assert (waits.outcome, [need.say for need in waits.needs]) == (
        "undetermined",
        [f"L&I's answer on {found.name(version)}"],
    )
    decision = grant(valley, version, DONE)
    assert (judged(valley, ana).outcome, judged(valley, ana).met_on) == ("met", DONE)
    assert judged(valley, ana).because.endswith(f"L&I has not confirmed yet that it approved {found.name(version)}.")
    late = Answer(DONE + timedelta(days=1), "Cora Contract", None)
    course_approvals.correct(SYSTEM, valley, version.id, decision.id, late, "A day later.")
    assert judged(valley, ana).outcome == "due"  # approved after it took place


def test_a_refusal_leaves_what_was_completed_without_effect(
    valley: Organisation, ana: Person, version: CourseVersion
) -> None:
    complete(ana, version, DONE)
    refuse(valley, version)
    assert (judged(valley, ana).outcome, judged(valley, ana).needs) == ("due", ())


def test_content_that_is_in_no_register_stays_as_it_is(valley: Organisation, ana: Person) -> None:
    said = {"kind": "approved_content", "on": str(DONE), "topics": ["lni_processes", "other_cohe_practice"]}
    approved = {**said, "approved_on": str(DONE)}
    training.record(SYSTEM, ana, TrainingFacts(trainings.Part.ACTIVITIES, approved))
    assert (judged(valley, ana).outcome, judged(valley, ana).because.endswith(f"Met on {DONE}.")) == ("met", True)


def test_the_lists_follow_what_lni_says(valley: Organisation, ana: Person, version: CourseVersion) -> None:
    complete(ana, version, DONE)
    asks = select(ListedDuty.says).where(ListedDuty.person_id == ana.id, ListedDuty.place == "additional")
    assert "Still needed" in (db.session.scalar(asks) or "")
    ask(valley, version)
    assert "L&I was asked to approve the content" in (db.session.scalar(asks) or "")
    grant(valley, version)
    assert db.session.scalar(asks) is None


def test_it_is_completed_while_it_is_given(valley: Organisation, ana: Person, version: CourseVersion) -> None:
    with pytest.raises(OnboardingError, match="is given from January 5, 2026"):
        complete(ana, version, GIVEN - timedelta(days=1))
    complete(ana, version, GIVEN)
    courses.withdraw(SYSTEM, valley, version.id, "Out of date.")
    complete(ana, version, TODAY)  # the day on which it was withdrawn is its last
    tomorrow = clock.as_if(clock.now() + timedelta(days=1))
    with tomorrow, pytest.raises(OnboardingError, match="was withdrawn on"):
        complete(ana, version, clock.today())


def test_a_version_of_another_cohe_does_not_exist(ana: Person) -> None:
    with pytest.raises(NotFoundError):
        complete(ana, make_version(make_cohe("harbor")), DONE)


def test_it_is_recorded_once(ana: Person, version: CourseVersion) -> None:
    complete(ana, version, DONE)
    with pytest.raises(OnboardingError, match="recorded already"):
        complete(ana, version, DONE)


def test_of_several_who_has_it_by_hand_or_of_that_version_is_skipped(
    valley: Organisation, ana: Person, version: CourseVersion
) -> None:
    ben, cy, dee = (make_person(valley, name, hired_on=HIRED) for name in ("Ben Bell", "Cy Cole", "Dee Dunn"))
    complete(ana, version, DONE)
    complete(ben, make_version(valley), DONE)
    by_hand = {"kind": "approved_content", "on": str(DONE), "topics": ["lni_processes"]}
    training.record(SYSTEM, cy, TrainingFacts(trainings.Part.ACTIVITIES, by_hand))
    people = [each.id for each in (ana, ben, cy, dee)]
    done = training.record_for(SYSTEM, valley, people, [completion(version, DONE)])
    assert (done.recorded, done.already) == (["Ben Bell", "Dee Dunn"], ["Ana Ruiz", "Cy Cole"])


def test_who_completed_it_is_listed_without_what_was_struck_or_corrected(
    valley: Organisation, ana: Person, version: CourseVersion
) -> None:
    first = complete(ana, version, DONE)
    ben = make_person(valley, "Ben Bell", hired_on=HIRED)
    other = complete(ben, version, GIVEN)
    assert [each.person.name for each in found.every_completion([version.id])] == ["Ana Ruiz", "Ben Bell"]
    assert found.how_often_completed(valley.id) == {version.id: 2}
    training.strike(SYSTEM, ben, other, "It was not Ben.")
    training.correct(SYSTEM, ana, first, completion(version, TODAY), "Another day.")
    (row,) = found.every_completion([version.id])
    assert (row.person.id, row.training.facts["on"], row.training.version_id) == (ana.id, str(TODAY), version.id)
    assert found.how_often_completed(valley.id) == {version.id: 1}


def test_what_was_typed_by_hand_becomes_a_completion_by_a_correction(ana: Person, version: CourseVersion) -> None:
    by_hand = {"kind": "approved_content", "on": str(DONE), "topics": ["lni_processes"], "approved_on": "2026-01-05"}
    row = training.record(SYSTEM, ana, TrainingFacts(trainings.Part.ACTIVITIES, by_hand))
    training.correct(SYSTEM, ana, row, completion(version, DONE), "It was the course.")
    (now,) = trainings.of(ana)
    assert (now.version_id, "approved_on" in now.facts) == (version.id, False)
