"""Whatever goes wrong below /api is said as a problem in JSON, with what to do; and nothing of a page's is there."""

from typing import Any

import jsonschema
import pytest
from flask import Flask

from onboarding.api.operations import OPERATIONS
from onboarding.models.organisation import Organisation
from onboarding.roles import Role
from tests.api.make import Program, make_token, problem
from tests.make import make_cohe, make_member
from tests.stored import on_sqlite

pytestmark = on_sqlite
AT = "/cohes/valley/applicants"


@pytest.fixture
def cohe(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def program(app: Flask, cohe: Organisation) -> Program:
    return Program(app, make_token(cohe, make_member(cohe, Role.MANAGER)))


@pytest.mark.parametrize(
    "path",
    ["/nothing", "/", f"{AT}/0", f"{AT}/x", f"{AT}/{10**20}", "/cohes/nowhere/applicants", "/cohes/a%0Ab/staff"],
)
def test_what_is_not_there_is_a_problem(program: Program, path: str) -> None:
    assert problem(program.get(path)) == (404, "Check the address.")


def test_a_number_that_no_record_has_is_not_there_by_any_method(program: Program) -> None:
    for number in (2**31, 59634043255):
        path = f"{AT.removesuffix('applicants')}staff/{number}/training"  # both read and recorded at one address
        assert [problem(program.ask(method, path))[0] for method in ("GET", "POST")] == [404, 404]


@pytest.mark.parametrize("method", ["DELETE", "PATCH", "PUT", "OPTIONS", "TRACE"])
def test_a_wrong_method_says_which_are_right(program: Program, method: str) -> None:
    answer = program.ask(method, AT)
    assert problem(answer)[0] == 405
    assert answer.headers["Allow"] == "GET, HEAD, POST"
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_fault_of_ours_is_a_problem_and_says_nothing_of_it(
    app: Flask, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("secret")

    app.config.update(PROPAGATE_EXCEPTIONS=False)
    monkeypatch.setattr("onboarding.queries.applications.after", broken)
    answer = program.get(AT)
    assert problem(answer)[0] == 500
    assert b"secret" not in answer.data


def test_who_asks_too_often_is_told_when_to_ask_again(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    most = 5
    monkeypatch.setattr(
        "onboarding.api.guard.seconds_to_wait", lambda times, second, _: 60 - second if times >= most else None
    )
    answers = [program.get("/cohes") for _ in range(2 * most)]
    assert {each.status_code for each in answers[:most]} == {200}
    late = answers[-1]  # the minute may have ended meanwhile, once
    if late.status_code != 200:
        assert problem(late)[0] == 429
        assert 1 <= int(late.headers["Retry-After"]) <= 60
    assert 429 in {each.status_code for each in answers}


def test_two_tokens_are_counted_apart(app: Flask, cohe: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onboarding.api.guard.seconds_to_wait", lambda times, *_: 60 if times >= 1 else None)
    one, other = (Program(app, make_token(cohe, make_member(cohe, Role.MANAGER))) for _ in range(2))
    assert [each.get("/cohes").status_code for each in (one, one, other)] == [200, 429, 200]


def test_no_answer_sets_a_cookie_or_is_kept(program: Program) -> None:
    for answer in (program.get("/cohes"), program.get("/nothing"), program.get("/openapi.json")):
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"


def test_the_description_names_every_operation_and_each_way_to_be_refused(app: Flask) -> None:
    described = Program(app, None).get("/openapi.json").get_json()
    assert described["openapi"] == "3.1.0"
    there = {each["operationId"]: each for methods in described["paths"].values() for each in methods.values()}
    assert there.keys() == {each.id for each in OPERATIONS}
    assert all(each["security"] == [{"token": []}] and "401" in each["responses"] for each in there.values())


def test_the_description_is_openapi(app: Flask) -> None:
    """Each schema in it is a JSON Schema, and each that is referred to is there."""
    described = Program(app, None).get("/openapi.json").get_json()
    schemas = described["components"]["schemas"]
    for schema in schemas.values():
        jsonschema.Draft202012Validator.check_schema(schema)
    named = set(str(described).split("#/components/schemas/")[1:])
    assert {each.partition("'")[0] for each in named} <= schemas.keys()
