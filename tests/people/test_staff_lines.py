"""What is listed of people in a role: the same from the lines as from the records, whatever day the lines are of."""

from datetime import date, timedelta

import pytest
from flask import Flask, current_app
from sqlalchemy import select, update

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.credential import Track
from onboarding.models.duty import ListedDuty, StaffLine
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.training import TrainingPart
from onboarding.queries import rulings, staff_lines
from onboarding.queries.staff_lines import Rank, Summary
from onboarding.roles import Role, StaffRole
from onboarding.rules.duties import About
from onboarding.services import checklist, credentials, erasures, following, people, training
from onboarding.services.change import SYSTEM, Actor
from onboarding.services.credentials import EventFacts
from onboarding.services.training import TrainingFacts
from tests.make import make_cohe, make_member, make_person, make_ruling

TODAY = clock.today()
LONG_AGO = TODAY - timedelta(days=400)
MOST = 8


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


def summary(cohe: Organisation, on: date = TODAY) -> Summary:
    return staff_lines.summary(cohe, rulings.of(cohe, current_app.extensions["rulebook"]), on, MOST)


def told(cohe: Organisation, about: About) -> list[str]:
    late = [each for each in summary(cohe).told if each.rank is Rank.OVERDUE]
    return [each.person.name for each in late if each.duty.about is about]


def listed(person: Person) -> set[About]:
    return set(db.session.scalars(select(ListedDuty.about).where(ListedDuty.person_id == person.id)))


def make_billing(person: Person) -> None:
    law = rulings.of(db.session.get_one(Organisation, person.organisation_id), current_app.extensions["rulebook"])
    on = LONG_AGO + timedelta(days=10)
    for event, number in (("sent", None), ("issued", "0123456"), ("effective", None)):
        credentials.record(SYSTEM, person, EventFacts(Track.PROVIDER, event, on, number), law)


def test_overdue_training_and_steps_are_told_until_they_are_done(valley: Organisation) -> None:
    ana = make_person(valley, hired_on=LONG_AGO)
    assert told(valley, About.TRAINING) == ["Ana Ruiz"]
    assert told(valley, About.CHECKLIST) == ["Ana Ruiz"]
    for key in ("ohms", "updates", "work_list", "supervisor"):
        checklist.mark(SYSTEM, ana, key, True, LONG_AGO, None)
    on = str(LONG_AGO + timedelta(days=30))
    shadowing = {"kind": "shadowing", "on": on, "minutes": 240, "host_cohe": "harbor", "host_role": "hsc"}
    training.record(SYSTEM, ana, TrainingFacts(TrainingPart.ACTIVITIES, shadowing))
    said = {"kind": "orientation", "on": on, "location": "headquarters"}
    row = training.record(SYSTEM, ana, TrainingFacts(TrainingPart.ACTIVITIES, said))
    assert told(valley, About.TRAINING) == told(valley, About.CHECKLIST) == []
    training.strike(SYSTEM, ana, row, "It was another year's")
    assert told(valley, About.TRAINING) == ["Ana Ruiz"]


def test_who_may_bill_is_not_among_those_who_cannot(valley: Organisation) -> None:
    ana = make_person(valley, hired_on=LONG_AGO)
    make_person(valley, "Ben Stone", hired_on=TODAY + timedelta(days=30))
    make_person(valley, "Cleo Left", hired_on=LONG_AGO, left_on=TODAY - timedelta(days=1))
    make_person(valley, "Dan Applied")
    assert [each.name for each in summary(valley).not_billing] == ["Ana Ruiz", "Ben Stone"]
    make_billing(ana)
    assert [each.name for each in summary(valley).not_billing] == ["Ben Stone"]
    assert summary(valley).not_billing_total == 1


def test_lines_of_another_day_or_before_a_ruling_are_not_trusted(valley: Organisation) -> None:
    for name in ("Ana Ruiz", "Ben Stone", "Cleo Park"):
        make_person(valley, name, hired_on=LONG_AGO)
    right = summary(valley)
    db.session.execute(update(StaffLine).values(may_bill=True, as_of=TODAY - timedelta(days=1)))
    db.session.execute(update(ListedDuty).values(remind_on=None))
    db.session.commit()
    assert summary(valley) == right
    assert following.recompute_due() == 3 + 1  # the people, and what the COHE is compared by
    assert summary(valley) == right


def test_a_ruling_has_the_staff_of_its_cohe_computed_again(valley: Organisation) -> None:
    make_person(valley, hired_on=LONG_AGO)
    make_person(make_cohe("harbor"), hired_on=LONG_AGO)
    make_ruling(valley, in_force=True)
    stale = select(StaffLine.organisation_id).where(StaffLine.as_of.is_(None))
    assert db.session.scalars(stale).all() == [valley.id]


def test_a_line_begins_with_the_hire_and_goes_with_the_person(valley: Organisation) -> None:
    ana = make_person(valley)
    assert listed(ana) == set()
    people.record_posting(SYSTEM, ana, people.PostingFacts(StaffRole.HSC, LONG_AGO, None, "Here before."), ana.revision)
    assert listed(ana) == set(About) - {
        About.REQUEST,
        About.STAFFING,
        About.PACKET,
    }  # the last two are of the whole COHE
    one, other = (make_member(valley, Role.MANAGER) for _ in range(2))
    erasures.ask(Actor(one.id, one.name), ana, "As asked")
    erasures.confirm(Actor(other.id, other.name), valley, ana.id)
    assert listed(ana) == set()
    assert summary(valley) == Summary([], 0, [], dict.fromkeys(Rank, 0))
