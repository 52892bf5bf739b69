"""Two who accept the same days, or accept while it is withdrawn: one is told, and one cover holds, or none."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import absences as away, cover_requests as found
from onboarding.queries.cover_requests import State
from onboarding.roles import Role
from onboarding.services import absences, cover_requests
from onboarding.services.change import SYSTEM, Actor
from tests.accounts.race import at_once
from tests.examples import TIMES
from tests.make import make_cohe, make_member, make_person
from tests.races.told import refused
from tests.stored import on_postgresql

pytestmark = on_postgresql
TRIALS = 3 * TIMES
HIRED, TODAY = date(2025, 1, 6), clock.today()
DAYS = TODAY + timedelta(10), TODAY + timedelta(14)


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


def asked(cohe: Organisation, away_id: int, name: str) -> tuple[int, Actor, int]:
    """An HSC who is asked to cover on the days: their record, their account, and the request."""
    user = make_member(cohe, Role.HSC, name=name)
    person = make_person(cohe, name, hired_on=HIRED, user=user)
    row = cover_requests.ask(SYSTEM, db.session.get_one(Person, away_id), person, DAYS)
    return person.id, Actor(user.id, name), row.id


def accepting(who: tuple[int, Actor, int]) -> Callable[[], object]:
    id, actor, request = who
    return lambda: cover_requests.accept(actor, db.session.get_one(Person, id), request)


def absent(cohe: Organisation, number: int) -> int:
    person = make_person(cohe, f"Ana {number}", hired_on=HIRED)
    absences.record(SYSTEM, person, DAYS)
    return person.id


@pytest.mark.parametrize("number", range(TRIALS))
def test_of_two_who_accept_the_same_days_one_covers(app: Flask, valley: Organisation, number: int) -> None:
    ana = absent(valley, number)
    both = [asked(valley, ana, f"{name} {number}") for name in ("Ben", "Chi")]
    assert sorted(at_once(app, [refused(accepting(each)) for each in both])) == [False, True]
    (only,) = away.of(db.session.get_one(Person, ana))
    assert len(only.covers) == 1


@pytest.mark.parametrize("number", range(TRIALS))
def test_what_is_accepted_is_not_withdrawn_and_the_other_way(app: Flask, valley: Organisation, number: int) -> None:
    ana = absent(valley, number)
    ben = asked(valley, ana, f"Ben {number}")

    def withdraw() -> object:
        return cover_requests.withdraw(SYSTEM, db.session.get_one(Person, ana), ben[2])

    answers = at_once(app, [refused(accepting(ben)), refused(withdraw)])
    assert sorted(answers) == [False, True]
    person = db.session.get_one(Person, ana)
    (only,), (row,) = away.of(person), found.of_person(person, TODAY)
    assert row.state is (State.WITHDRAWN if answers[0] else State.ACCEPTED)
    assert len(only.covers) == (0 if answers[0] else 1)
