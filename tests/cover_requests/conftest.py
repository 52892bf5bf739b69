"""A COHE in which Ana is away and Ben could cover."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from onboarding.models.account import User
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.roles import Role
from onboarding.services import absences
from onboarding.services.change import SYSTEM
from tests.cover_requests.days import FIRST, HIRED, LAST
from tests.make import make_cohe, make_member, make_person, sign_in


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def manager(app: Flask, valley: Organisation) -> FlaskClient:
    return sign_in(app.test_client(), make_member(valley, Role.MANAGER))


@pytest.fixture
def user(valley: Organisation) -> User:
    return make_member(valley, Role.HSC, name="Ben Stone")


@pytest.fixture
def ben(valley: Organisation, user: User) -> Person:
    return make_person(valley, "Ben Stone", hired_on=HIRED, user=user)


@pytest.fixture
def ana(valley: Organisation) -> Person:
    person = make_person(valley, hired_on=HIRED)
    absences.record(SYSTEM, person, (FIRST, LAST))
    return person
