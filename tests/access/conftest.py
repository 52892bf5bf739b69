"""The world of the access tests, which takes seconds to make, as it was when it was made."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from onboarding.extensions import db
from onboarding.models.account import User
from onboarding.provider import Provider
from tests.access.world import World, made


@pytest.fixture
def world(app: Flask, made_once: Callable[[Callable[[], Any]], Any]) -> World:
    people, ids = made_once(made)
    config = app.extensions["config"]
    app.extensions["config"] = config._replace(sign_on=Provider("http://127.0.0.1:9", "tracker", "secret", "Skagit"))
    return World({who: db.session.get_one(User, id) for who, id in people.items()}, ids=ids)
