"""Every route by method by role by relation is decided by hand, asked for real, and answered as decided."""

import re
from collections.abc import Container, Iterable, Iterator

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from onboarding.actions import Action
from onboarding.queries import trail
from onboarding.roles import Role
from onboarding.services import knocks
from onboarding.web import access
from onboarding.web.access import Policy
from tests.access.cells import Cell, address, answered, cells, expected, rules
from tests.access.decided import ANYONE, DECIDED, ITSELF, NOT_HERE, NOTHING, SIGNED_IN
from tests.access.world import FOREIGN, OWN, World
from tests.make import sign_in
from tests.stored import on_postgresql, on_sqlite


def disagreements(app: Flask, world: World, only: str | None = None, by: Container[str] | None = None) -> Iterator[str]:
    for cell in cells(app, world, only):
        if by is not None and (cell.who not in by or cell.method not in DECIDED.get(cell.endpoint, {})):
            continue
        at = own_record(app, world, cell)
        was, should = answered(app, world, cell, at), expected(app, cell)
        if was != should and was not in should.split(" or "):
            yield f"{cell.endpoint} {cell.method} by {cell.who}: {was}, decided was {should}"


def own_record(app: Flask, world: World, cell: Cell) -> str | None:
    """An HSC is asked about their own record, and whoever sent a table about theirs; others' are another test's."""
    if f"{cell.endpoint} of {cell.who}" in world.ids[OWN]:
        return address(app, world, f"{cell.endpoint} of {cell.who}")
    nouns = (cell.endpoint, cell.endpoint.partition(".")[0])
    if cell.who == "hsc" and any(f"own {each}" in world.ids[OWN] for each in nouns):
        return address(app, world, cell.endpoint, own=True)
    return None


def test_every_route_and_method_was_decided(app: Flask) -> None:
    undecided = [
        f"{rule.endpoint} {method}"
        for rule in rules(app).values()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        if rule.endpoint not in NOT_HERE and method not in DECIDED.get(rule.endpoint, {})
    ]
    assert not undecided, f"decide who may, in tests/access/decided.py: {undecided}"
    assert DECIDED.keys() <= rules(app).keys()


@on_sqlite
@pytest.mark.usefixtures("cheap_refusals")
def test_every_cell_is_answered_as_decided(app: Flask, world: World) -> None:
    assert list(disagreements(app, world)) == []


@on_postgresql
@pytest.mark.usefixtures("cheap_refusals")
def test_the_other_database_answers_as_decided_too(app: Flask, world: World) -> None:
    assert list(disagreements(app, world, by=("manager",))) == []


@on_sqlite
@pytest.mark.usefixtures("cheap_refusals")
def test_an_opened_policy_turns_its_route_red(app: Flask, world: World) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    unseen = []
    for endpoint, methods in DECIDED.items():
        if {ANYONE, ITSELF, NOTHING} & {each for each in methods.values() if isinstance(each, str)}:
            continue
        everybody = SIGNED_IN in methods.values() or frozenset(Role) in methods.values()
        opened = Policy(anyone=True) if everybody else Policy(roles=frozenset(Role), own=True)
        app.extensions["access"][endpoint] = opened
        if next(disagreements(app, world, endpoint), None) is None:
            unseen.append(endpoint)
        del app.extensions["access"][endpoint]
    assert not unseen


