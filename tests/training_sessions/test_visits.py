"""Visits at which an HSC of another COHE is shadowed: offered, seen by whom, booked by whom, and without a host."""

from datetime import date, time, timedelta

import pytest
from flask import Flask

from onboarding import clock
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.models.message import Message
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.training_session import Hosting, Seat, TrainingSession
from onboarding.queries import trail_compare, training_sessions as found
from onboarding.roles import Role, StaffRole
from onboarding.services import bookings, erasures, leaving, people, training_sessions
from onboarding.services.change import SYSTEM, Actor
from onboarding.services.people import PersonFacts
from tests.make import make_cohe, make_lni, make_member, make_person
from tests.training_sessions.make import (
    IN_A_MONTH,
    book,
    give_back,
    make_past_visit,
    make_session,
    make_visit,
    seats,
    visit,
)

HIRED = clock.today() - timedelta(days=30)
BEFORE, AFTER = IN_A_MONTH - timedelta(days=1), IN_A_MONTH + timedelta(days=1)


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def harbor(app: Flask) -> Organisation:
    return make_cohe("harbor")


@pytest.fixture
def dana(harbor: Organisation) -> Person:
    return make_person(harbor, "Dana Holm", hired_on=HIRED)


@pytest.fixture
def ana(valley: Organisation) -> Person:
    return make_person(valley, "Ana Ruiz", hired_on=HIRED)


def as_actor(cohe: Organisation, *roles: Role, name: str = "Mia Member") -> Actor:
    user = make_member(cohe, *roles, name=name)
    return Actor(user.id, user.name)


def letters(person: Person) -> list[str]:
    return [each.subject for each in db.session.query(Message).filter_by(to_address=person.email)]


def seen_by(cohe: Organisation) -> list[int]:
    return [each.id for each in found.listed(cohe, clock.now()).rows]


def test_another_cohe_books_the_last_seat_and_the_rest_wait(valley: Organisation, dana: Person, ana: Person) -> None:
    ben = make_person(make_cohe("third"), "Ben Stone", hired_on=HIRED)
    session = make_visit(dana)
    book(valley, session, ana)
    third = make_cohe_of(ben)
    book(third, session, ben)
    assert seats(session) == {"Ana Ruiz": Seat.BOOKED, "Ben Stone": Seat.WAITING}
    give_back(valley, session, ana)
    assert seats(session) == {"Ana Ruiz": Seat.WITHDRAWN, "Ben Stone": Seat.BOOKED}
    assert [each.organisation_id for each in db.session.query(Message).filter_by(to_address=dana.email)] == [
        valley.id,
        valley.id,
        third.id,
    ]
    assert letters(dana) == [
        "Ana Ruiz comes to shadow you: Shadowing at Harbor COHE",
        "Ana Ruiz does not come: Shadowing at Harbor COHE",
        "Ben Stone comes to shadow you: Shadowing at Harbor COHE",
    ]
    assert list(trail_compare.differences()) == []


def make_cohe_of(person: Person) -> Organisation:
    return db.session.get_one(Organisation, person.organisation_id)


def test_only_an_hsc_of_the_cohe_who_is_there_that_day_is_shadowed(
    harbor: Organisation, dana: Person, ana: Person
) -> None:
    assistant = make_person(harbor, "Ash", StaffRole.ASSISTANT, hired_on=HIRED)
    later = make_person(harbor, "Lee", hired_on=AFTER)
    left = make_person(harbor, "Lou", hired_on=HIRED, left_on=BEFORE)
    for nobody in (assistant, later, left, make_person(harbor, "Never Hired")):
        with pytest.raises(OnboardingError, match="does not work here as an HSC"):
            make_visit(nobody)
    with pytest.raises(OnboardingError, match="Choose who is shadowed"):
        training_sessions.offer(SYSTEM, harbor, visit(ana))
    with pytest.raises(OnboardingError, match="Choose who is shadowed"):
        training_sessions.offer(SYSTEM, make_lni(), visit(dana))
    surgical = make_person(harbor, "Sam", StaffRole.SURGICAL_HSC, hired_on=IN_A_MONTH, left_on=IN_A_MONTH)
    assert make_visit(surgical).hosting
    assert db.session.query(TrainingSession).count() == db.session.query(Hosting).count() == 1


