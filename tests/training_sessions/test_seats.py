"""Seats at a session: taken, waited for, given back, passed on. Most of it is what went wrong elsewhere."""

from datetime import date, time, timedelta

import pytest
from flask import Flask

from onboarding import clock
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.models.message import Message
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.training_session import Booking, Seat, SessionKind
from onboarding.queries import bookings as found, trail_compare
from onboarding.roles import Role, StaffRole
from onboarding.services import bookings, erasures, leaving, training_sessions
from onboarding.services.change import SYSTEM, Actor
from tests.make import make_cohe, make_lni, make_member, make_person
from tests.training_sessions.make import IN_A_MONTH, book, facts, give_back, law, make_session, once_over, seats

HIRED = clock.today() - timedelta(days=30)
BOOKED, WAITING, WITHDRAWN = Seat.BOOKED, Seat.WAITING, Seat.WITHDRAWN


@pytest.fixture
def lni(app: Flask) -> Organisation:
    return make_lni()


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


def staff(cohe: Organisation, *names: str) -> list[Person]:
    return [make_person(cohe, name, hired_on=HIRED) for name in names]


def written(to: str) -> list[str]:
    return [each.subject.partition(":")[0] for each in db.session.query(Message).filter_by(to_address=to)]


def test_who_comes_after_the_last_seat_waits_in_order_and_moves_up_once(
    lni: Organisation, valley: Organisation
) -> None:
    ana, ben, cyd, dov = staff(valley, "Ana", "Ben", "Cyd", "Dov")
    session = make_session(lni, seats=1)
    book(valley, session, ana, ben)
    book(valley, session, cyd, dov)
    assert seats(session) == {"Ana": BOOKED, "Ben": WAITING, "Cyd": WAITING, "Dov": WAITING}
    give_back(valley, session, ana)
    assert seats(session) == {"Cyd": WAITING, "Dov": WAITING, "Ana": WITHDRAWN, "Ben": BOOKED}
    bookings.settle()
    assert db.session.query(Booking).filter_by(seat=BOOKED).count() == 2  # Ana's before, and Ben's
    assert list(trail_compare.differences()) == []


def test_who_moved_up_and_gave_the_seat_back_is_not_next_again(lni: Organisation, valley: Organisation) -> None:
    ana, ben, cyd = staff(valley, "Ana", "Ben", "Cyd")
    session = make_session(lni, seats=1)
    book(valley, session, ana, ben, cyd)
    give_back(valley, session, ana)
    give_back(valley, session, ben)
    assert seats(session) == {"Ana": WITHDRAWN, "Ben": WITHDRAWN, "Cyd": BOOKED}
    book(valley, session, ben, ana)
    give_back(valley, session, cyd)
    assert seats(session)["Ben"] is BOOKED
    assert seats(session)["Ana"] is WAITING


def test_giving_a_place_on_the_list_back_moves_nobody_up(lni: Organisation, valley: Organisation) -> None:
    ana, ben, cyd = staff(valley, "Ana", "Ben", "Cyd")
    session = make_session(lni, seats=1)
    book(valley, session, ana, ben, cyd)
    give_back(valley, session, ben)
    assert seats(session) == {"Ana": BOOKED, "Cyd": WAITING, "Ben": WITHDRAWN}
    assert found.roll(session).free == 0


def test_a_seat_is_not_given_past_those_who_wait(lni: Organisation, valley: Organisation) -> None:
    """Who was erased frees a seat that nobody gave back: a newcomer does not get it before who waits."""
    ana, ben, cyd = staff(valley, "Ana", "Ben", "Cyd")
    session = make_session(lni, seats=1)
    book(valley, session, ana, ben)
    one, two = (make_member(valley, Role.MANAGER, name=name) for name in ("One", "Two"))
    erasures.ask(Actor(one.id, one.name), ana, "She asked.")
    erasures.confirm(Actor(two.id, two.name), valley, ana.id)
    book(valley, session, cyd)
    assert seats(session) == {"Ben": WAITING, "Cyd": WAITING}
    bookings.settle()
    assert seats(session) == {"Cyd": WAITING, "Ben": BOOKED}
    assert {each.to_address for each in db.session.query(Message) if "Ana" in each.body} == set()