def test_an_organisation_that_everybody_belongs_to_turns_red(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = access.organisations.by_slug

    def all_of_them(_user: object) -> list[access.organisations.RolesAt]:
        return [access.organisations.RolesAt(real(slug), frozenset(Role)) for slug in (OWN, FOREIGN)]  # type: ignore[arg-type]

    monkeypatch.setattr(access.organisations, "roles_of", all_of_them)
    assert any("by foreigner" in each for each in disagreements(app, world, "people.index"))


NOUNS = (
    "people",
    "attention",
    "claims",
    "screening",
    "standing",
    "asking",
    "applicant_links",
    "determinations",
    "hiring",
    "comments",
    "missing",
    "credentials",
    "credential_events",
    "checklist",
    "training",
    "fees",
    "payments",
    "certificates",
    "time_splits",
    "absences",
    "cover_requests",
    "coverage",
    "what_ifs",
    "training_sessions",
    "training_plan",
    "courses",
    "course_approvals",
    "course_tests",
    "own_courses",
    "several",
    "shared_checks",
    "bookings",
    "sign_offs",
    "forms",
    "imports",
    "resumes",
    "duplicates",
    "letters",
    "evidence",
    "redactions",
    "keeping",
    "rulings",
    "source_pages",
    "packets",
    "packet_definitions",
    "packet_looks",
    "packet_shares",
    "packet_questions",
    "members",
    "api_tokens",
    "webhooks",
    "messages",
)
WITH_RECORDS = [endpoint for endpoint in DECIDED if endpoint.partition(".")[0] in NOUNS]


def swapped(app: Flask, world: World, roles: Iterable[Role] = Role) -> Iterator[str]:
    """Each record of the other COHE that is not refused, asked for within the own one, by everybody there."""
    app.config["WTF_CSRF_ENABLED"] = False  # so that what refuses is the record, not the token
    for endpoint in WITH_RECORDS:
        if "id" not in rules(app)[endpoint].arguments:
            continue
        at = address(app, world, endpoint, FOREIGN).replace(f"/at/{FOREIGN}/", f"/at/{OWN}/")
        for method in DECIDED[endpoint]:
            for role in roles:
                was = answered(app, world, Cell(endpoint, method, role.value), at)
                if was not in ("nothing", "refused"):
                    yield f"{endpoint} {method} by {role}: {was}"


@on_sqlite
@pytest.mark.usefixtures("cheap_refusals")
def test_a_record_of_another_organisation_does_not_exist(app: Flask, world: World) -> None:
    assert list(swapped(app, world)) == []


@on_postgresql
@pytest.mark.usefixtures("cheap_refusals")
def test_nor_does_it_on_the_other_database(app: Flask, world: World) -> None:
    assert list(swapped(app, world, [Role.MANAGER])) == []


@on_sqlite
def test_a_record_that_is_loaded_without_its_organisation_turns_red(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = access.Scope.load

    def careless(scope: access.Scope, query: object, id: int) -> object:
        for slug in (OWN, FOREIGN):
            organisation = access.organisations.by_slug(slug)
            try:
                return real(scope._replace(organisation=organisation), query, id)  # type: ignore[arg-type]
            except access.NotFoundError:
                continue
        raise access.NotFoundError

    monkeypatch.setattr(access.Scope, "load", careless)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    assert next(swapped(app, world))


def test_what_does_not_exist_and_what_is_foreign_look_the_same(app: Flask, world: World) -> None:
    client = sign_in(app.test_client(), world.people["manager"])
    foreign = client.get(f"/at/{OWN}/people/{world.ids[FOREIGN]['people']}")
    nowhere = client.get(f"/at/{OWN}/people/999999")
    elsewhere = client.get(f"/at/{FOREIGN}/people")
    nobody = client.get("/at/nowhere/people")
    assert but_for_its_token(foreign) == but_for_its_token(nowhere)
    assert but_for_its_token(elsewhere) == but_for_its_token(nobody)


def but_for_its_token(answer: TestResponse) -> str:
    """The page; its token says at which second it was made."""
    return re.sub(r'(?<=name="csrf_token" value=")[^"]+', "", answer.get_data(as_text=True))


def test_an_hsc_gets_nothing_that_is_not_their_own(app: Flask, world: World) -> None:
    for endpoint in (
        "people.show",
        "credentials.show",
        "checklist.show",
        "evidence.index",
        "evidence.show",
        "evidence.page",
        "evidence.original",
    ):
        cell = Cell(endpoint, "GET", "hsc")
        assert answered(app, world, cell) == "nothing"
        assert answered(app, world, cell, own_record(app, world, cell)) == "open"


def test_who_is_refused_is_written_down_where_they_knocked(app: Flask, world: World) -> None:
    for who, path in (("foreigner", f"/at/{OWN}/people"), ("hsc", f"/at/{OWN}/members"), ("hr", f"/at/{OWN}/people/1")):
        assert sign_in(app.test_client(), world.people[who]).get(path).status_code in (403, 404)
    knocks.tell()
    own = access.organisations.by_slug(OWN)
    assert own
    refused = trail.listed(own.id, trail.Filters(action=Action.ACCESS_REFUSED)).rows
    assert [(each.actor, each.subject) for each in reversed(refused)] == [
        (f"user:{world.people['foreigner'].id}", "route:people.index"),
        (f"user:{world.people['hsc'].id}", "route:members.index"),
        (f"user:{world.people['hr'].id}", "route:people.show"),
    ]


def test_a_visitor_who_is_nobody_writes_nothing(app: Flask, world: World, statements: list[str]) -> None:
    for path in ("/nothing", f"/at/{OWN}/people", "/invitations/made-up"):
        app.test_client().get(path)
    assert not [each for each in statements if each.startswith(("INSERT INTO trail", "INSERT INTO visit"))]
