"""The API described as OpenAPI 3.1, from what each operation declares of itself; nothing is said twice."""

from collections.abc import Iterable, Iterator
from typing import Any

from onboarding.api import webhooks
from onboarding.api.operation import BASE, PARTS, Operation
from onboarding.api.problems import MIMETYPE, SCHEMA
from onboarding.api.reading import KEY
from onboarding.api.shapes import Many, Maybe, Part, Record
from onboarding.permissions import SCOPES_IN_WORDS

JSON = "application/json"
SAYS = (
    "Everything that a COHE's own system or L&I would automate. Dates are YYYY-MM-DD, exact amounts are text, instants "
    "are in UTC. Every error is application/problem+json. A token sees what its role and the member who made it see."
)
WHY = {
    400: "The header Idempotency-Key is missing, or the request cannot be read.",
    401: "No token, or one that does not work.",
    403: "The token is not for this.",
    404: "Nothing here that this token sees.",
    409: "It does not fit what is recorded.",
    413: "Too large.",
    415: "The body is no JSON.",
    422: "What was sent does not fit its shape.",
    429: "Too many requests.",
    503: "Not available at the moment.",
}


def document(operations: Iterable[Operation]) -> dict[str, Any]:
    """The whole description."""
    operations, paths = tuple(operations), dict[str, dict[str, Any]]()
    for each in operations:
        paths.setdefault(each.path, {})[each.method.lower()] = _operation(each)
    records = [webhooks.EVENT, *(record for each in operations for record in _records(each))]
    schemas = {record.name: record.whole() for record in records}
    return {
        "openapi": "3.1.0",
        "info": {"title": "HSC onboarding", "version": "1", "description": SAYS},
        "servers": [{"url": BASE}],
        "paths": paths,
        "webhooks": webhooks.described(),
        "components": {
            "schemas": {"Problem": SCHEMA, **dict(sorted(schemas.items()))},
            "responses": {
                f"Problem{status}": {
                    "description": why,
                    "content": {MIMETYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
                }
                for status, why in WHY.items()
            },
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def faults_of(each: Operation) -> list[int]:
    """With which statuses an operation can be refused."""
    found = [503]
    if not each.everybody:
        found += [401, 403, 429]
    if each.parts:
        found += [404]
    if each.takes:
        found += [400, 413, 415]
    if each.conflicts or each.file or (each.takes and not each.documents):
        found += [409]
    return sorted(set(found) | {422})


def _operation(each: Operation) -> dict[str, Any]:
    found: dict[str, Any] = {
        "operationId": each.id,
        "summary": each.says,
        "tags": [each.noun],
        "parameters": list(_parameters(each)),
        "responses": {
            str(each.status): _success(each),
            **{str(status): {"$ref": f"#/components/responses/Problem{status}"} for status in faults_of(each)},
        },
    }
    says = [each.more] if each.more else []
    if each.scope is not None:
        says.append(f"Scope `{each.scope.value}`: {SCOPES_IN_WORDS[each.scope]}.")
    if not each.everybody:
        found["security"] = [{"token": []}]
    if says:
        found["description"] = "\n\n".join(says)
    if each.takes:
        found["requestBody"] = {"required": True, "content": {JSON: {"schema": each.takes.schema()}}}
    return found


def _success(each: Operation) -> dict[str, Any]:
    found: dict[str, Any] = {"description": "Created." if each.makes else "Answered."}
    if each.file:
        found["content"] = {each.file: {}}
    elif each.answers is not None:
        schema: dict[str, Any] = each.answers.schema()
        if each.listed:
            schema = {
                "type": "object",
                "properties": {"items": {"type": "array", "items": schema}},
                "required": ["items"],
                "additionalProperties": False,
            }
        found["content"] = {JSON: {"schema": schema}}
    if each.listed and "cursor" in each.query:
        found["headers"] = {
            "Link": {"description": 'Where the list goes on: rel="next".', "schema": {"type": "string"}}
        }
    if each.makes:
        found["headers"] = {"Location": {"description": "Where it is.", "schema": {"type": "string"}}}
    return found


def _parameters(each: Operation) -> Iterator[dict[str, Any]]:
    for name in each.parts:
        yield {"name": name, "in": "path", "required": True, "schema": PARTS[name].schema()}
    for name, part in each.query.items():
        yield {"name": name, "in": "query", "schema": part.schema()}
    if each.makes:
        says = "A text of your own, new for each new request. The same request sent again creates nothing more."
        yield {
            "name": KEY,
            "in": "header",
            "required": True,
            "description": says,
            "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
        }


def _records(each: Operation) -> Iterator[Record]:
    for part in (each.takes, each.answers):
        if part is not None:
            yield from _within(part)


def _within(part: Part) -> Iterator[Record]:
    if isinstance(part, Record):
        yield part
        for inner in part.parts.values():
            yield from _within(inner)
    elif isinstance(part, Many):
        yield from _within(part.each)
    elif isinstance(part, Maybe):
        yield from _within(part.of)
