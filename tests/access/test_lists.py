"""Lists of records: all of them are this user's to see, or none is given; and what is not a form's is not taken."""

import pytest
from flask import Flask

from onboarding.errors import NotFoundError
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import applications
from onboarding.roles import Role
from onboarding.web.access import MOST_AT_ONCE, Scope
from tests.access.cells import address, rules
from tests.access.decided import DECIDED
from tests.access.world import World
from tests.accounts.steps import token_of
from tests.make import make_cohe, make_member, make_person, sign_in
from tests.stored import on_sqlite


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


def scope(cohe: Organisation, *roles: Role, own_only: bool = False) -> Scope:
    return Scope(cohe, frozenset(roles), make_member(cohe, *roles), own_only)


def ids(*rows: Person) -> list[int]:
    return [each.id for each in rows]


def test_a_list_comes_in_its_order_each_once_by_one_query(
    app: Flask, valley: Organisation, statements: list[str]
) -> None:
    one, two, three = (make_person(valley, name) for name in ("One", "Two", "Three"))
    manager = scope(valley, Role.MANAGER)
    asked = [three.id, one.id, two.id, three.id]
    statements.clear()
    assert ids(*manager.load_all(applications.several, asked)) == [three.id, one.id, two.id]
    assert len([each for each in statements if each.startswith("SELECT") and "FROM person" in each]) == 1


def test_one_foreign_record_refuses_the_whole_list(app: Flask, valley: Organisation) -> None:
    mine, foreign = make_person(valley), make_person(make_cohe("harbor"))
    manager = scope(valley, Role.MANAGER)
    for asked in (ids(mine, foreign), ids(foreign, mine), ids(foreign), [mine.id, 999_999]):
        with pytest.raises(NotFoundError):
            manager.load_all(applications.several, asked)


def test_an_hsc_gets_a_list_of_nothing_but_their_own(app: Flask, valley: Organisation) -> None:
    hsc = scope(valley, Role.HSC, own_only=True)
    mine, other = make_person(valley, user=hsc.user), make_person(valley)
    assert ids(*hsc.load_all(applications.several, ids(mine))) == ids(mine)
    with pytest.raises(NotFoundError):
        hsc.load_all(applications.several, ids(mine, other))


@pytest.mark.parametrize("number", [0, -1, 2**31, 10**25])
def test_a_number_that_no_record_can_have_refuses_the_list(app: Flask, valley: Organisation, number: int) -> None:
    with pytest.raises(NotFoundError):
        scope(valley, Role.MANAGER).load_all(applications.several, [make_person(valley).id, number])


def test_an_empty_list_is_empty_and_one_too_long_is_not_looked_up(
    app: Flask, valley: Organisation, statements: list[str]
) -> None:
    manager = scope(valley, Role.MANAGER)
    statements.clear()
    assert manager.load_all(applications.several, []) == []
    with pytest.raises(NotFoundError):
        manager.load_all(applications.several, range(1, MOST_AT_ONCE + 2))
    assert not [each for each in statements if "FROM person" in each]


def test_a_query_that_forgets_the_organisation_still_gives_no_more_than_was_asked(
    app: Flask, valley: Organisation
) -> None:
    mine, other = make_person(valley), make_person(valley)
    manager = scope(valley, Role.MANAGER)
    with pytest.raises(NotFoundError):
        manager.load_all(lambda *_: [mine, other], ids(mine))


@on_sqlite
@pytest.mark.parametrize("body", [{"name": "J"}, {"name": {"a": 1}}, [1, 2], "x", 0])
def test_no_route_takes_json(app: Flask, world: World, body: object) -> None:
    """Flask-WTF would: with ids in it that no test of forms had swapped, and lists where a text is expected."""
    client = sign_in(app.test_client(), world.people["manager"])
    headers = {"X-CSRFToken": token_of(client, "/at/valley/people/new")}
    taken = []
    for rule in rules(app).values():
        decision = DECIDED.get(rule.endpoint, {}).get("POST", ())
        if isinstance(decision, frozenset) and Role.MANAGER in decision:
            answer = client.post(address(app, world, rule.endpoint), json=body, headers=headers)
            if answer.status_code != 415:
                taken.append((rule.endpoint, answer.status_code))
    assert taken == []
