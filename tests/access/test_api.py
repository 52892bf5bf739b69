"""Who may do what by a token, decided by hand apart from the code: each operation without a token, with each role's
token, without its scope, and about a COHE that the token does not see.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from onboarding import clock
from onboarding.api import guard
from onboarding.api.operation import Operation
from onboarding.api.operations import OPERATIONS
from onboarding.extensions import db
from onboarding.models.account import User
from onboarding.models.api_token import ApiToken
from onboarding.permissions import TokenScope, scopes_of
from onboarding.queries import members as found, organisations as places
from onboarding.roles import Role
from onboarding.services import api_tokens, members, organisations
from onboarding.services.change import SYSTEM, Actor
from tests.access.world import FOREIGN, OWN, World
from tests.api.make import Program, make_token, problem
from tests.make import make_member, sign_in
from tests.stored import on_sqlite

SCREENER, HR, MANAGER, CONTRACT_MANAGER = Role.SCREENER, Role.HR, Role.MANAGER, Role.CONTRACT_MANAGER
KEEPERS = frozenset({SCREENER, HR, MANAGER})
READERS = KEEPERS | {CONTRACT_MANAGER}
OF_STAFF = frozenset({MANAGER, CONTRACT_MANAGER})
ANY = frozenset({SCREENER, HR, MANAGER, CONTRACT_MANAGER, Role.ADMINISTRATOR})
# For each operation, the roles whose token may. A token is made by somebody who has at least these rights themselves.
DECIDED: dict[str, frozenset[Role]] = {
    **{f"{topic}_rules": ANY for topic in ("screen", "training", "credential", "staffing")},
    **{f"{topic}_rules_for_several": ANY for topic in ("screen", "training", "credential", "staffing")},
    "list_cohes": ANY,
    "show_rulebook": ANY,
    "list_rulings": READERS,
    "show_ruling": READERS,
    "list_applicants": READERS,
    "add_applicant": KEEPERS,
    "show_applicant": READERS,
    "show_application": READERS,
    "correct_application": KEEPERS,
    "show_screening": READERS,
    "show_determination": READERS,
    "list_staff": OF_STAFF,
    "show_staff": OF_STAFF,
    "list_training": OF_STAFF,
    "add_training": frozenset({MANAGER}),
    "show_training": OF_STAFF,
    "show_training_answer": OF_STAFF,
    "list_credential_events": OF_STAFF,
    "add_credential_event": frozenset({MANAGER}),
    "show_credential_event": OF_STAFF,
    "show_credential_answer": OF_STAFF,
    "list_sessions": frozenset({HR, MANAGER, CONTRACT_MANAGER}),
    "show_session": frozenset({HR, MANAGER, CONTRACT_MANAGER}),
    "list_bookings": frozenset({HR, MANAGER, CONTRACT_MANAGER}),
    "add_booking": frozenset({HR, MANAGER}),
    "show_booking": frozenset({HR, MANAGER, CONTRACT_MANAGER}),
    "withdraw_booking": frozenset({HR, MANAGER}),
    "list_deadlines": READERS,
    "list_staffing": frozenset({HR, MANAGER, CONTRACT_MANAGER}),
    "list_claims": frozenset({HR, MANAGER, CONTRACT_MANAGER}),
    "record_claims": frozenset({MANAGER}),
    "list_packets": OF_STAFF,
    "show_packet": OF_STAFF,
    "download_packet": OF_STAFF,
}
# Which record of the world each noun's id is.
RECORDS = {
    "applicants": "people",
    "staff": "training",
    "training": "training",
    "credentials": "training",
    "sessions": "training_sessions",
    "packets": "packets",
    "rulings": "rulings",
}
ENTRIES = {"training": "entry", "credentials": "event", "sessions": "booking"}
NEEDED = [each for each in OPERATIONS if not each.everybody]


def path(world: World, operation: Operation, of: str = OWN, at: str | None = None) -> str:
    """The address of an operation about a record of one COHE, within the same or another one."""
    ids = world.ids[of]
    values: dict[str, Any] = {"cohe": at or of, "id": ids.get(RECORDS.get(operation.noun, ""), 1)}
    values["entry"] = ids.get(ENTRIES.get(operation.noun, ""), 1)
    return operation.path.format(**values)


def asked(program: Program, operation: Operation, at: str) -> int:
    """With what is answered, where an empty body is sent: who may is told what is missing (422), nobody else is."""
    given: dict[str, Any] = {} if operation.takes is None else {"json": {}}
    answer = program.ask(operation.method, at, key="k" if operation.makes else None, **given)
    if answer.status_code >= 400:
        problem(answer)
    return answer.status_code


def maker_of(world: World, role: Role) -> User:
    if role is CONTRACT_MANAGER:
        return world.people["contract_manager"]
    return world.people["administrator" if role is Role.ADMINISTRATOR else "manager"]


def token_of(world: World, role: Role, scopes: list[TokenScope] | None = None) -> str:
    organisation = places.by_slug("lni" if role is CONTRACT_MANAGER else OWN)
    assert organisation
    return make_token(organisation, maker_of(world, role), role, scopes)


def programs(app: Flask, world: World) -> Iterator[tuple[Role, Program]]:
    for role in ANY:
        yield role, Program(app, token_of(world, role))


def test_every_operation_was_decided() -> None:
    assert {each.id for each in OPERATIONS} == DECIDED.keys()


@on_sqlite
def test_every_operation_is_answered_as_decided_by_each_role_s_token(app: Flask, world: World) -> None:
    wrong = []
    for role, program in programs(app, world):
        for each in NEEDED:
            was = asked(program, each, path(world, each))
            if (was in (403, 404)) is (role in DECIDED[each.id]) and not (was == 404 and "{entry}" in each.path):
                wrong.append(f"{each.id} by {role}: {was}")
    assert not wrong


@on_sqlite
def test_nothing_is_answered_without_a_token_nor_to_a_visit(app: Flask, world: World) -> None:
    stranger, guesser, member = (Program(app, None) for _ in range(3))
    guesser.headers = {"Authorization": "Bearer made-up"}
    member.client = sign_in(app.test_client(), world.people["manager"])
    member.headers = {"Authorization": "Basic eDp5"}
    for program in (stranger, guesser, member):
        for each in NEEDED:
            assert asked(program, each, path(world, each)) == 401, each.id


@on_sqlite
def test_a_token_without_the_scope_is_refused(app: Flask, world: World) -> None:
    every = scopes_of([Role.MANAGER])
    programs_without = {
        scope: Program(app, token_of(world, Role.MANAGER, [each for each in every if each is not scope]))
        for scope in every
    }
    for each in NEEDED:
        if each.scope is not None:
            assert asked(programs_without[each.scope], each, path(world, each)) == 403, each.id


def foreign(app: Flask, world: World) -> Iterator[str]:
    """What of the other COHE does not look as if it did not exist."""
    program, lni = Program(app, token_of(world, Role.MANAGER)), Program(app, token_of(world, CONTRACT_MANAGER))
    for each in NEEDED:
        if "{cohe}" not in each.path:
            continue
        for who in (program, lni):
            if (was := asked(who, each, path(world, each, FOREIGN))) != 404:
                yield f"{each.id} at the other: {was}"
            if (
                "{id}" in each.path
                and each.noun in RECORDS
                and (who is program or CONTRACT_MANAGER in DECIDED[each.id])
            ):
                was = asked(who, each, path(world, each, FOREIGN, OWN))
                if was != 404 and not (was == 422 and each.takes):
                    yield f"{each.id} of the other: {was}"


@on_sqlite
def test_what_is_of_another_cohe_does_not_exist(app: Flask, world: World) -> None:
    assert list(foreign(app, world)) == []


@on_sqlite
def test_whatever_is_sent_about_another_cohe_s_record_changes_nothing(app: Flask, world: World) -> None:
    """Also once its shape fits."""
    program, ids = Program(app, token_of(world, Role.MANAGER)), world.ids[FOREIGN]
    sent = {
        f"/applicants/{ids['people']}/application": ("PUT", {"resume": {}, "version": 1, "because": "x"}),
        f"/staff/{ids['training']}/training": ("POST", {"part": "initial", "area": "referrals", "on": "2025-02-03"}),
        f"/staff/{ids['training']}/credential-events": (
            "POST",
            {"track": "provider", "event": "sent", "on": "2025-02-03"},
        ),
    }
    for at, (method, body) in sent.items():
        assert program.ask(method, f"/cohes/{OWN}{at}", body, key="k").status_code == 404
        assert program.ask(method, f"/cohes/{FOREIGN}{at}", body, key="k").status_code == 404
    session = world.ids[OWN]["training_sessions"]
    booked = program.post(f"/cohes/{OWN}/sessions/{session}/bookings", {"person": ids["training"]}, key="k")
    assert booked.status_code == 404


@on_sqlite
def test_an_unchecked_scope_turns_red(app: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "_refuse", lambda *_: None)
    program = Program(app, token_of(world, Role.MANAGER, [TokenScope.RULES]))
    assert (
        asked(program, next(each for each in NEEDED if each.id == "list_applicants"), f"/cohes/{OWN}/applicants") == 200
    )


def works(program: Program) -> bool:
    return program.get("/cohes").status_code == 200


@pytest.mark.parametrize("how", ["revoked", "expired", "disabled", "no longer manager"])
def test_a_token_ends_with_the_next_request(app: Flask, world: World, how: str) -> None:
    own = places.by_slug(OWN)
    assert own
    maker = make_member(own, Role.MANAGER, name="Mo Maker")
    program = Program(app, make_token(own, maker))
    assert works(program)
    token = db.session.query(ApiToken).order_by(ApiToken.id.desc()).first()
    assert token
    if how == "revoked":
        api_tokens.revoke(Actor(maker.id, maker.name), own, token.id)
    elif how == "no longer manager":
        (held,) = [each for each in found.members(own.id).rows if each.user_id == maker.id]
        members.end_membership(SYSTEM, own, held.id)
    else:
        row, values = (token, {"expires_at": clock.now()}) if how == "expired" else (maker, {"active": False})
        table, id = type(row).__table__, row.id
        db.session.rollback()
        with db.engine.begin() as connection:
            connection.execute(table.update().where(table.c.id == id).values(**values))  # type: ignore[attr-defined]
    assert not works(program)


@on_sqlite
def test_a_contract_manager_s_token_sees_what_is_assigned_today(app: Flask, world: World) -> None:
    program = Program(app, token_of(world, CONTRACT_MANAGER))
    assert [each["cohe"] for each in program.get("/cohes").get_json()["items"]] == [OWN]
    own = places.by_slug(OWN)
    assert own
    organisations.end_assignment(SYSTEM, world.people["contract_manager"], own)
    assert program.get("/cohes").get_json()["items"] == []
    assert program.get(f"/cohes/{OWN}/applicants").status_code == 404
