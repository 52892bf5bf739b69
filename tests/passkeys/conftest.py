"""What tests of passkeys share: a product that is reached at a name, and somebody with an authenticator app."""

import pytest
from flask import Flask

from onboarding.models.organisation import Organisation
from tests.accounts.steps import Member, enrolled
from tests.make import make_cohe
from tests.passkeys.authenticator import Authenticator
from tests.passkeys.steps import at_a_name, with_passkey


@pytest.fixture
def valley(app: Flask) -> Organisation:
    at_a_name(app)
    return make_cohe()


@pytest.fixture
def mia(app: Flask, valley: Organisation) -> Member:
    return enrolled(app, valley)


@pytest.fixture
def phone(mia: Member) -> Authenticator:
    return with_passkey(mia)
