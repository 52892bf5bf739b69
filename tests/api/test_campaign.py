"""A slice of the campaign: requests made up from the description, a few an operation; `make api` asks 500."""

from typing import Any

import pytest
from flask import Flask

from onboarding.api import guard
from onboarding.api.operations import OPERATIONS
from onboarding.roles import Role
from tests.access.conftest import world  # noqa: F401 - the fixture
from tests.access.world import World
from tests.api.campaign import ask, tokens
from tests.examples import TIMES
from tests.stored import on_sqlite

pytestmark = on_sqlite
FEW = 2


@pytest.fixture
def asked(app: Flask, world: World) -> tuple[Flask, dict[Role, str], dict[str, int]]:  # noqa: F811
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app, *tokens({who: user.id for who, user in world.people.items()}, world.ids)


def test_no_answer_is_a_fault_or_undeclared(asked: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "seconds_to_wait", lambda *_: None)
    app, secrets, ids = asked
    some = {role: secrets[role] for role in (Role.MANAGER, Role.SCREENER)}
    seen = ask(app, some, ids, FEW * TIMES)
    assert {id for id, _, _ in seen} == {each.id for each in OPERATIONS}
    assert {status for _, _, status in seen} >= {200, 403, 404, 422}


def test_an_answer_that_is_not_declared_turns_red(asked: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    app, secrets, ids = asked
    monkeypatch.setattr("onboarding.api.cohes.book", lambda: None)  # fails, which is our fault
    with pytest.raises(BaseException, match="api/v1/rulebook"):
        ask(app, {Role.MANAGER: secrets[Role.MANAGER]}, ids, FEW, only="show_rulebook")
