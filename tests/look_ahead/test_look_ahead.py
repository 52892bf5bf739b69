"""What is ahead follows from the records: who leaves and comes, the law of each quarter, a plan that changes facts."""

from datetime import timedelta
from fractions import Fraction

import pytest
from flask import Flask, current_app

from onboarding import clock
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import look_ahead as found, staffing as known
from onboarding.rules.look_ahead import LookAhead
from onboarding.rules.staff_ahead import What
from onboarding.rules.what_if import Leaves, Time
from onboarding.services import rulings
from onboarding.services.change import SYSTEM
from tests.look_ahead.make import HIRED, NOW, make_ana, settle
from tests.make import make_cohe, make_person
from tests.staffing.make import count, law, split

SOON = NOW.earlier(-1)
HALF = Fraction(1, 2)


@pytest.fixture
def valley(app: Flask) -> Organisation:
    cohe = make_cohe()
    settle(cohe)
    count(cohe, str(NOW.earlier(8)), *[400] * 8)
    return cohe


@pytest.fixture
def ana(valley: Organisation) -> Person:
    return make_ana(valley)


def fte(ahead: LookAhead) -> list[object]:
    return [each.fte.at_least for each in ahead.quarters if each.fte.at_least == each.fte.at_most]


def test_who_leaves_and_who_comes_is_counted_from_their_days_on(valley: Organisation, ana: Person) -> None:
    left = make_person(valley, "Ben Stone", hired_on=HIRED, left_on=NOW.last)
    comes = make_person(valley, "Chi Tran", hired_on=SOON.first)
    split(left, HIRED)
    split(comes, SOON.first, 20 * 60)
    ahead = found.ahead(valley, known.recorded(valley), law(valley), clock.today())
    assert fte(ahead.found) == [2, Fraction(3, 2), Fraction(3, 2), Fraction(3, 2)]
    assert [(each.staff, each.what) for each in ahead.staff if each.what is not What.CANNOT_BILL] == [
        ("Ben Stone", What.LEAVES),
        ("Chi Tran", What.COMES),
    ]


def test_whose_time_nobody_recorded_is_a_range_and_named(valley: Organisation, ana: Person) -> None:
    bo = make_person(valley, "Bo Berg", hired_on=HIRED)
    make_person(valley, "Lea Left", hired_on=HIRED, left_on=NOW.earlier(4).first)
    ahead = found.ahead(valley, known.recorded(valley), law(valley), clock.today())
    assert {each.fte for each in ahead.found.quarters} == {(1, 2)}
    assert [each.person for each in ahead.unknown.silent] == [bo]


def test_each_quarter_has_the_full_time_of_its_last_day(valley: Organisation, ana: Person) -> None:
    half = make_person(valley, "Dee Wolf", hired_on=HIRED)
    split(half, HIRED, 20 * 60)
    since = SOON.earlier(-1).first
    facts = rulings.RulingFacts(
        "full_time_hours", None, Fraction(20), since, None, "Cora Contract", "Letter of January 5, 2026"
    )
    row = rulings.propose(SYSTEM, valley, current_app.extensions["rulebook"], facts)
    rulings.put_in_force(SYSTEM, valley, current_app.extensions["rulebook"], row.id)
    # Of 40 hours Ana is 1 and Dee 20 / 40. Of 20, nobody is more than 1: both are 1.
    recorded, today = known.recorded(valley), clock.today()
    assert fte(found.looked(valley, recorded, law(valley), today)) == [Fraction(3, 2), Fraction(3, 2), 2, 2]


def test_a_plan_changes_facts_and_no_record(valley: Organisation, ana: Person) -> None:
    recorded, today = known.recorded(valley), clock.today()
    leaves = found.looked(valley, recorded, law(valley), today, lambda _: [Leaves(ana.name, NOW.last)])
    assert fte(leaves) == [1, 0, 0, 0]
    less = found.looked(valley, recorded, law(valley), today, lambda _: [Time(ana.name, SOON.first, HALF)])
    assert fte(less) == [1, HALF, HALF, HALF]
    assert fte(found.looked(valley, known.recorded(valley), law(valley), today)) == [1] * 4
    assert SOON.first - NOW.last == timedelta(days=1)