def test_who_leaves_before_the_day_frees_the_seat(lni: Organisation, valley: Organisation) -> None:
    ana, ben = staff(valley, "Ana", "Ben")
    session = make_session(lni, seats=1)
    book(valley, session, ana, ben)
    bookings.settle()
    assert seats(session) == {"Ana": BOOKED, "Ben": WAITING}
    leaving.leave(SYSTEM, ana, clock.today(), leaving.Leaves.JOB, None, ana.revision)
    bookings.settle()
    assert seats(session) == {"Ana": WITHDRAWN, "Ben": BOOKED}
    assert bookings.LEFT in {row.because for row in found.of_person(ana)}


def test_the_trainee_and_who_booked_are_told_and_who_did_it_is_not(lni: Organisation, valley: Organisation) -> None:
    cora = make_member(lni, Role.CONTRACT_MANAGER, name="Cora Contract")
    booker, other = (make_member(valley, role, name=role.value) for role in (Role.HR, Role.MANAGER))
    ana, ben = staff(valley, "Ana Ruiz", "Ben Stone")
    session = make_session(lni, seats=1, actor=Actor(cora.id, cora.name))
    book(valley, session, ana, ben, actor=Actor(booker.id, booker.name))
    assert written(ana.email or "") == ["Seat booked"]
    assert written(ben.email or "") == ["On the waiting list"]
    assert written(booker.email) == []
    give_back(valley, session, ana, Actor(other.id, other.name))
    assert written(ana.email or "") == ["Seat booked", "Seat given back"]
    assert written(ben.email or "")[1:] == ["Moved up from the waiting list to a seat"]
    assert written(booker.email) == ["Seat given back", "Moved up from the waiting list to a seat"]
    assert written(other.email) == []
    (told,) = db.session.query(Message).filter_by(to_address=cora.email)
    assert told.subject == "Valley COHE gave a seat back: L&I orientation"
    assert "Ana Ruiz (HSC) of Valley COHE does not come." in told.body
    assert (told.organisation_id, "Ill" in told.body) == (valley.id, False)


def test_a_canceled_session_tells_everybody_who_had_a_seat_or_waited(lni: Organisation, valley: Organisation) -> None:
    cora = make_member(lni, Role.CONTRACT_MANAGER, name="Cora Contract")
    mia = make_member(valley, Role.MANAGER)
    ana, ben, cyd = staff(valley, "Ana", "Ben", "Cyd")
    session = make_session(lni, seats=1)
    book(valley, session, ana, ben, cyd)
    give_back(valley, session, cyd)
    training_sessions.cancel(Actor(cora.id, cora.name), lni, session.id, "The trainer is ill.")
    assert [written(each.email or "")[-1] for each in (ana, ben, cyd)] == [
        *["Session canceled"] * 2,
        "Seat given back",
    ]
    (told,) = db.session.query(Message).filter(
        Message.to_address == mia.email, Message.subject.startswith("Session canceled")
    )
    assert "- Ana\n- Ben\n" in told.body
    assert "The trainer is ill." in told.body
    for refused in (
        lambda: book(valley, session, cyd),
        lambda: give_back(valley, session, ana),
        lambda: training_sessions.cancel(SYSTEM, lni, session.id, "Again."),
    ):
        with pytest.raises(OnboardingError, match="canceled"):
            refused()


def test_nobody_is_in_two_places_at_once(lni: Organisation, valley: Organisation) -> None:
    (ana,) = staff(valley, "Ana")
    morning = make_session(lni)
    at_noon = training_sessions.offer(SYSTEM, lni, facts(starts=time(11, 59), ends=time(14), place="Yakima"))
    afterwards = training_sessions.offer(SYSTEM, lni, facts(starts=time(12), ends=time(14), place="Spokane"))
    book(valley, morning, ana)
    with pytest.raises(OnboardingError, match="something else at that time: L&I orientation"):
        book(valley, at_noon, ana)
    book(valley, afterwards, ana)
    give_back(valley, morning, ana)
    give_back(valley, afterwards, ana)
    book(valley, at_noon, ana)


def test_nobody_is_booked_twice_and_one_who_cannot_be_stops_them_all(lni: Organisation, valley: Organisation) -> None:
    ana, ben = staff(valley, "Ana", "Ben")
    applicant = make_person(valley, "Cyd")
    session = make_session(lni)
    book(valley, session, ana)
    for person, why in ((ana, "Ana is booked already: has a seat"), (applicant, "Cyd is in no role here")):
        with pytest.raises(OnboardingError, match=why):
            book(valley, session, ben, person)
    assert seats(session) == {"Ana": BOOKED}


