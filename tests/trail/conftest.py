"""The history that most tests of the trail begin with, made once and copied for each."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from tests.trail.history import history


@pytest.fixture
def cohe(app: Flask, made_once: Callable[[Callable[[], Any]], Any]) -> Organisation:
    """A COHE of twelve people who were added and edited, with two checkpoints."""
    return db.session.get_one(Organisation, made_once(_history))


def _history() -> int:
    return history().id
