"""The world of the access tests, which takes seconds to make, as it was then; and refusals that cost little."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from onboarding.extensions import db
from onboarding.models.account import User
from onboarding.provider import Provider
from onboarding.services import knocks
from onboarding.web import access, errors, face
from tests.access.world import World, made


@pytest.fixture
def world(app: Flask, made_once: Callable[[Callable[[], Any]], Any]) -> World:
    people, ids = made_once(made)
    config = app.extensions["config"]
    app.extensions["config"] = config._replace(sign_on=Provider("http://127.0.0.1:9", "tracker", "secret", "Skagit"))
    return World({who: db.session.get_one(User, id) for who, id in people.items()}, ids=ids)


@pytest.fixture
def cheap_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of thousands of pages that refuse somebody, all that say the same are drawn once: only statuses are read here.

    Of the knocks of one person at one organization one is kept, of the others only found that one waits.
    """
    draw, drawn = errors.page, dict[tuple[object, ...], str]()

    def page(status: int, wrong: errors.Wrong | None = None) -> str:
        key = (status, wrong, face.face())
        if key not in drawn:
            drawn[key] = draw(status, wrong)
        return drawn[key]

    for each in (errors, access):
        monkeypatch.setattr(each, "page", page)
    monkeypatch.setattr(knocks, "MOST", 1)