def test_who_has_no_address_cannot_be_asked_and_so_not_be_shadowed(harbor: Organisation, dana: Person) -> None:
    people.edit_person(SYSTEM, dana, PersonFacts("Dana Holm", StaffRole.HSC, None), dana.revision)
    with pytest.raises(OnboardingError, match="Record an email address of Dana Holm"):
        make_visit(dana)


@pytest.mark.parametrize("minutes", [0, 181])
def test_the_minutes_fit_into_the_visit(harbor: Organisation, dana: Person, minutes: int) -> None:
    with pytest.raises(OnboardingError, match="The visit takes 180 minutes"):
        training_sessions.offer(SYSTEM, harbor, visit(dana, minutes=minutes))
    assert training_sessions.offer(SYSTEM, harbor, visit(dana, minutes=180)).facts == {"minutes": 180}


def test_nobody_is_in_two_places(valley: Organisation, harbor: Organisation, dana: Person, ana: Person) -> None:
    make_visit(dana)
    at_eleven = visit(dana, starts=time(11), ends=time(13), minutes=60)
    with pytest.raises(OnboardingError, match="Dana Holm is booked for something else at that time: Shadowing at Harb"):
        training_sessions.offer(SYSTEM, harbor, at_eleven)
    noon = training_sessions.offer(SYSTEM, harbor, visit(dana, starts=time(12), ends=time(13), minutes=60))
    training_sessions.cancel(SYSTEM, harbor, noon.id, "Not needed.")
    training_sessions.offer(SYSTEM, harbor, visit(dana, starts=time(12), ends=time(14), minutes=60))
    orientation = make_session(make_lni())
    with pytest.raises(OnboardingError, match="Dana Holm is booked for something else"):  # who is shadowed then
        book(harbor, orientation, dana)
    book(valley, orientation, ana)
    with pytest.raises(OnboardingError, match="Ana Ruiz is booked for something else at that time: L&I orientation"):
        training_sessions.offer(SYSTEM, valley, visit(ana))


def test_two_hsc_are_shadowed_at_one_time_and_place(harbor: Organisation, dana: Person) -> None:
    make_visit(dana)
    assert make_visit(make_person(harbor, "Eli", hired_on=HIRED)).id


def test_nobody_shadows_at_their_own_cohe(harbor: Organisation, dana: Person) -> None:
    session = make_visit(dana)
    colleague = make_person(harbor, "Cal", hired_on=HIRED)
    for own in (colleague, dana):
        with pytest.raises(OnboardingError, match=r"own COHE|something else"):
            book(harbor, session, own)
    assert seats(session) == {}


def test_who_could_answer_for_the_host_is_not_of_the_trainee_s_cohe(
    valley: Organisation, harbor: Organisation, ana: Person
) -> None:
    """Somebody who belongs to both could offer a visit, and sign it off themselves."""
    both = make_member(valley, Role.MANAGER, name="Bo Both")
    actor = Actor(both.id, both.name)
    offered = make_visit(make_person(harbor, "Eli", hired_on=HIRED), actor=actor)
    theirs = people.add_person(SYSTEM, harbor, PersonFacts("Fay", StaffRole.HSC, both.email))
    put = people.add_person(actor, harbor, PersonFacts("Gus", StaffRole.HSC, "gus@example.org"))
    same = people.add_person(SYSTEM, harbor, PersonFacts("Hal", StaffRole.HSC, ana.email))
    visits = [offered]
    for host in (theirs, put, same):
        facts = people.PostingFacts(StaffRole.HSC, HIRED, None, "Here before.")
        people.record_posting(SYSTEM, host, facts, host.revision)
        visits.append(make_visit(host))
    for each in visits:
        with pytest.raises(OnboardingError, match="nobody else could sign it off"):
            book(valley, each, ana)
    book(make_cohe_of(other := make_person(make_cohe("third"), "Ben", hired_on=HIRED)), offered, other)


def test_others_see_a_visit_to_come_and_afterwards_only_what_they_booked(
    valley: Organisation, harbor: Organisation, dana: Person, ana: Person
) -> None:
    third, lni = make_cohe("third"), make_lni()
    to_come, over = make_visit(dana), make_past_visit(dana, ana)
    canceled = make_visit(dana, AFTER)
    book(valley, canceled, ana)
    training_sessions.cancel(SYSTEM, harbor, canceled.id, "Ill.")
    assert (seen_by(valley), seen_by(third)) == ([to_come.id, canceled.id], [to_come.id])
    assert [found.one(each.id, over.id) is not None for each in (harbor, valley, third, lni)] == [
        True,
        True,
        False,
        False,
    ]
    assert found.one(third.id, canceled.id) is None
    assert seen_by(lni) == []
    with pytest.raises(NotFoundError):
        training_sessions.cancel(SYSTEM, valley, to_come.id, "Not theirs.")


