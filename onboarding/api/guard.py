"""Who is let in: the token of a request, how often it asks, what it sees, and what it may do there. Nothing else does.

A visit's cookie counts for nothing here. What a token does not see does not exist for it (404), whatever it may do.
"""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from flask import current_app, g, request

from onboarding import pace
from onboarding.api.operation import Operation, book, today
from onboarding.api.problems import Problem
from onboarding.errors import NotFoundError
from onboarding.permissions import NEEDS, SCOPES_IN_WORDS, May, TokenScope
from onboarding.queries import api_tokens as found
from onboarding.queries.api_tokens import Place
from onboarding.roles import OrganisationKind
from onboarding.rules.numbers import as_numbers
from onboarding.rules.programs import seconds_to_wait
from onboarding.services import api_tokens
from onboarding.services.change import Actor
from onboarding.turns import pay

BEARER = re.compile(r"[Bb]earer +([A-Za-z0-9._~+/-]{1,200}=*)")
NOBODY = Actor(None, "visitor")


class Admitted(NamedTuple):
    """Who asks, and where. `at` None: the operation is of no one organisation."""

    token: Any
    actor: Actor
    places: Sequence[Place]
    at: Place | None

    @property
    def may(self) -> frozenset[May]:
        """What the token may do there: what its role and its maker may, as far as it is for that."""
        return self.at.may & {NEEDS[TokenScope(each)] for each in self.token.scopes} if self.at else frozenset()


def admit(operation: Operation, cohe: str | None) -> Admitted:
    """Let a request in. Raises Problem, and NotFoundError for an organisation that the token does not see."""
    if operation.everybody:
        return Admitted(None, NOBODY, (), None)
    token = _token()
    _keep_pace(token)
    places = found.places(token)
    at = _place(places, cohe) if cohe is not None else None
    may = at.may if at else frozenset[May]().union(*(each.may for each in places))
    if operation.scope is not None:
        _refuse(operation.scope, token, may)
    actor = Actor(None, f"token:{token.id}", request.remote_addr or "", g.request_id, token.made_by_id)
    api_tokens.note_use(token)
    return Admitted(token, actor, places, at)


def _token() -> Any:
    given = BEARER.fullmatch(request.headers.get("Authorization", ""))
    token = api_tokens.by_secret(given[1]) if given else None
    if token is None:
        says = "Bearer" + (' error="invalid_token"' if given else "")
        raise Problem(401, headers={"WWW-Authenticate": says})
    g.token = token.id  # for the log
    pay(f"token:{token.id}")
    return token


def _keep_pace(token: Any) -> None:
    asked = pace.ask(current_app.extensions["config"].instance, f"token:{token.id}")
    wait = seconds_to_wait(asked.times, asked.second, as_numbers(book().numbers_on(today())))
    if wait is not None:
        raise Problem(429, headers={"Retry-After": str(wait)})


def _place(places: Sequence[Place], slug: str) -> Place:
    """The COHE at that address. Raises NotFoundError where the token does not see one there."""
    at = next((each for each in places if each.organisation.slug == slug), None)
    if at is None or at.organisation.kind is not OrganisationKind.COHE:
        raise NotFoundError
    return at


def _refuse(scope: TokenScope, token: Any, may: frozenset[May]) -> None:
    if scope.value not in token.scopes:
        raise Problem(403, f"This token is not for this: it needs the scope {scope.value} ({SCOPES_IN_WORDS[scope]}).")
    if NEEDS[scope] not in may:
        raise Problem(403, "The role of this token, or of the member who made it, does not include this here.")
