"""Two plans that are accepted at the same moment: no seat is given twice, and nobody gets half of what they need.

PostgreSQL, where two really write at once. TIMES=100 tries each pair so many times as often.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

import pytest
from flask import Flask

from onboarding.models.person import Person
from onboarding.models.training_session import Seat, SessionKind
from onboarding.queries.organisations import by_id
from onboarding.services import training_plan
from onboarding.services.change import SYSTEM
from tests.accounts.race import at_once
from tests.examples import TIMES
from tests.make import make_cohe, make_lni, make_person
from tests.races.test_visits import refused
from tests.stored import on_postgresql
from tests.training_sessions.make import IN_A_MONTH, law, make_session, seats

pytestmark = on_postgresql
TRIALS = 5 * TIMES
HIRED = IN_A_MONTH - timedelta(days=60)


def accepting(chosen: Mapping[Person, Sequence[int]]) -> Callable[[], bool]:
    """Whether a plan of one COHE is refused."""
    cohe = next(iter(chosen)).organisation_id
    here, ids = law(by_id(cohe)), {person.id: list(each) for person, each in chosen.items()}
    return refused(lambda: training_plan.accept(SYSTEM, by_id(cohe), ids, here))


@pytest.mark.parametrize("number", range(TRIALS))
def test_of_two_plans_for_the_same_last_seats_one_has_them_all(app: Flask, number: int) -> None:
    lni = make_lni()
    two = [
        make_session(lni, kind, IN_A_MONTH + timedelta(days=apart), seats=1)
        for apart, kind in enumerate((SessionKind.ORIENTATION, SessionKind.CONFERENCE))
    ]
    ids = [session.id for session in two]
    ana, ben = (make_person(make_cohe(slug), f"{slug} {number}", hired_on=HIRED) for slug in ("fir", "oak"))
    jobs = [accepting({ana: ids}), accepting({ben: ids[::-1]})]
    assert sorted(at_once(app, jobs)) == [False, True]
    had = [seats(session) for session in two]
    assert had[0] == had[1]
    assert list(had[0].values()) == [Seat.BOOKED]


@pytest.mark.parametrize("number", range(TRIALS))
def test_a_plan_that_two_accept_at_once_is_booked_once(app: Flask, number: int) -> None:
    session = make_session(make_lni(), seats=5)
    valley = make_cohe()
    people = [make_person(valley, name, hired_on=HIRED) for name in ("Ana", "Ben", "Cy")]
    jobs = [accepting({each: [session.id] for each in order}) for order in (people, people[::-1])]
    assert sorted(at_once(app, jobs)) == [False, True]
    assert seats(session) == dict.fromkeys(("Ana", "Ben", "Cy"), Seat.BOOKED)
