"""The API as Flask serves it: a route for each operation that is declared, and an answer in JSON to everything else."""

from collections.abc import Iterable
from functools import cache, partial
from typing import Any
from urllib.parse import quote, urlencode

import orjson
from flask import Blueprint, Flask, Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from onboarding.actions import Action
from onboarding.api import description, guard, reading
from onboarding.api.operation import BASE, Call, File, Listed, Operation, Raw
from onboarding.api.operations import OPERATIONS
from onboarding.api.problems import OURS, Problem, answer
from onboarding.errors import BusyError, NotAllowedError, NotFoundError, OnboardingError
from onboarding.extensions import csrf
from onboarding.formats.faults import Refused
from onboarding.rules.faults import Fault
from onboarding.services import api_keys, taken

JSON = "application/json"
BY_ID = {operation.id: operation for operation in OPERATIONS}
described = cache(partial(description.document, OPERATIONS))  # when first asked for: no command needs it to start


def register(app: Flask) -> None:
    """Serve every operation, and answer whatever else is asked for below /api with a problem."""
    views = Blueprint("api", __name__)
    for operation in OPERATIONS:
        views.add_url_rule(
            operation.rule,
            operation.id,
            partial(_serve, operation),
            methods=[operation.method],
            provide_automatic_options=False,
        )
    views.add_url_rule(f"{BASE}/openapi.json", "description", _description, provide_automatic_options=False)
    views.register_error_handler(Problem, answer)
    views.register_error_handler(NotFoundError, lambda _: answer(Problem(404)))
    views.register_error_handler(NotAllowedError, lambda error: answer(Problem(403, str(error))))
    views.register_error_handler(Refused, lambda error: answer(Problem(422, faults=error.faults)))
    views.register_error_handler(api_keys.OtherRequestError, lambda error: answer(Problem(422, str(error))))
    views.register_error_handler(BusyError, lambda error: answer(Problem(503, str(error))))
    views.register_error_handler(OnboardingError, _refused)
    views.register_error_handler(HTTPException, _http)
    csrf.exempt(views)  # no cookie lets anybody in here, so that no page can send what somebody did not
    app.register_blueprint(views)
    app.extensions["says errors"]["/api/"] = _http  # of addresses that are none of these, too
    app.extensions["api"] = {"operations": OPERATIONS, "description": described}


def _serve(operation: Operation, **path: Any) -> Response:
    admitted = guard.admit(operation, path.pop("cohe", None))
    call = Call(
        admitted.token,
        admitted.actor,
        admitted.places,
        admitted.at.organisation if admitted.at else None,
        admitted.may,
        path,
        reading.query_of(operation),
        None,
    )
    if operation.makes:
        return _create(operation, call)
    return _answer(operation, call, operation.do(call._replace(body=reading.body_of(operation))))


def _create(operation: Operation, call: Call) -> Response:
    """Create once, however often it is asked for with the same key; and answer with what there is."""
    key = reading.key_of()
    call = call._replace(body=reading.body_of(operation))
    asked = b"\n".join((request.method.encode(), request.path.encode(), request.get_data()))
    id = api_keys.once(call.token, key, asked, operation.makes, partial(operation.do, call))
    shown = BY_ID[operation.shows]
    name = shown.parts[-1]
    there = call._replace(path={**call.path, name: id}, query={})
    found = _answer(operation, there, shown.do(there), 201)
    at = {**there.path, "cohe": call.cohe.slug if call.cohe else ""}
    found.headers["Location"] = shown.address.format(**at)
    return found


def _answer(operation: Operation, call: Call, result: Any, status: int = 200) -> Response:
    if isinstance(result, File):
        found = Response(result.body, status, content_type=result.content_type)
        found.headers["Content-Disposition"] = f'attachment; filename="{result.name}"'
        return found
    if isinstance(result, Raw):
        return Response(result.body, status, content_type=JSON)
    if isinstance(result, Listed):
        if operation.personal and call.cohe:
            taken.note(call.actor, call.cohe, Action.API_LIST_TAKEN, operation.id, len(result.rows))
        found = Response(orjson.dumps({"items": result.rows}), status, content_type=JSON)
        if result.after:
            found.headers["Link"] = f'<{_further(result.after)}>; rel="next"'
        return found
    return Response(orjson.dumps(result), status, content_type=JSON)


def _further(cursor: str) -> str:
    kept: Iterable[tuple[str, str]] = ((name, text) for name, text in request.args.items() if name != "cursor")
    return f"{quote(request.path)}?{urlencode([*kept, ('cursor', cursor)])}"


def _description() -> Response:
    """The description of all of this: open to everybody, since nothing of anybody's is in it."""
    return Response(orjson.dumps(described()), content_type=JSON)


def _refused(error: OnboardingError) -> Response:
    """What makes no sense as things stand; with its field where it belongs to one."""
    faults = [Fault(error.field, str(error))] if error.field else []
    return answer(Problem(409, str(error), faults))


def _http(error: HTTPException) -> Response:
    """What Flask refuses: an address or method that is none, a body too large, and what is our own fault."""
    allowed = error.valid_methods if isinstance(error, MethodNotAllowed) else None
    return answer(Problem(error.code or OURS, headers={"Allow": ", ".join(sorted(allowed))} if allowed else None))
