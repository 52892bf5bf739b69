"""The pure calls give the same bytes as `flask rules`, for every document of the contract."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from onboarding.permissions import TokenScope
from onboarding.roles import Role
from tests.api.make import Program, make_token, problem
from tests.make import make_cohe, make_member
from tests.stored import on_sqlite

pytestmark = on_sqlite
EXAMPLES = Path(__file__).parent.parent / "examples"
TOPICS = ("screen", "training", "credential", "staffing")


@pytest.fixture
def program(app: Flask) -> Program:
    cohe = make_cohe()
    return Program(app, make_token(cohe, make_member(cohe, Role.MANAGER), scopes=[TokenScope.RULES]))


def examples(topic: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((EXAMPLES / f"{topic}.json").read_text())
    return found


def by_command(app: Flask, topic: str, *documents: Any, **options: str) -> bytes:
    arguments = [each for name, value in options.items() for each in (f"--{name.replace('_', '-')}", value)]
    lines = "\n".join(json.dumps(each) for each in documents)
    found = app.test_cli_runner().invoke(args=["rules", topic, *arguments, "-"], input=lines)
    return found.stdout_bytes


@pytest.mark.parametrize("topic", TOPICS)
def test_a_document_is_answered_as_on_the_command_line(app: Flask, program: Program, topic: str) -> None:
    for each in examples(topic):
        if each["rulings"]:
            continue
        said = by_command(app, topic, each["document"], as_of=each["as_of"])
        got = program.ask("POST", f"/rules/{topic}", each["document"], query_string={"as_of": each["as_of"]})
        if said:
            assert (got.status_code, got.data) == (200, said)
        else:  # the contract refuses it
            assert (problem(got)[0], said) == (422, b"")


@pytest.mark.parametrize("topic", TOPICS)
def test_several_are_answered_under_their_rulings(app: Flask, program: Program, topic: str, tmp_path: Path) -> None:
    for each in examples(topic):
        (tmp_path / "rulings.json").write_text(json.dumps(each["rulings"]))
        asked = {"documents": [each["document"], {"id": 1.5}], "rulings": each["rulings"], "as_of": each["as_of"]}
        got = program.post(f"/rules/{topic}/several", asked).get_json()["answers"]
        said = by_command(app, topic, each["document"], as_of=each["as_of"], rulings=str(tmp_path / "rulings.json"))
        assert got[0].get("answer") == (json.loads(said) if said else None)
        assert got[1]["faults"][0]["at"] == "id"


def test_what_does_not_fit_is_refused_with_every_fault_by_its_path(program: Program) -> None:
    got = program.post(
        "/rules/screen", {"work": [{"startDate": "2020-02-30"}, {"startDate": "2021", "endDate": "2020"}]}
    )
    assert problem(got)[0] == 422
    assert [each["at"] for each in got.get_json()["faults"]] == ["work[0].startDate", "work[1].endDate"]


def test_an_id_given_twice_is_refused_the_second_time(program: Program) -> None:
    answers = program.post("/rules/screen/several", {"documents": [{"id": "a"}, {"id": "a"}]}).get_json()["answers"]
    assert ["answer" in each for each in answers] == [True, False]


def test_rulings_at_fault_stop_all_of_it(program: Program) -> None:
    got = program.post("/rules/screen/several", {"documents": [{}], "rulings": [{"question": "no-such"}]})
    assert got.status_code == 422
    assert got.get_json()["faults"][0]["at"].startswith("rulings[0].")


def test_a_note_goes_with_the_answer_to_a_file_that_is_not_read(program: Program) -> None:
    (answer,) = program.post("/rules/screen/several", {"documents": [{"experience": [{"title": "x"}]}]}).get_json()[
        "answers"
    ]
    assert "experience" in answer["note"]


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 422),
        (b"\xff", "application/json", 422),
        (b"[]", "application/json", 422),
        (b"[" * 100_000, "application/json", 422),
        (b"{}", "text/plain", 415),
        (b'{"a": "' + b"x" * 300_000 + b'"}', "application/json", 413),
    ],
)
def test_what_is_no_json_is_refused_in_words(program: Program, body: bytes, kind: str, status: int) -> None:
    got = program.ask("POST", "/rules/screen", data=body, headers={"Content-Type": kind})
    assert problem(got)[0] == status
