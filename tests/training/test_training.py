"""Recording, correcting and striking trainings; what shows them verifies them."""

from datetime import date
from typing import Any

import pytest
from flask import Flask, current_app
from sqlalchemy import select

from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.training import TrainingPart, TrainingRecord
from onboarding.queries import evidence as items, facts, rulings, trail_compare, training as found
from onboarding.roles import Role
from onboarding.rules.training import TrainingAnswer, train
from onboarding.services import evidence, training
from onboarding.services.change import SYSTEM, Actor
from onboarding.services.training import TrainingFacts
from tests.make import make_cohe, make_evidence, make_member, make_person

HIRED, TODAY = date(2026, 1, 5), date(2026, 6, 1)
ORIENTATION = {"kind": "orientation", "on": "2026-02-02", "location": "headquarters"}


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def ana(valley: Organisation) -> Person:
    return make_person(valley, hired_on=HIRED)


def activity(**facts: Any) -> TrainingFacts:
    return TrainingFacts(TrainingPart.ACTIVITIES, facts)


def answer(cohe: Organisation, person: Person) -> TrainingAnswer:
    assert person.posting
    trainee = facts.trainee(cohe, person.posting, found.of(person))
    return train(trainee, rulings.of(cohe, current_app.extensions["rulebook"]), TODAY)


def days(person: Person) -> list[str]:
    return [row.facts["on"] for row in found.of(person)]


def test_a_correction_stands_in_the_place_of_what_was_wrong(ana: Person) -> None:
    first = training.record(SYSTEM, ana, activity(**ORIENTATION))
    other = training.record(SYSTEM, ana, activity(**ORIENTATION | {"on": "2026-03-02"}))
    right = training.correct(SYSTEM, ana, first, activity(**ORIENTATION | {"on": "2026-02-03"}), "By the list")
    assert days(ana) == [other.facts["on"], right.facts["on"]]
    training.strike(SYSTEM, ana, right, "She was ill that day")
    assert days(ana) == [other.facts["on"]]
    rows = db.session.scalars(select(TrainingRecord).order_by(TrainingRecord.id)).all()
    assert [row.because for row in rows] == [None, None, "By the list", "She was ill that day"]
    assert list(trail_compare.differences()) == []


def test_what_was_corrected_is_not_corrected_again(ana: Person) -> None:
    first = training.record(SYSTEM, ana, activity(**ORIENTATION))
    struck = training.strike(SYSTEM, ana, first, "Never was")
    for earlier in (first, struck):
        with pytest.raises(OnboardingError, match="corrected already"):
            training.strike(SYSTEM, ana, earlier, "Once more")
        with pytest.raises(OnboardingError, match="corrected already"):
            training.correct(SYSTEM, ana, earlier, activity(**ORIENTATION), "Was after all")
    assert days(ana) == []


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (activity(kind="orientation", on="2026-02-02"), "location"),
        (activity(kind="orientation", on="yesterday", location="headquarters"), "yesterday"),
        (activity(**ORIENTATION, verified=True), "follows from its paper"),
        (TrainingFacts(TrainingPart.INITIAL, {"area": "juggling", "on": "2026-02-02"}), "juggling"),
    ],
)
def test_what_the_rules_could_not_read_is_refused(ana: Person, said: TrainingFacts, why: str) -> None:
    with pytest.raises(OnboardingError, match=why):
        training.record(SYSTEM, ana, said)
    assert found.of(ana) == []


def test_who_was_never_hired_has_no_training_and_no_paper_is_anothers(valley: Organisation, ana: Person) -> None:
    applicant = make_person(valley, "Ben Stone")
    with pytest.raises(OnboardingError, match="hire first"):
        training.record(SYSTEM, applicant, activity(**ORIENTATION))
    with pytest.raises(OnboardingError, match="Choose a file of this person"):
        training.record(SYSTEM, ana, activity(**ORIENTATION), make_evidence(applicant))


