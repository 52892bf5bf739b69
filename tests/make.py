"""Makers of stored things: each shows only what matters to the test, and goes through the services."""

import time
from datetime import date
from itertools import count

from flask.testing import FlaskClient

from onboarding.models.account import User
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.roles import OrganisationKind, Role, StaffRole
from onboarding.services import accounts, members, organisations, people
from onboarding.services.change import SYSTEM, change

numbers = count(1)
HIRED = date(2026, 1, 15)


def make_cohe(slug: str = "valley") -> Organisation:
    return organisations.add_organisation(SYSTEM, OrganisationKind.COHE, slug, f"{slug.title()} COHE")


def make_lni() -> Organisation:
    return organisations.add_organisation(SYSTEM, OrganisationKind.LNI, "lni", "Department of Labor & Industries")


def make_user(name: str = "Sam Stranger") -> User:
    """An account of the sample world with no role anywhere: signed in by `sign_in`."""
    with change(SYSTEM) as under_way:
        email = f"{name.casefold().replace(' ', '.')}.{next(numbers)}@example.org"
        return accounts.start_account(under_way, email, name, sample=True)


def make_member(organisation: Organisation, *roles: Role, name: str = "Mia Member") -> User:
    user = make_user(name)
    for role in roles:
        members.give_role(SYSTEM, organisation, user, role)
    return user


def make_person(
    organisation: Organisation,
    name: str = "Ana Ruiz",
    role: StaffRole = StaffRole.HSC,
    hired_on: date | None = None,
    left_on: date | None = None,
    user: User | None = None,
) -> Person:
    facts = people.PersonFacts(name, role, f"person{next(numbers)}@example.org")
    person = people.add_person(SYSTEM, organisation, facts)
    if hired_on:
        people.record_posting(SYSTEM, person, people.PostingFacts(role, hired_on, left_on), person.revision)
    if user:
        people.link_account(SYSTEM, person, user.id)
    return person


def sign_in(client: FlaskClient, user: User) -> FlaskClient:
    """The client, as that user's browser just after signing in."""
    with client.session_transaction() as session:
        session.update(_user_id=user.fs_uniquifier, _fresh=True, fs_cc="set", fs_paa=time.time())
    return client
