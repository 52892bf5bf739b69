"""A program that uses the API: a token with what it is for, and requests with it."""

import secrets
from collections.abc import Iterable
from typing import Any

from flask import Flask, current_app
from werkzeug.test import TestResponse

from onboarding import clock
from onboarding.models.account import User
from onboarding.models.organisation import Organisation
from onboarding.permissions import TokenScope, scopes_of
from onboarding.roles import Role
from onboarding.rules.numbers import Numbers, as_numbers
from onboarding.services import api_tokens
from onboarding.services.change import Actor


def numbers() -> Numbers:
    return as_numbers(current_app.extensions["rulebook"].numbers_on(clock.today()))


def make_token(
    organisation: Organisation,
    user: User,
    role: Role = Role.MANAGER,
    scopes: Iterable[TokenScope] | None = None,
    name: str = "",
    days: int = 30,
) -> str:
    """The secret of a token; with everything that its role may, where nothing is said."""
    actor, chosen = Actor(user.id, user.name), list(scopes_of([role]) if scopes is None else scopes)
    nonce = api_tokens.make(
        actor, organisation, user, name or f"Token {secrets.token_hex(4)}", role, chosen, days, numbers()
    )
    return api_tokens.secret_of(nonce)


class Program:
    """A program with a token, or without one."""

    def __init__(self, app: Flask, secret: str | None) -> None:
        self.client = app.test_client(use_cookies=False)
        self.headers = {"Authorization": f"Bearer {secret}"} if secret else {}

    def ask(self, method: str, path: str, json: Any = None, key: str | None = None, **more: Any) -> TestResponse:
        headers = self.headers | ({"Idempotency-Key": key} if key else {}) | more.pop("headers", {})
        given = {"json": json} if json is not None else {}
        return self.client.open(f"/api/v1{path}", method=method, headers=headers, **given, **more)

    def get(self, path: str, **query: Any) -> TestResponse:
        return self.ask("GET", path, query_string=query)

    def post(self, path: str, json: Any, key: str | None = None) -> TestResponse:
        return self.ask("POST", path, json, key)


def problem(answer: TestResponse) -> tuple[int, str]:
    """The status and what happened, of an answer that has to be a problem."""
    assert answer.content_type == "application/problem+json", answer.content_type
    said = answer.get_json()
    assert said["status"] == answer.status_code
    return answer.status_code, said["detail"]