def test_registration_closes_after_its_last_day(lni: Organisation, valley: Organisation) -> None:
    ana, ben = staff(valley, "Ana", "Ben")
    session = make_session(lni, seats=1, closes_on=clock.today())
    book(valley, session, ana, ben)
    last = clock.at(session.closes_on, time(23, 59))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(clock, "now", lambda: last)
        assert training_sessions.found.state(session, clock.now()).value == "open"
        patched.setattr(clock, "now", lambda: last + timedelta(minutes=1))
        with pytest.raises(OnboardingError, match="registration closed"):
            book(valley, session, *staff(valley, "Cyd"))
        give_back(valley, session, ana)  # and the waiting list goes on until it begins
    assert seats(session)["Ben"] is BOOKED


def test_a_conference_drops_out_for_whose_window_it_misses(lni: Organisation, valley: Organisation) -> None:
    """Six months after 170 days ago are over in a month, those after 30 days ago are not."""
    early, late = (make_person(valley, name, hired_on=day) for name, day in
                   (("Early", clock.today() - timedelta(days=170)), ("Late", HIRED)))  # fmt: skip
    session = make_session(lni, SessionKind.CONFERENCE)
    there = {each.person.name: each.misses for each in found.trainees(valley, session, law(valley), Person.id > 0)}
    assert there["Late"] is None
    assert there["Early"] is not None
    assert there["Early"] < IN_A_MONTH
    with pytest.raises(OnboardingError, match="would not count for Early"):
        book(valley, session, early)
    book(valley, session, late)
    book(valley, make_session(lni, on=IN_A_MONTH + timedelta(days=1)), early)  # an orientation counts late


def test_the_side_that_offers_sees_name_cohe_and_role_alone(lni: Organisation, valley: Organisation) -> None:
    harbor = make_cohe("harbor")
    session = make_session(lni)
    ana = make_person(valley, "Ana", StaffRole.ASSISTANT, hired_on=HIRED)
    book(valley, session, ana)
    book(harbor, session, *staff(harbor, "Hal"))
    assert [tuple(each)[1:] for each in found.coming(found.roll(session))] == [
        ("Hal", "Harbor COHE", "hsc", BOOKED),
        ("Ana", "Valley COHE", "assistant", BOOKED),
    ]


def test_what_one_cohe_recorded_is_nothing_to_another_nor_are_its_bookings(
    lni: Organisation, valley: Organisation
) -> None:
    harbor = make_cohe("harbor")
    (hal,), (ana,) = staff(harbor, "Hal"), staff(valley, "Ana")
    own = make_session(valley)
    book(valley, own, ana)
    with pytest.raises(NotFoundError):
        book(harbor, own, hal)
    shared = make_session(lni, on=IN_A_MONTH + timedelta(days=1))
    book(valley, shared, ana)
    for refused in (
        lambda: book(harbor, shared, ana),
        lambda: give_back(harbor, shared, ana),
        lambda: training_sessions.cancel(SYSTEM, harbor, shared.id, "No."),
        lambda: training_sessions.cancel(SYSTEM, valley, shared.id, "No."),
        lambda: training_sessions.cancel(SYSTEM, lni, own.id, "No."),
    ):
        with pytest.raises(NotFoundError):
            refused()
    assert seats(shared) == {"Ana": BOOKED}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"starts": time(13)}, "ends"),
        ({"closes_on": IN_A_MONTH + timedelta(days=1)}, "closes_on"),
        ({"closes_on": clock.today() - timedelta(days=1)}, "closes_on"),
        ({"on": clock.today() - timedelta(days=1)}, "day"),
        ({"place": "With Ana Ruiz"}, "place"),
    ],
)
def test_what_cannot_be_is_not_offered(valley: Organisation, changed: dict[str, date], field: str) -> None:
    make_person(valley, "Ana Ruiz")
    with pytest.raises(OnboardingError) as refused:
        training_sessions.offer(SYSTEM, valley, facts(**changed))  # type: ignore[arg-type]
    assert refused.value.field == field


def test_a_second_click_offers_nothing_twice(valley: Organisation) -> None:
    make_session(valley)
    with pytest.raises(OnboardingError, match="offered already"):
        make_session(valley)


def test_once_it_has_begun_no_seat_is_given_back(lni: Organisation, valley: Organisation) -> None:
    ana, ben = staff(valley, "Ana", "Ben")
    session = make_session(lni, seats=1)
    book(valley, session, ana, ben)
    with once_over(session):
        with pytest.raises(OnboardingError, match="has begun"):
            give_back(valley, session, ana)
        bookings.settle()
    assert seats(session) == {"Ana": BOOKED, "Ben": WAITING}
