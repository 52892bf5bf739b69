"""The world of the access tests, which takes seconds to make, as it was when it was made."""

from collections.abc import Callable
from typing import Any

import pytest

from onboarding.extensions import db
from onboarding.models.account import User
from tests.access.world import World, made


@pytest.fixture
def world(made_once: Callable[[Callable[[], Any]], Any]) -> World:
    people, ids = made_once(made)
    return World({who: db.session.get_one(User, id) for who, id in people.items()}, ids=ids)
