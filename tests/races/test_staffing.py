"""Two who record, at the same moment, what can be recorded once: one is told, and one number holds."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import absences as away, initiated_claims as found, time_splits
from onboarding.queries.correctable import in_force
from onboarding.rules.days import Quarter
from onboarding.services import absences, initiated_claims, time_splits as splits
from onboarding.services.change import SYSTEM
from onboarding.services.initiated_claims import Counted
from tests.accounts.race import at_once
from tests.examples import TIMES
from tests.make import make_cohe, make_person
from tests.races.told import refused
from tests.staffing.make import make_split, numbers
from tests.stored import on_postgresql

pytestmark = on_postgresql
TRIALS = 3 * TIMES
HIRED = date(2025, 1, 6)


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.mark.parametrize("number", range(TRIALS))
def test_of_two_counts_of_a_quarter_one_holds(app: Flask, valley: Organisation, number: int) -> None:
    quarter = Quarter(2025, number % 4 + 1)

    def count(claims: int) -> Callable[[], object]:
        said = [Counted(quarter, claims, 0)]
        return lambda: initiated_claims.record(SYSTEM, db.session.merge(valley, load=False), said, None, {quarter: 0})

    ended = at_once(app, [refused(count(10)), refused(count(20))])
    assert sorted(ended) == [False, True]
    (row,) = in_force(found.history(valley))
    assert row.claims == (20 if ended[0] else 10)


@pytest.mark.parametrize("number", range(TRIALS))
def test_of_two_splits_or_absences_from_a_day_one_holds(app: Flask, valley: Organisation, number: int) -> None:
    ana, ben = (make_person(valley, f"{name} {number}", hired_on=HIRED) for name in ("Ana", "Ben"))
    law, ids = numbers(valley), (ana.id, ben.id)

    def of(place: int) -> Person:
        return db.session.get_one(Person, ids[place])

    def split(claims: int) -> Callable[[], object]:
        return lambda: splits.record(SYSTEM, of(0), make_split(HIRED, claims), law)

    def leave() -> object:
        return absences.record(SYSTEM, of(0), (HIRED, HIRED))

    def cover() -> object:
        return absences.cover(SYSTEM, of(0), of(1), (HIRED, HIRED))

    for pair in ((split(60), split(120)), (leave, leave), (cover, cover)):
        assert sorted(at_once(app, [refused(each) for each in pair])) == [False, True]
    (only,) = away.of(of(0))
    assert (len(time_splits.history(of(0))), len(only.covers)) == (1, 1)
