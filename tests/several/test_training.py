"""One training recorded for several people: each has their own record, and nobody has it twice."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.models.evidence import EvidenceItem, Proves
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.trail import TrailEntry
from onboarding.models.training import TrainingPart
from onboarding.queries import evidence as items, trail_compare, training as found
from onboarding.roles import Role
from onboarding.services import duplicates, evidence, training
from onboarding.services.change import SYSTEM, Actor
from onboarding.services.several import SharedFile
from onboarding.services.training import TrainingFacts
from tests.documents.make import make_pdf
from tests.make import make_cohe, make_member, make_person

HIRED = date(2026, 1, 5)
ORIENTATION = TrainingFacts(
    TrainingPart.ACTIVITIES, {"kind": "orientation", "on": "2026-02-02", "location": "headquarters"}
)
SHEET = SharedFile(make_pdf(), "signed.pdf", Proves.TRAINING)


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


def people(cohe: Organisation, *names: str, **more: Any) -> list[Person]:
    return [make_person(cohe, name, hired_on=HIRED, **more) for name in names]


def ids(*everybody: Person) -> list[int]:
    return [person.id for person in everybody]


def entries(action: Action) -> int:
    return len(db.session.scalars(select(TrailEntry).where(TrailEntry.action == action.value)).all())


def area(name: str, on: str = "2026-02-03") -> TrainingFacts:
    return TrainingFacts(TrainingPart.INITIAL, {"area": name, "on": on})


def test_each_has_a_record_an_entry_and_a_file_of_their_own(valley: Organisation) -> None:
    ana, bo, cy = people(valley, "Ana Ruiz", "Bo Berg", "Cy Chan")
    done = training.record_for(SYSTEM, valley, ids(cy, ana, bo, ana), [ORIENTATION], SHEET)
    assert done == (["Ana Ruiz", "Bo Berg", "Cy Chan"], [])
    rows = [found.of(person) for person in (ana, bo, cy)]
    assert [[row.facts for row in each] for each in rows] == [[ORIENTATION.facts]] * 3
    assert [each[0].paper.person_id for each in rows if each[0].paper] == ids(ana, bo, cy)
    assert entries(Action.TRAINING_RECORDED) == entries(Action.EVIDENCE_ADDED) == 3
    assert list(trail_compare.differences()) == []
    checker = make_member(valley, Role.MANAGER)
    said = evidence.VerificationFacts(items.Source.REGISTER, "L&I", HIRED, items.Result.CONFIRMED)
    paper = rows[0][0].paper
    assert paper
    evidence.verify(Actor(checker.id, checker.name), paper, said)
    assert [items.confirms(each[0].paper) for each in map(found.of, (ana, bo, cy))] == [True, False, False]


def test_who_has_it_by_kind_and_day_is_named_and_skipped(valley: Organisation) -> None:
    ana, bo = people(valley, "Ana Ruiz", "Bo Berg")
    training.record(SYSTEM, ana, ORIENTATION._replace(facts={**ORIENTATION.facts, "location": "regional_office"}))
    assert training.record_for(SYSTEM, valley, ids(ana, bo), [ORIENTATION], SHEET) == (["Bo Berg"], ["Ana Ruiz"])
    assert len(found.of(ana)) == len(found.of(bo)) == 1
    assert db.session.scalars(select(EvidenceItem.person_id)).all() == [bo.id]
    with pytest.raises(OnboardingError, match="recorded already for Ana Ruiz and Bo Berg"):
        training.record_for(SYSTEM, valley, ids(ana, bo), [ORIENTATION], SHEET)


def test_what_was_struck_is_recorded_again(valley: Organisation) -> None:
    (ana,) = people(valley, "Ana Ruiz")
    training.strike(SYSTEM, ana, training.record(SYSTEM, ana, ORIENTATION), "Never was")
    assert training.record_for(SYSTEM, valley, [ana.id], [ORIENTATION]).recorded == ["Ana Ruiz"]


def test_of_several_areas_each_has_those_that_were_missing(valley: Organisation) -> None:
    ana, bo = people(valley, "Ana Ruiz", "Bo Berg")
    training.record(SYSTEM, ana, area("referrals"))
    done = training.record_for(SYSTEM, valley, ids(ana, bo), [area("referrals"), area("barriers")])
    assert done == (["Ana Ruiz", "Bo Berg"], [])
    for person in (ana, bo):
        assert sorted(row.facts["area"] for row in found.of(person)) == ["barriers", "referrals"]


def test_what_l_and_i_requires_is_the_same_by_its_name(valley: Organisation) -> None:
    ana, bo = people(valley, "Ana Ruiz", "Bo Berg")
    said = TrainingFacts(TrainingPart.LNI_REQUIRED, {"name": "Ethics  Module", "completed_on": "2026-02-02"})
    training.record(SYSTEM, ana, said)
    again = said._replace(facts={**said.facts, "name": "ethics module"})
    assert training.record_for(SYSTEM, valley, ids(ana, bo), [again]) == (["Bo Berg"], ["Ana Ruiz"])


def test_nobody_records_their_own_and_then_it_is_recorded_for_nobody(valley: Organisation) -> None:
    manager = make_member(valley, Role.MANAGER, Role.HSC)
    (ana,), (own,) = people(valley, "Ana Ruiz"), people(valley, "Mia Manager", user=manager)
    with pytest.raises(OnboardingError, match="Mia Manager is your own record"):
        training.record_for(Actor(manager.id, manager.name), valley, ids(ana, own), [ORIENTATION], SHEET)
    assert found.of(ana) == []
    assert db.session.scalars(select(EvidenceItem)).all() == []


def test_everybody_who_keeps_it_from_being_recorded_is_named(valley: Organisation) -> None:
    (ana,) = people(valley, "Ana Ruiz")
    merged, applicant = make_person(valley, "Anna Ruiz"), make_person(valley, "Bo Berg")
    duplicates.merge(SYSTEM, merged, ana, ana, with_claim=False)
    with pytest.raises(OnboardingError) as refused:
        training.record_for(SYSTEM, valley, ids(ana, merged, applicant), [ORIENTATION])
    assert all(each in str(refused.value) for each in ("Anna Ruiz was merged", "Bo Berg was not hired"))
    assert found.of(ana) == []


def test_somebody_of_another_cohe_is_not_there(valley: Organisation) -> None:
    (ana,), (other,) = people(valley, "Ana Ruiz"), people(make_cohe("other"), "Ola Other")
    with pytest.raises(NotFoundError):
        training.record_for(SYSTEM, valley, ids(ana, other), [ORIENTATION])
    assert found.of(ana) == []


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"kind": "orientation", "on": "2026-02-02"}, "location"),
        ({**ORIENTATION.facts, "on": (clock.today() + timedelta(days=1)).isoformat()}, "after today"),
        ({**ORIENTATION.facts, "trainer": "Claim AB12345"}, "No worker's name or claim number"),
    ],
)
def test_what_cannot_have_been_is_refused_before_a_file_is_kept(
    valley: Organisation, facts: dict[str, Any], why: str
) -> None:
    (ana,) = people(valley, "Ana Ruiz")
    with pytest.raises(OnboardingError, match=why):
        training.record_for(SYSTEM, valley, [ana.id], [TrainingFacts(TrainingPart.ACTIVITIES, facts)], SHEET)
    assert found.of(ana) == []
