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
    with pytest.raises(OnboardingError, match="not this person's"):
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
