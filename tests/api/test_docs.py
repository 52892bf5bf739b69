"""The commands of docs/api.md, as they stand there: each does what it says; and the page names every operation."""

import json
import re
import shlex
from pathlib import Path

import pytest
from flask import Flask

from onboarding.api.operations import OPERATIONS
from onboarding.roles import Role
from tests.api.make import Program, make_token
from tests.make import make_cohe, make_member
from tests.page import fetch
from tests.stored import on_sqlite

pytestmark = on_sqlite
DOCS = Path(__file__).parents[2] / "docs" / "api.md"
COMMANDS = re.findall(r"```sh\n(.*?)```", DOCS.read_text(), re.S)


def run(program: Program, command: str) -> int:
    """What curl would do."""
    words = shlex.split(command.replace("\\\n", " "))
    assert words.pop(0) == "curl"
    address = words.pop(0).removeprefix("$SITE")
    headers, body = {}, None
    while words:
        option, value = words.pop(0), words.pop(0)
        if option == "--header":
            name, _, text = value.partition(": ")
            headers[name] = text
        else:
            assert option == "--json"
            body = json.loads(value)
    assert headers.pop("Authorization") == "Bearer $TOKEN"
    path = address.removeprefix("/api/v1")
    return program.ask("GET" if body is None else "POST", path, body, headers=headers).status_code


def test_every_command_works_in_the_order_in_which_it_stands(app: Flask) -> None:
    cohe = make_cohe("valley")
    program = Program(app, make_token(cohe, make_member(cohe, Role.MANAGER)))
    assert len(COMMANDS) >= 7
    assert {command: run(program, command) // 100 for command in COMMANDS} == dict.fromkeys(COMMANDS, 2)


@pytest.mark.parametrize("wrong", ["curl $SITE/api/v1/nothing --header 'Authorization: Bearer $TOKEN'"])
def test_a_command_that_does_not_work_is_found(app: Flask, wrong: str) -> None:
    cohe = make_cohe("valley")
    program = Program(app, make_token(cohe, make_member(cohe, Role.MANAGER)))
    assert run(program, wrong) == 404


def test_the_example_of_the_page_works_too(app: Flask) -> None:
    cohe = make_cohe("valley")
    program = Program(app, make_token(cohe, make_member(cohe, Role.MANAGER)))
    (shown,) = fetch(app.test_client(), "/api-docs").all("pre")
    assert run(program, "".join(shown.itertext()).replace("https://onboarding.example.org", "$SITE")) == 201


def test_the_page_names_every_operation(app: Flask) -> None:
    page = fetch(app.test_client(), "/api-docs").html
    assert [each.id for each in OPERATIONS if f'id="{each.id}"' not in page] == []