def test_a_training_is_verified_by_its_paper_once_somebody_checked_it(valley: Organisation, ana: Person) -> None:
    paper, area = make_evidence(ana), "surgical"
    training.record(SYSTEM, ana, TrainingFacts(TrainingPart.INITIAL, {"area": area, "on": "2026-02-02"}), paper)
    assert area not in answer(valley, ana).claimed.initial.missing
    assert area in answer(valley, ana).verified.initial.missing
    checker = make_member(valley, Role.MANAGER)
    said = evidence.VerificationFacts(items.Source.REGISTER, "L&I", HIRED, items.Result.CONFIRMED)
    evidence.verify(Actor(checker.id, checker.name), paper, said)
    assert area not in answer(valley, ana).verified.initial.missing
    evidence.withdraw(SYSTEM, paper, "The wrong file")
    assert area in answer(valley, ana).verified.initial.missing


def test_several_areas_are_recorded_as_one_and_none_where_one_cannot_be(ana: Person) -> None:
    said = [
        TrainingFacts(TrainingPart.INITIAL, {"area": area, "on": "2026-02-02"}) for area in ("referrals", "barriers")
    ]
    assert len(training.record_several(SYSTEM, ana, said)) == 2
    wrong = [
        TrainingFacts(TrainingPart.INITIAL, {"area": "community", "on": "2026-02-02"}),
        TrainingFacts(TrainingPart.INITIAL, {"area": "surgical", "on": "2062-02-02"}),
    ]
    with pytest.raises(OnboardingError, match="after today"):
        training.record_several(SYSTEM, ana, wrong)
    assert [row.facts["area"] for row in found.of(ana)] == ["referrals", "barriers"]


VISIT = {"kind": "shadowing", "on": "2026-02-02", "minutes": 120, "host_cohe": "Alliance", "host_role": "hsc"}


@pytest.mark.parametrize(
    ("said", "field", "why"),
    [
        (activity(**ORIENTATION | {"on": "2062-02-02"}), "on", "February 2, 2062 is after today"),
        (activity(**VISIT | {"host_cohe": "COHE  valley"}), "host_cohe", "your own COHE"),
        (activity(**VISIT | {"host": "Worker: Jane Roe"}), "host", "a worker's name"),
        (activity(**ORIENTATION | {"trainer": "On A123456"}), "trainer", "a claim number"),
        (TrainingFacts(TrainingPart.LNI_REQUIRED, {"name": "OHMS", "passed": True}), "completed_on", "day of the test"),
    ],
)
def test_what_was_no_training_here_is_refused_at_its_field(
    ana: Person, said: TrainingFacts, field: str, why: str
) -> None:
    with pytest.raises(OnboardingError, match=why) as refused:
        training.record(SYSTEM, ana, said)
    assert refused.value.field == field
    assert found.of(ana) == []


def test_why_something_is_corrected_names_no_worker_either(ana: Person) -> None:
    first = training.record(SYSTEM, ana, activity(**ORIENTATION))
    with pytest.raises(OnboardingError, match="claim number"):
        training.correct(SYSTEM, ana, first, activity(**VISIT), "It was about AB12345")
    with pytest.raises(OnboardingError, match="claim number"):
        training.strike(SYSTEM, ana, first, "It was about AB12345")


def test_the_same_twice_is_recorded_once(ana: Person) -> None:
    training.record(SYSTEM, ana, activity(**VISIT))
    with pytest.raises(OnboardingError, match="recorded already"):
        training.record(SYSTEM, ana, activity(**VISIT))
    training.record(SYSTEM, ana, activity(**VISIT | {"minutes": 60}))
    assert len(found.of(ana)) == 2


def test_what_follows_is_told_with_what_shows_it(valley: Organisation, ana: Person) -> None:
    law = rulings.of(valley, current_app.extensions["rulebook"])
    training.record(SYSTEM, ana, activity(**VISIT))
    early, late = (
        training.record(SYSTEM, ana, TrainingFacts(TrainingPart.INITIAL, {"area": "surgical", "on": on}))
        for on in ("2026-01-02", "2026-02-02")
    )
    training.record(SYSTEM, ana, TrainingFacts(TrainingPart.LNI_REQUIRED, {"name": "OHMS"}))
    known = found.trained(valley, ana, law, TODAY)
    assert known
    assert known.options.shadowed.together == 120
    assert known.areas["surgical"] == late != early  # the earlier one was before the hire
    assert [(each.name, each.outcome) for each in known.required] == [("OHMS", "due")]
    assert found.trained(valley, make_person(valley, "Ben Stone"), law, TODAY) is None
