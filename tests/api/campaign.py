"""Requests made up from the description, by each role's token: no fault of ours, no answer that is not declared.

`python -m tests.api.campaign 500` asks each operation so often, by every role, and says how often it was asked.
"""

import contextlib
import io
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import flask_migrate
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings, strategies
from hypothesis.errors import Unsatisfiable
from schemathesis import openapi
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    allow_header_conformance,
    content_type_conformance,
    ignored_auth,
    missing_required_header,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from onboarding import create_app, keys
from onboarding.api import guard
from onboarding.api.operations import OPERATIONS
from onboarding.config import Config
from onboarding.extensions import db
from onboarding.models.account import User
from onboarding.queries.organisations import by_slug
from onboarding.roles import Role
from tests.access.world import made
from tests.api.make import make_token

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
    missing_required_header,
    allow_header_conformance,
    ignored_auth,
]
PHASES = (Phase.explicit, Phase.generate)
BY_ID = {each.id: each for each in OPERATIONS}


def ask(
    app: Flask, secrets: Mapping[Role, str], ids: Mapping[str, int], times: int, only: str | None = None
) -> Counter[tuple[str, Role, int]]:
    """Ask each operation so often by each of these tokens; how often each was answered by which status.

    Most of the addresses name records that are there (`ids`, by noun), so that more than refusals is looked at. Raises
    AssertionError where an answer breaks what the description says.
    """
    schema = openapi.from_wsgi("/api/v1/openapi.json", app)
    seen: Counter[tuple[str, Role, int]] = Counter()
    for found in schema.get_all_operations():
        operation = found.ok()
        id = operation.definition.raw["operationId"]
        if only in (None, id):
            for role, secret in secrets.items():
                _one(operation, id, role, secret, ids, times, seen)
    return seen


def _one(
    operation: Any, id: str, role: Role, secret: str, ids: Mapping[str, int], times: int, seen: Counter[Any]
) -> None:
    cases = operation.as_strategy(generation_mode=schemathesis.GenerationMode.POSITIVE)
    odd = operation.as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE)

    def asked(case: Any, there: bool) -> None:
        if there:
            _name_what_is_there(case, id, ids)
        db.session.rollback()
        headers = {"Authorization": f"Bearer {secret}"}
        answer = case.call(headers=headers)
        seen[id, role, answer.status_code] += 1
        case.validate_response(answer, checks=CHECKS, headers=headers)

    for strategy, share in ((cases, times - times // 4), (odd, times // 4)):
        with contextlib.suppress(Unsuitable):
            _tried(strategy, asked, share)


class Unsuitable(Exception):  # noqa: N818
    """Nothing can be made up that breaks this shape."""


def _tried(strategy: Any, asked: Any, share: int) -> None:
    quick = settings(
        max_examples=max(1, share),
        deadline=None,
        database=None,
        phases=PHASES,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    try:
        quick(given(strategy, strategies.sampled_from((True, True, True, False)))(asked))()
    except Unsatisfiable as none:
        raise Unsuitable from none


def _name_what_is_there(case: Any, id: str, ids: Mapping[str, int]) -> None:
    noun = BY_ID[id].noun
    for name, value in (("cohe", "valley"), ("id", ids.get(noun)), ("entry", ids.get(f"{noun} entry"))):
        if name in (case.path_parameters or {}) and value is not None:
            case.path_parameters[name] = value


@contextlib.contextmanager
def world() -> Iterator[tuple[Flask, dict[Role, str], dict[str, int]]]:
    """An application of its own, with the world of the access tests, and a token of each role."""

    with tempfile.TemporaryDirectory() as folder:
        config = Config(instance=Path(folder))
        keys.make_missing(config.instance)
        app = create_app(config)
        with app.app_context():
            with contextlib.redirect_stdout(io.StringIO()):
                flask_migrate.upgrade()
            people, ids = made()
            yield app, *tokens(people, ids)


def tokens(people: Mapping[str, int], ids: Mapping[str, Mapping[str, int]]) -> tuple[dict[Role, str], dict[str, int]]:
    """A token of each role, and what there is at the COHE, by noun."""
    secrets = {}
    for role in (Role.SCREENER, Role.HR, Role.MANAGER, Role.ADMINISTRATOR, Role.CONTRACT_MANAGER):
        who = {Role.ADMINISTRATOR: "administrator", Role.CONTRACT_MANAGER: "contract_manager"}.get(role, "manager")
        organisation = by_slug("lni" if role is Role.CONTRACT_MANAGER else "valley")
        assert organisation
        secrets[role] = make_token(organisation, db.session.get_one(User, people[who]), role)
    own = ids["valley"]
    there = {
        "applicants": own["people"],
        "staff": own["training"],
        "training": own["training"],
        "training entry": own["entry"],
        "credentials": own["training"],
        "credentials entry": own["event"],
        "sessions": own["training_sessions"],
        "sessions entry": own["booking"],
        "packets": own["packets"],
        "rulings": own["rulings"],
    }
    return secrets, there


def main(times: int) -> None:
    """Ask, and print how often each operation was answered by which status."""
    with world() as (app, secrets, ids), Path(os.devnull).open("w") as nowhere, contextlib.redirect_stderr(nowhere):
        guard.seconds_to_wait = lambda *_: None  # else most would be told to wait
        seen = ask(app, secrets, ids, times)
    for id in BY_ID:
        by_status: Counter[int] = Counter()
        for (of, _, status), count in seen.items():
            by_status[status] += count if of == id else 0
        said = ", ".join(f"{status}: {count}" for status, count in sorted(by_status.items()) if count)
        sys.stdout.write(f"{id:32} {said}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
