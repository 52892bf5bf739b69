"""What a token is and is not: named, noted when used, for as long as numbers say, and never more than its maker."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from onboarding import clock, pace
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.account import User
from onboarding.models.api_token import ApiKey, ApiToken
from onboarding.models.organisation import Organisation
from onboarding.permissions import TokenScope
from onboarding.queries import api_tokens as found, own, people as known
from onboarding.queries.api_tokens import State
from onboarding.roles import Role, StaffRole
from onboarding.services import api_keys, people
from onboarding.services.api_tokens import NOTED_EVERY
from onboarding.services.change import Actor
from onboarding.services.people import PersonFacts
from tests.api.make import Program, make_token
from tests.make import make_claim, make_cohe, make_member, make_person
from tests.stored import on_sqlite

AT = "/cohes/valley/applicants"


@pytest.fixture
def cohe(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def manager(cohe: Organisation) -> User:
    return make_member(cohe, Role.MANAGER, name="Mona Manager")


def refused(do: Callable[[], object]) -> str:
    with pytest.raises(OnboardingError) as error:
        do()
    return str(error.value)


def test_its_secret_is_kept_nowhere(cohe: Organisation, manager: User) -> None:
    secret = make_token(cohe, manager)
    (row,) = db.session.query(ApiToken).all()
    assert secret.startswith("hsc_")
    assert len(secret) == len("hsc_") + 43
    assert secret not in str([getattr(row, column.key) for column in ApiToken.__table__.columns])


def test_it_is_no_more_than_its_maker_and_its_role(cohe: Organisation, manager: User) -> None:
    hr = make_member(cohe, Role.HR)
    assert "no more than you" in refused(lambda: make_token(cohe, hr, Role.MANAGER))
    assert "no more than you" in refused(lambda: make_token(cohe, manager, Role.AUDITOR, [TokenScope.RULES]))
    assert "Choose less" in refused(lambda: make_token(cohe, manager, Role.SCREENER, [TokenScope.READ_STAFF]))
    assert "at least one" in refused(lambda: make_token(cohe, manager, Role.SCREENER, []))


@on_sqlite
def test_its_name_is_its_own_and_nobody_s(cohe: Organisation, manager: User) -> None:
    make_person(cohe, "Ana Ruiz")
    make_token(cohe, manager, name="HR system")
    assert "already" in refused(lambda: make_token(cohe, manager, name="hr  System"))
    assert "Ana Ruiz" in refused(lambda: make_token(cohe, manager, name="For Ana Ruiz"))


@on_sqlite
@pytest.mark.parametrize(("days", "may"), [(0, False), (1, True), (365, True), (366, True), (367, False)])
def test_it_works_for_as_many_days_as_the_rulebook_says(
    cohe: Organisation, manager: User, days: int, may: bool
) -> None:
    if may:
        make_token(cohe, manager, days=days)
    else:
        assert "1 to 366 days" in refused(lambda: make_token(cohe, manager, days=days))


def test_it_expires_to_the_second(app: Flask, cohe: Organisation, manager: User) -> None:
    program, until = Program(app, make_token(cohe, manager, days=1)), clock.now() + timedelta(days=1)
    with clock.as_if(until - timedelta(seconds=60)):
        assert program.get("/cohes").status_code == 200
    with clock.as_if(until + timedelta(seconds=60)):
        assert program.get("/cohes").status_code == 401
        assert found.listed(cohe.id, clock.now())[0].state is State.EXPIRED


def test_that_it_was_used_is_noted_once_an_hour(
    app: Flask, cohe: Organisation, manager: User, statements: list[str]
) -> None:
    program = Program(app, make_token(cohe, manager, scopes=[TokenScope.RULES]))
    assert found.listed(cohe.id, clock.now())[0].used_at is None

    def writes() -> int:
        before = len(statements)
        program.get("/cohes")
        return sum(each.startswith(("INSERT", "UPDATE")) for each in statements[before:])

    assert [writes(), writes(), writes()] == [1, 0, 0]
    with clock.as_if(clock.now() + NOTED_EVERY):
        assert [writes(), writes()] == [1, 0]


def test_a_key_is_forgotten_after_its_days(app: Flask, cohe: Organisation, manager: User) -> None:
    program = Program(app, make_token(cohe, manager))
    program.post(AT, {"name": "Ana Ruiz", "applied_for": "hsc"}, key="1")
    api_keys.purge(clock.now() + timedelta(days=6))
    assert db.session.query(ApiKey).count() == 1
    api_keys.purge(clock.now() + timedelta(days=7, seconds=1))
    assert db.session.query(ApiKey).count() == 0


def test_what_is_kept_of_a_request_says_nothing_of_anybody(app: Flask, cohe: Organisation, manager: User) -> None:
    program = Program(app, make_token(cohe, manager))
    made = program.post(AT, {"name": "Ana Ruiz", "applied_for": "hsc"}, key="ana.ruiz@example.org")
    (row,) = db.session.query(ApiKey).all()
    assert row.made == f"person:{made.get_json()['id']}"
    assert {len(row.key_hash), len(row.request_hash)} == {64}
    assert "ruiz" not in str([getattr(row, column.key) for column in ApiKey.__table__.columns]).casefold()


def test_nobody_changes_by_a_token_what_is_their_own(cohe: Organisation) -> None:
    manager = make_member(cohe, Role.MANAGER, Role.HSC, name="Mona Manager")
    mine = make_person(cohe, "Mona Manager", user=manager)
    by_token = Actor(None, "token:1", maker=manager.id)
    make_claim(mine)
    said = PersonFacts("Mona Otherwise", StaffRole.HSC)
    assert "your own" in refused(lambda: people.edit_person(by_token, mine, said, mine.revision))
    other = make_person(cohe, "Ana Ruiz")
    assert people.edit_person(by_token, other, said, other.revision).name == "Mona Otherwise"


def test_an_address_that_it_records_counts_as_its_maker_s(app: Flask, cohe: Organisation, manager: User) -> None:
    program = Program(app, make_token(cohe, manager))
    program.post(AT, {"name": "Ana Ruiz", "applied_for": "hsc", "email": "ana@example.org"}, key="1")
    person = known.by_email(cohe.id, "ana@example.org")
    assert person
    assert manager.id in own.put_there_by(person, "ana@example.org")


@on_sqlite
def test_how_often_somebody_asked_is_forgotten_once_the_minute_is_over(app: Flask) -> None:
    instance, now = app.extensions["config"].instance, clock.now().replace(second=30)
    with clock.as_if(now):
        assert [pace.ask(instance, "token:1").times for _ in range(3)] == [0, 1, 2]
        assert pace.ask(instance, "token:2").times == 0
    with clock.as_if(now + timedelta(seconds=60)):
        assert pace.ask(instance, "token:1") == (0, 30)
    with clock.as_if(now + timedelta(days=1)):
        pace.clear(instance)
    assert list((instance / pace.FOLDER).iterdir()) == []
