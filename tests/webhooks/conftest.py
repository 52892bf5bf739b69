"""A COHE with a manager, whose webhook goes to a receiver on this machine."""

from collections.abc import Iterator

import pytest
from flask import Flask

from onboarding.config import Config
from onboarding.models.account import User
from onboarding.models.organisation import Organisation
from onboarding.models.webhook import Webhook
from onboarding.roles import Role
from tests.make import make_cohe, make_member
from tests.webhooks.make import make_webhook, to_loopback
from tests.webhooks.receiver import Receiver, receiver


@pytest.fixture
def cohe(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def mona(cohe: Organisation) -> User:
    return make_member(cohe, Role.MANAGER, name="Mona Manager")


@pytest.fixture
def here(app: Flask, config: Config) -> Config:
    return to_loopback(config)


@pytest.fixture
def inbox() -> Iterator[Receiver]:
    with receiver() as running:
        yield running


@pytest.fixture
def webhook(here: Config, cohe: Organisation, mona: User, inbox: Receiver) -> Webhook:
    return make_webhook(cohe, mona, inbox.url)
