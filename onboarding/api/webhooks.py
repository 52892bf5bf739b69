"""What webhooks send, as OpenAPI describes it: what comes of itself, in the shape in which it comes."""

from typing import Any

from onboarding.api.shapes import Instant, Maybe, Text, Word, answered
from onboarding.permissions import TokenScope
from onboarding.queries.webhook_kinds import KINDS, TEST

EVENT = answered(
    "Event",
    "That something happened, as a webhook tells it. Nothing of anybody's is in it.",
    id=Text("The same however often it is sent.", 60),
    kind=Word("What happened.", (*(kind.value for kind in KINDS), TEST)),
    occurred_at=Instant("When."),
    cohe=Text("The COHE, as it stands in addresses.", 40, "valley"),
    about=Maybe(Text("The address of the API that says more.", 400)),
)
HEADERS = {
    "webhook-id": "The id of the event.",
    "webhook-timestamp": "When it was sent, in seconds since 1970.",
    "webhook-signature": "HMAC-SHA256 over id, timestamp and body, as Standard Webhooks has it.",
}


def described() -> dict[str, Any]:
    """Each kind by its name, for the part `webhooks` of a description."""
    return {kind.value: {"post": _sent(kind.value, told.words, told.scope)} for kind, told in KINDS.items()}


def _sent(name: str, words: str, scope: TokenScope) -> dict[str, Any]:
    headers = [
        {"name": header, "in": "header", "required": True, "description": what, "schema": {"type": "string"}}
        for header, what in HEADERS.items()
    ]
    return {
        "operationId": name,
        "summary": f"{words}.",
        "description": f"Scope of what it is about: `{scope.value}`.",
        "parameters": headers,
        "requestBody": {"required": True, "content": {"application/json": {"schema": EVENT.schema()}}},
        "responses": {"2XX": {"description": "Taken. Everything else is sent again later."}},
    }