def test_a_visit_whose_host_leaves_is_canceled_and_those_who_come_are_told(
    valley: Organisation, dana: Person, ana: Person
) -> None:
    session, after = make_visit(dana), make_visit(dana, AFTER)
    book(valley, session, ana)
    training_sessions.cancel_without_host()
    assert session.canceled_at is None
    leaving.leave(SYSTEM, dana, clock.today(), leaving.Leaves.JOB, None, dana.revision)
    training_sessions.cancel_without_host()
    assert session.canceled_because == after.canceled_because == training_sessions.HOST_LEFT
    assert letters(ana) == ["Seat booked: Shadowing at Harbor COHE", "Session canceled: Shadowing at Harbor COHE"]
    bookings.settle()
    assert list(trail_compare.differences()) == []


def test_a_host_who_is_erased_leaves_the_visit_standing_without_their_name(
    harbor: Organisation, valley: Organisation, dana: Person, ana: Person
) -> None:
    session, address = make_visit(dana), dana.email
    book(valley, session, ana)
    assert len(letters(dana)) == 1
    assert [each for each in db.session.query(Message) if each.to_address == ana.email and "Host: Dana" in each.body]
    one, two = (as_actor(harbor, Role.MANAGER, name=name) for name in ("One", "Two"))
    erasures.ask(one, dana, "She asked.")
    erasures.confirm(two, harbor, dana.id)
    db.session.expire_all()
    assert found.host(session) is None
    assert not [each for each in db.session.query(Message) if address in (each.to_address, each.body)]
    assert not [each for each in db.session.query(Message) if "Dana" in each.body]
    training_sessions.cancel_without_host()
    assert session.canceled_because == training_sessions.HOST_LEFT
    assert seats(session) == {"Ana Ruiz": Seat.BOOKED}
    assert list(trail_compare.differences()) == []


def test_a_canceled_visit_tells_the_host_too_and_names_nobody_there(
    harbor: Organisation, valley: Organisation, dana: Person, ana: Person
) -> None:
    session = make_visit(dana)
    book(valley, session, ana)
    training_sessions.cancel(as_actor(harbor, Role.MANAGER), harbor, session.id, "The office moves.")
    (told,) = db.session.query(Message).filter_by(to_address=dana.email, organisation_id=harbor.id)
    assert told.subject == "Session canceled: Shadowing at Harbor COHE"
    assert ("Ana" in told.body, "The office moves." in told.body) == (False, True)


def test_a_manager_offers_to_be_shadowed_themselves(harbor: Organisation) -> None:
    user = make_member(harbor, Role.MANAGER, Role.HSC)
    own = make_person(harbor, "Mia Member", hired_on=HIRED, user=user)
    assert make_visit(own, actor=Actor(user.id, user.name)).hosting


def test_nobody_books_a_visit_for_themselves(valley: Organisation, dana: Person) -> None:
    user = make_member(valley, Role.MANAGER, Role.HSC)
    own = make_person(valley, "Mia Member", hired_on=HIRED, user=user)
    with pytest.raises(OnboardingError, match="your own"):
        book(valley, make_visit(dana), own, actor=Actor(user.id, user.name))


def test_who_has_a_seat_themselves_elsewhere_cancels_all_the_same(
    harbor: Organisation, valley: Organisation, dana: Person, ana: Person
) -> None:
    user, session = make_member(harbor, Role.MANAGER), make_visit(dana)
    book(valley, session, ana)
    people.edit_person(SYSTEM, ana, PersonFacts("Ana Ruiz", StaffRole.HSC, user.email), ana.revision)
    assert training_sessions.cancel(Actor(user.id, user.name), harbor, session.id, "The office moves.").canceled_at


def test_a_day_that_is_past_is_not_offered(harbor: Organisation, dana: Person) -> None:
    with pytest.raises(OnboardingError, match="has begun already"):
        make_visit(dana, date(2025, 1, 6))
