"""Who came has the training recorded, once; who did not is told of; a correction corrects both."""

from datetime import timedelta

import pytest
from flask import Flask

from onboarding import clock
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.models.message import Message
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.training import TrainingPart, TrainingRecord
from onboarding.models.training_session import Seat, SessionKind, TrainingSession
from onboarding.queries import bookings as found, trail_compare, training as trained
from onboarding.roles import Role
from onboarding.services import attendance, training
from onboarding.services.change import SYSTEM, Actor
from onboarding.services.training import TrainingFacts
from tests.make import make_cohe, make_lni, make_member, make_person
from tests.training_sessions.make import IN_A_MONTH, book, make_session, once_over, seats

HIRED = clock.today() - timedelta(days=30)


@pytest.fixture
def lni(app: Flask) -> Organisation:
    return make_lni()


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def ana(valley: Organisation) -> Person:
    return make_person(valley, "Ana", hired_on=HIRED)


def came(host: Organisation, session: TrainingSession, because: str | None = None, **said: bool) -> None:
    ids = {row.person.name: row.id for row in found.roll(session).rows}
    attendance.record(SYSTEM, host, session.id, {ids[name]: was for name, was in said.items()}, because)


def had(person: Person) -> list[dict[str, object]]:
    return [row.facts for row in trained.of(person)]


def test_who_came_had_the_training_with_its_facts(lni: Organisation, valley: Organisation, ana: Person) -> None:
    orientation = make_session(lni)
    conference = make_session(lni, SessionKind.CONFERENCE, on=IN_A_MONTH + timedelta(days=1))
    for session in (orientation, conference):
        book(valley, session, ana)
    with once_over(conference):
        for session in (orientation, conference):
            came(lni, session, Ana=True)
    day, next_day = IN_A_MONTH.isoformat(), (IN_A_MONTH + timedelta(days=1)).isoformat()
    assert had(ana) == [
        {"kind": "orientation", "on": day, "location": "headquarters"},
        {"kind": "conference", "on": next_day, "sponsor": "lni", "attended": True, "topics": ["other_cohe_practice"],
         "title": "HSC Days"},
    ]  # fmt: skip
    assert list(trail_compare.differences()) == []


def test_attendance_is_recorded_once_and_corrected_both_ways(
    lni: Organisation, valley: Organisation, ana: Person
) -> None:
    session = make_session(lni)
    book(valley, session, ana)
    with once_over(session):
        came(lni, session, Ana=True)
        came(lni, session, Ana=True)
        assert len(had(ana)) == 1
        with pytest.raises(OnboardingError, match="Say why what was recorded of Ana was wrong"):
            came(lni, session, Ana=False)
        came(lni, session, "Somebody else of that name.", Ana=False)
        assert (had(ana), seats(session)) == ([], {"Ana": Seat.NO_SHOW})
        came(lni, session, "It was her.", Ana=True)
        assert (len(had(ana)), seats(session)) == (1, {"Ana": Seat.ATTENDED})
    assert [row.because for row in trained.history(ana)] == [None, "Somebody else of that name.", None]
    assert list(trail_compare.differences()) == []


def test_what_the_cohe_recorded_already_is_not_recorded_again_nor_taken_away(
    lni: Organisation, valley: Organisation, ana: Person
) -> None:
    session = make_session(lni)
    book(valley, session, ana)
    facts = {"kind": "orientation", "on": IN_A_MONTH.isoformat(), "location": "headquarters", "trainer": "Wanda"}
    with once_over(session):
        training.record(SYSTEM, ana, TrainingFacts(TrainingPart.ACTIVITIES, facts))
        came(lni, session, Ana=True)
        assert had(ana) == [facts]
        came(lni, session, "A mistake.", Ana=False)
        assert had(ana) == [facts]


def test_a_training_that_the_cohe_corrected_or_took_away_follows_once(
    lni: Organisation, valley: Organisation, ana: Person
) -> None:
    session = make_session(lni)
    book(valley, session, ana)
    with once_over(session):
        came(lni, session, Ana=True)
        (row,) = trained.of(ana)
        right = TrainingFacts(TrainingPart.ACTIVITIES, {**row.facts, "trainer": "Wanda"})
        training.strike(SYSTEM, ana, training.correct(SYSTEM, ana, row, right, "With the trainer."), "Never was.")
        came(lni, session, "Did not come.", Ana=False)
    assert had(ana) == []
    assert db.session.query(TrainingRecord).count() == 3


def test_who_did_not_come_has_no_training_and_their_cohe_is_told(
    lni: Organisation, valley: Organisation, ana: Person
) -> None:
    mia = make_member(valley, Role.MANAGER)
    session = make_session(lni)
    book(valley, session, ana, actor=Actor(mia.id, mia.name))
    with once_over(session):
        came(lni, session, Ana=False)
        came(lni, session, Ana=False)
    (told,) = db.session.query(Message).filter_by(to_address=mia.email)
    assert told.subject == "Did not come: L&I orientation"
    assert had(ana) == []


def test_who_waited_and_came_all_the_same_had_the_training(
    lni: Organisation, valley: Organisation, ana: Person
) -> None:
    ben = make_person(valley, "Ben", hired_on=HIRED)
    session = make_session(lni, seats=1)
    book(valley, session, ana, ben)
    with once_over(session):
        with pytest.raises(OnboardingError, match="Ben had no seat"):
            came(lni, session, Ben=False)
        came(lni, session, Ana=False, Ben=True)
    assert len(had(ben)) == 1


def test_only_who_offers_says_who_came_and_not_before_it_begins(
    lni: Organisation, valley: Organisation, ana: Person
) -> None:
    session = make_session(lni)
    book(valley, session, ana)
    with pytest.raises(OnboardingError, match="not begun"):
        came(lni, session, Ana=True)
    with once_over(session), pytest.raises(NotFoundError):
        came(valley, session, Ana=True)
    assert had(ana) == []


def test_a_page_that_is_no_longer_so_changes_nothing(lni: Organisation, valley: Organisation, ana: Person) -> None:
    session = make_session(lni)
    (row,) = book(valley, session, ana)
    with once_over(session):
        came(lni, session, Ana=True)
        with pytest.raises(OnboardingError, match="changed a booking meanwhile"):
            attendance.record(SYSTEM, lni, session.id, {row.id: False}, "By the old page.")
    assert len(had(ana)) == 1


def test_nobody_records_that_they_came_themselves(valley: Organisation) -> None:
    mia = make_member(valley, Role.MANAGER, Role.HSC)
    own = make_person(valley, "Mia", hired_on=HIRED, user=mia)
    session = make_session(valley)
    (row,) = book(valley, session, own)
    with once_over(session), pytest.raises(OnboardingError, match="your own"):
        attendance.record(Actor(mia.id, mia.name), valley, session.id, {row.id: True})
    assert had(own) == []
