"""Two who plan at the same moment: of one name there is one plan, and of two changes to one version one holds."""

from collections.abc import Callable

import pytest
from flask import Flask

from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.queries import what_ifs as found
from onboarding.queries.what_ifs import Planned
from onboarding.rules.what_if import WhatIfKind
from onboarding.services import what_ifs
from onboarding.services.change import SYSTEM
from tests.accounts.race import at_once
from tests.examples import TIMES
from tests.make import make_cohe
from tests.races.told import refused
from tests.stored import on_postgresql

pytestmark = on_postgresql
TRIALS = 3 * TIMES


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.mark.parametrize("number", range(TRIALS))
def test_of_two_at_once_one_is_told(app: Flask, valley: Organisation, number: int) -> None:
    def again() -> Organisation:
        return db.session.merge(valley, load=False)

    save = refused(lambda: what_ifs.save(SYSTEM, again(), f"Plan {number}"))
    assert sorted(at_once(app, [save] * 2)) == [False, True]
    (plan,) = found.listed(valley)
    key, seen = plan.key, plan.id

    def more(percent: str) -> Callable[[], object]:
        said = Planned(WhatIfKind.CLAIMS, percent=percent)
        return lambda: what_ifs.put(SYSTEM, again(), key, said, None, seen)

    ended = at_once(app, [refused(more("10")), refused(more("20"))])
    assert sorted(ended) == [False, True]
    db.session.rollback()
    row = found.one(valley.id, key)
    assert row
    assert [each.percent for each in found.planned(row)] == ["20" if ended[0] else "10"]
