"""Two COHEs at one visit at the same moment: one seat, one host, one sign-off.

PostgreSQL, where two really write at once. TIMES=100 tries each pair so many times as often.
"""

from collections.abc import Callable
from datetime import time

import pytest
from flask import Flask

from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.sign_off import SignOff, SignOffLink
from onboarding.models.training_session import Hosting, Seat
from onboarding.queries import bookings as rolls, training as trained
from onboarding.queries.organisations import by_id
from onboarding.services import bookings, links, sign_off_links, sign_offs, training_sessions
from onboarding.services.change import SYSTEM, Actor
from onboarding.services.sign_offs import Signed
from tests.accounts.race import at_once
from tests.examples import TIMES
from tests.make import HIRED, make_cohe, make_lni, make_person
from tests.races.told import refused
from tests.stored import on_postgresql
from tests.training_sessions.make import law, make_past_visit, make_session, make_visit, seats, visit

pytestmark = on_postgresql
TRIALS = 5 * TIMES
VISITOR = Actor(None, "visitor", "192.0.2.9")


@pytest.fixture
def dana(app: Flask) -> Person:
    return make_person(make_cohe("harbor"), "Dana Holm", hired_on=HIRED)


def booking(trainee: Person, id: int) -> Callable[[], object]:
    person, cohe = trainee.id, trainee.organisation_id
    here = law(by_id(cohe))
    return lambda: bookings.book(SYSTEM, by_id(cohe), id, [person], here)


@pytest.mark.parametrize("number", range(TRIALS))
def test_the_last_seat_is_given_once_among_three_cohes(app: Flask, dana: Person, number: int) -> None:
    session = make_visit(dana)
    trainees = [make_person(make_cohe(slug), f"{slug} {number}", hired_on=HIRED) for slug in ("fir", "oak", "elm")]
    jobs = [refused(booking(each, session.id)) for each in trainees]
    assert at_once(app, jobs) == [False] * 3
    assert list(seats(session).values()) == [Seat.BOOKED, Seat.WAITING, Seat.WAITING]


@pytest.mark.parametrize("number", range(TRIALS))
def test_a_host_is_at_one_place_of_two(app: Flask, dana: Person, number: int) -> None:
    cohe, session = dana.organisation_id, make_session(make_lni())
    two = [visit(dana), visit(dana, starts=time(11), ends=time(14), minutes=60)]

    def offering(number: int) -> Callable[[], object]:
        return lambda: training_sessions.offer(SYSTEM, db.session.get_one(Organisation, cohe), two[number])

    jobs = [refused(offering(0)), refused(offering(1)), refused(booking(dana, session.id))]
    assert sorted(at_once(app, jobs)) == [False, True, True]
    assert db.session.query(Hosting).count() + len(seats(session)) == 1


@pytest.mark.parametrize("number", range(TRIALS))
def test_a_link_is_signed_or_withdrawn(app: Flask, dana: Person, number: int) -> None:
    ana = make_person(make_cohe(), f"Ana {number}", hired_on=HIRED)
    session = make_past_visit(dana, ana)
    sign_off_links.ask_due()
    row, link = rolls.roll(session).of(ana.id), db.session.query(SignOffLink).one()
    assert row
    key, ids = links.token_of(sign_off_links.PURPOSE, link.nonce), (dana.organisation_id, session.id, row.id)

    def withdraw() -> object:
        return sign_off_links.withdraw(SYSTEM, by_id(ids[0]), ids[1], ids[2], "Wrong address.")

    jobs = [refused(lambda: sign_offs.sign(VISITOR, key, Signed(True, 60, "Dana"))), refused(withdraw)]
    was_refused = at_once(app, jobs)
    assert sorted(was_refused) == [False, True]
    db.session.rollback()
    signed = db.session.query(SignOff).count()
    assert signed == len(trained.of(db.session.get_one(Person, ana.id))) == (0 if was_refused[0] else 1)
