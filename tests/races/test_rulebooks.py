"""Two who put rulebooks in force at the same moment: of one version and of one day there is one, whoever was first."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from onboarding import clock
from onboarding.actions import Action
from onboarding.queries import rulebooks as found
from onboarding.rules.rulebook_file import SHIPPED, shipped
from onboarding.services import rulebooks
from onboarding.services.change import SYSTEM
from tests.accounts.race import at_once
from tests.examples import TIMES
from tests.races.told import order, refused
from tests.stored import on_postgresql

pytestmark = on_postgresql
TRIALS = 3 * TIMES


def adopting(version: str, in_days: int) -> Callable[[], bool]:
    """Whether putting the shipped rulebook in force under another version, so many days from now, is refused."""
    text = SHIPPED.read_text("utf-8").replace(f'"{shipped().version}"', f'"{version}"', 1)
    since = clock.today() + timedelta(in_days)
    return refused(lambda: rulebooks.adopt(SYSTEM, text, since, version))


@pytest.mark.parametrize("number", range(TRIALS))
def test_of_two_on_one_day_one_is_in_force(app: Flask, number: int) -> None:
    assert sorted(at_once(app, [adopting(f"one-{number}", 30), adopting(f"two-{number}", 30)])) == [False, True]
    assert len(found.adopted()) == 1


@pytest.mark.parametrize("number", range(TRIALS))
def test_none_is_withdrawn_from_under_a_later_one(app: Flask, number: int) -> None:
    first = f"first-{number}"
    assert not adopting(first, 30)()
    later = adopting(f"later-{number}", 60)
    was_adopted_late, kept = at_once(app, [later, refused(lambda: rulebooks.withdraw(SYSTEM, first))])
    told = order(Action.RULEBOOK_ADOPTED, Action.RULEBOOK_WITHDRAWN)
    assert not was_adopted_late
    assert told[1:] == ([Action.RULEBOOK_ADOPTED] if kept else [Action.RULEBOOK_WITHDRAWN, Action.RULEBOOK_ADOPTED])
