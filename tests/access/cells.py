"""The cells of the matrix: what each person must be answered at each address, and what they are answered."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from flask import Flask
from werkzeug.routing import Map, Rule

from onboarding.models.account import User
from onboarding.roles import Role
from tests.access.decided import ANYONE, DECIDED, ITSELF, NOT_HERE, NOTHING, SIGNED_IN, Decision
from tests.access.world import OWN, STRANGERS, World
from tests.make import sign_in

SAFE = {"GET", "HEAD", "OPTIONS"}
NOT_READY = 503  # /ready says so of an installation that no clock ticks for
# Who asks by methods that nobody decided on: HEAD and OPTIONS are guarded as GET is, others are refused to all alike.
SOME = ("anonymous", "manager")
# What makes somebody a stranger is found out alike for each method: these only look, the others try to change too.
LOOK_ONLY = frozenset(STRANGERS) - {"nobody", "foreigner"}
ALL_METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
OTHER_PARTS = {
    "subject": "application",
    "task": "screen",
    "filename": "site.css",
    "token": "x" * 43,
    "page": 1,
    "fact": "j1",
    "about": "lniIssues",
    "kind": "csv",
    "of": "applicants",
    "worded": "qualified",
    "suffix": "txt",
    "track": "provider",
    "key": "ohms",
    "sort": "orientation",
    "whose": "own",
    "change": "claims",
    "place": 0,
    "quarter": "2025-Q1",
}

# Parts of addresses that name a record below another.


NUMBERED = (
    "item",
    "request_id",
    "event",
    "entry",
    "form",
    "booking",
    "visitor",
    "decision",
    "completion",
    "payment",
    "certificate",
)


class Cell(NamedTuple):
    """One question to the product."""

    endpoint: str
    method: str
    who: str


def rules(app: Flask) -> dict[str, Rule]:
    """Every route that a visit opens, one for each endpoint; what a token opens is test_api.py."""
    return _rules(app.url_map)


@lru_cache(maxsize=1)
def _rules(addresses: Map) -> dict[str, Rule]:
    """The same, gone through once for the thousands of cells of an application."""
    return {rule.endpoint: rule for rule in addresses.iter_rules() if not rule.endpoint.startswith("api.")}


def cells(app: Flask, world: World, only: str | None = None) -> Iterator[Cell]:
    """Every cell of every route, or of one endpoint.

    A method that a route does not have never reaches it, so that all but one route of each noun would say the same.
    """
    nouns: set[tuple[str, str]] = set()
    for rule in rules(app).values():
        if only not in (None, rule.endpoint):
            continue
        for method in ALL_METHODS:
            decided = method in DECIDED.get(rule.endpoint, {})
            if method not in (rule.methods or ()):
                if (noun := (rule.endpoint.partition(".")[0], method)) in nouns:
                    continue
                nouns.add(noun)
            for who in ("anonymous", *world.people) if decided else SOME:
                if method == "GET" or who not in LOOK_ONLY:
                    yield Cell(rule.endpoint, method, who)


def address(app: Flask, world: World, endpoint: str, organisation: str = OWN, own: bool = False) -> str:
    """Where a route is asked, with records of that organisation; `own`: with the HSC's own where there is one.

    An endpoint "of" somebody is asked with the record that is theirs alone.
    """
    rule = rules(app)[endpoint.partition(" of ")[0]]
    ids = world.ids[organisation]
    values: dict[str, object] = {"organisation": organisation, **OTHER_PARTS}
    noun = endpoint.partition(".")[0]
    mine = (ids.get(f"own {endpoint}") or ids.get(f"own {noun}")) if own else None
    values["entry"] = ids["entry"]
    values["id"] = values["number"] = mine or ids.get(endpoint) or ids.get(noun, 1)
    if noun in ("determinations", "letters"):
        values["number"] = 1 if noun == "determinations" else ids["letter"]
    values |= {name: ids.get(f"{endpoint} {name}", ids[name]) for name in NUMBERED} | {"other": ids["keeping"]}
    if noun in ("time_splits", "absences", "cover_requests"):
        values["entry"] = ids.get(f"{endpoint} entry") or ids[f"{noun} entry"]
    built = rule.build({name: values[name] for name in rule.arguments})
    assert built is not None
    return built[1]


def expected(app: Flask, cell: Cell) -> str:
    """What was decided for the cell: `open`, `sign in`, `refused` (403), `nothing` (404) or `no such method` (405)."""
    rule = rules(app)[cell.endpoint]
    if cell.method not in (rule.methods or ()):
        return "no such method"
    if cell.endpoint in NOT_HERE:
        return "nothing"
    method = "GET" if cell.method in ("HEAD", "OPTIONS") and "GET" in DECIDED[cell.endpoint] else cell.method
    decision: Decision = DECIDED[cell.endpoint].get(method, DECIDED[cell.endpoint].get("POST", frozenset()))
    if decision == ITSELF:
        return "open or sign in"
    if decision == NOTHING:
        # A POST is first asked for its token, and OPTIONS is answered by Flask for any address of that form.
        return "nothing" if cell.method in ("GET", "HEAD") else "open or nothing"
    if decision == ANYONE:
        return "open"
    if cell.who == "anonymous":
        return "sign in"
    if decision == SIGNED_IN:
        return "open"
    if cell.who in STRANGERS:
        return "nothing"
    return "open" if Role(cell.who) in decision else "refused"


def answered(app: Flask, world: World, cell: Cell, at: str | None = None) -> str:
    """What the product answers. A POST carries no token: who may send it is told that, and nothing is changed."""
    if cell.who not in world.clients:
        user: User | None = world.people.get(cell.who)
        world.clients[cell.who] = sign_in(app.test_client(), user) if user else app.test_client()
    client = world.clients[cell.who]
    if cell.endpoint.startswith("security."):  # signs in or out
        del world.clients[cell.who]
    target = at or address(app, world, cell.endpoint)
    with client.open(target, method=cell.method) as answer:
        if answer.status_code == 302 and "/login" in answer.headers["Location"]:
            return "sign in"
        if cell.method not in SAFE and answer.status_code == 400:
            return "open"
        found = {403: "refused", 404: "nothing", 405: "no such method"}
        return found.get(
            answer.status_code,
            "open" if answer.status_code < 400 or answer.status_code == NOT_READY else f"answered {answer.status_code}",
        )
