"""What is logged: a line of JSON a request, and never a secret, an address or a name, whatever goes wrong."""

import json
import logging
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask, g, render_template_string
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from onboarding import create_app, logs
from onboarding.config import Config
from onboarding.documents import sealing
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.roles import Role
from onboarding.web.access import anyone
from tests.make import make_cohe, make_member, make_person, sign_in

CANARY = "canary"


@pytest.fixture
def app(config: Config, compiled_templates: FileSystemBytecodeCache) -> Iterator[Flask]:
    """An application that answers faults as it does when it serves, with a view for each kind of fault."""
    app = create_app(config)
    app.config["WTF_CSRF_ENABLED"] = False
    app.jinja_env.bytecode_cache = compiled_templates

    @app.route("/invitation/<token>", methods=["GET", "POST"])
    @anyone
    def secret_in_address(token: str) -> str:
        return "taken"

    @app.route("/fault/<token>", methods=["GET", "POST"])
    @anyone
    def fault(token: str) -> str:
        raise KeyError(f"{token} of canary@example.org")

    @app.route("/database/<token>")
    @anyone
    def database(token: str) -> str:
        db.session.execute(text("INSERT INTO organisation (slug) VALUES (:a)"), {"a": token})
        return ""

    @app.route("/refused/<token>")
    @anyone
    def refused(token: str) -> str:
        raise OnboardingError(f"There is an account for {token} already.")

    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_request_is_one_line(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    answer = app.test_client().get("/rulebook?q=canary")
    (line,) = lines(capsys)
    assert line["request"] == answer.headers["X-Request-ID"]
    assert (line["level"], line["event"], line["method"], line["route"]) == ("info", "request", "GET", "/rulebook")
    assert line["status"] == 200
    assert line["ms"] > 0
    assert line["at"].endswith("Z")
    assert line.keys() == {"at", "level", "event", "request", "method", "route", "status", "ms"}


def test_who_asked_and_where_is_told_by_id(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    cohe = make_cohe()
    person, user = make_person(cohe, "Canary Person"), make_member(cohe, Role.MANAGER, name="Canary Member")
    client = sign_in(app.test_client(), user)
    capsys.readouterr()
    assert client.get(f"/at/valley/people/{person.id}").status_code == 200
    said = capsys.readouterr().err
    line = json.loads(said)
    assert (line["user"], line["organisation"]) == (user.id, "valley")
    assert line["route"] == "/at/<organisation>/people/<int:id>"
    assert CANARY not in said.casefold()


ASKED = [
    ("GET", "/invitation/canary", 200),
    ("POST", "/invitation/canary", 200),
    ("GET", "/fault/canary", 500),
    ("POST", "/fault/canary", 500),
    ("GET", "/database/canary", 500),
    ("GET", "/refused/canary@example.org", 409),
    ("GET", "/nowhere/canary", 404),
    ("DELETE", "/invitation/canary", 405),
    ("CANARY", "/invitation/x", 405),
]


def ask(client: FlaskClient, method: str, path: str) -> int:
    client.set_cookie("session", "canary")
    with client.open(
        f"{path}?token=canary&email=canary@example.org",
        method=method,
        data={"password": "canary", "code": "canary", "email": "canary@example.org"} if method == "POST" else None,
        headers={"Authorization": "Bearer canary", "Referer": "http://localhost/canary", "User-Agent": "canary"},
    ) as answer:
        return answer.status_code


@pytest.mark.parametrize(("method", "path", "status"), ASKED)
def test_no_secret_is_logged(
    app: Flask, capsys: pytest.CaptureFixture[str], method: str, path: str, status: int
) -> None:
    assert ask(app.test_client(), method, path) == status
    out, err = capsys.readouterr()
    assert CANARY not in (out + err).casefold()
    *faults, request = [json.loads(line) for line in err.splitlines()]
    assert request["status"] == status
    assert len(faults) == (status == 500)
    assert all(line["request"] == request["request"] for line in faults)


def test_a_fault_says_where_and_of_what_kind(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    ask(app.test_client(), "GET", "/fault/canary")
    line = lines(capsys)[0]
    assert (line["level"], line["event"], line["route"]) == ("error", "fault", "/fault/<token>")
    (told,) = line["fault"]
    assert told["kind"] == "builtins.KeyError"
    assert told["at"][-1].endswith(" fault")


def test_a_fault_of_the_database_names_the_table_and_no_value(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    ask(app.test_client(), "GET", "/database/canary")
    kinds = [each["kind"] for each in lines(capsys)[0]["fault"]]
    assert kinds[0] == "sqlalchemy.exc.IntegrityError"
    assert IntegrityError.__name__ in kinds[0]


def test_the_message_of_a_database_that_does_not_answer_is_told() -> None:
    try:
        try:
            raise sqlite3.OperationalError("database is locked")
        except sqlite3.Error as error:
            raise RuntimeError("canary") from error
    except RuntimeError as error:
        outer, inner = logs.fault(error)
    assert "says" not in outer
    assert inner["says"] == "database is locked"
    assert "says" not in logs.fault(psycopg.errors.UniqueViolation("Key (email)=(canary@example.org)"))[0]


def refusals(folder: Path) -> list[tuple[Callable[[], object], dict[str, object]]]:
    """What the system or a database refuses, and what the log says of it."""
    return [
        (lambda: (folder / "canary").read_bytes(), {"errno": 2, "says": "No such file or directory"}),
        (lambda: Path("/dev/full").write_bytes(b"x"), {"errno": 28, "says": "No space left on device"}),
        (lambda: folder.read_bytes(), {"errno": 21, "says": "Is a directory"}),
        (lambda: (folder / "canary" / "canary").mkdir(), {"errno": 2, "says": "No such file or directory"}),
        (
            lambda: sqlite3.connect(folder).execute("SELECT 1"),
            {"code": "SQLITE_CANTOPEN", "says": "unable to open database file"},
        ),
        (lambda: sealing.unseal(b"k" * 32, b"canary", "ab/cd"), {"says": "ab/cd: not sealed by this product"}),
        (lambda: int("canary"), {}),
    ]


@pytest.mark.parametrize("number", range(7))
def test_the_cause_of_a_fault_is_told_by_number_and_text(tmp_path: Path, number: int) -> None:
    refuse, said = refusals(tmp_path)[number]
    with pytest.raises((OSError, sqlite3.Error, sealing.SealError, ValueError)) as raised:
        refuse()
    (told,) = logs.fault(raised.value)
    assert {key: told[key] for key in told.keys() - {"kind", "at"}} == said
    assert CANARY not in str(told)


@pytest.mark.parametrize("given", ["a" * 8, "0f3a-77b1-4c", "x" * 64])
def test_a_proxys_request_id_is_taken(config: Config, capsys: pytest.CaptureFixture[str], given: str) -> None:
    client = create_app(config._replace(proxies=1)).test_client()
    assert client.get("/health", headers={"X-Request-ID": given}).headers["X-Request-ID"] == given
    assert lines(capsys)[-1]["request"] == given
    client = create_app(config).test_client()
    assert client.get("/health", headers={"X-Request-ID": given}).headers["X-Request-ID"] != given


@pytest.mark.parametrize(
    "given", ["", "short", "x" * 65, "-leading1", 'a"b"c"d"e', "a b c d e f", "ä" * 10, "../../etc/pw"]
)
def test_an_id_that_is_not_well_formed_is_replaced(config: Config, given: str) -> None:
    client = create_app(config._replace(proxies=1)).test_client()
    answer = client.get("/health", headers={"X-Request-ID": given})
    assert len(answer.headers["X-Request-ID"]) == 16
    assert answer.headers["X-Request-ID"] != given


def test_lines_cannot_be_forged(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    with app.test_request_context():
        g.request_id = "one"
        logs.log.info("a\n{}", note='b\r\n"c')
    (line,) = lines(capsys)
    assert (line["event"], line["note"], line["request"]) == ("a\n{}", 'b\r\n"c', "one")


@pytest.fixture
def libraries() -> Iterator[None]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    logs.take_over()
    yield
    root.handlers[:], root.level = before, level


def test_what_libraries_log_is_json_without_addresses(libraries: None, capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("some.library").warning("could not reach %s and <%s>", "canary@example.org", "canary@b.example")
    logging.getLogger("gunicorn.error").warning("Invalid request from ip=%s: %s", "10.0.0.5", "GET /reset/canary")
    logging.getLogger("gunicorn.error").error("Can't connect to %s", "127.0.0.1:8000")
    said = capsys.readouterr().err
    assert CANARY not in said
    first, second, third = map(json.loads, said.splitlines())
    assert (first["logger"], first["event"]) == ("some.library", "could not reach (address) and <(address)>")
    assert second["logger"] == "gunicorn.error"
    assert third["event"] == "Can't connect to 127.0.0.1:8000"


def test_the_page_of_a_fault_tells_nothing_of_it(app: Flask) -> None:
    assert render_template_string("") == ""
    answer = app.test_client().get("/fault/canary")
    assert answer.status_code == 500
    assert CANARY not in answer.get_data(as_text=True).casefold()
