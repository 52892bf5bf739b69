"""Every page asks the database fewer than 25 times, and as often with many people, members and messages as with few."""

from flask import Flask

from onboarding.queries.organisations import by_slug
from onboarding.roles import Role
from tests.access.cells import address
from tests.access.decided import DECIDED, ITSELF, NOTHING
from tests.access.world import OWN, World
from tests.make import make_member, make_message, make_person, sign_in
from tests.stored import on_sqlite

MOST = 25
MORE = 30


def pages() -> list[tuple[str, str]]:
    """Each page that somebody signed in can open, and who opens it."""
    found = []
    for endpoint, methods in DECIDED.items():
        decision = methods.get("GET")
        if decision is None or endpoint == "static" or decision in (ITSELF, NOTHING):
            continue
        roles = sorted(role for role in decision if isinstance(role, Role)) if isinstance(decision, frozenset) else []
        found.append((endpoint, roles[0].value if roles else "manager"))
    return found


@on_sqlite
def test_no_page_asks_more_often_than_it_may_nor_more_for_more(app: Flask, world: World, statements: list[str]) -> None:
    few = {page: asked(app, world, *page, statements) for page in pages()}
    cohe = by_slug(OWN)
    assert cohe
    for number in range(MORE):
        make_person(cohe, f"More {number}")
        make_member(cohe, Role.SCREENER, name=f"Member {number}")
        make_message(cohe)
    many = {page: asked(app, world, *page, statements) for page in pages()}
    assert {page: count for page, count in many.items() if count >= MOST} == {}
    assert {page: (few[page], count) for page, count in many.items() if count > few[page]} == {}


def asked(app: Flask, world: World, endpoint: str, who: str, statements: list[str]) -> int:
    """How many statements a page takes, once the visit is under way."""
    client = sign_in(app.test_client(), world.people[who])
    at = address(app, world, endpoint)
    client.get(at)
    statements.clear()
    client.get(at)
    return len(statements)
