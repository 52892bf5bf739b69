"""What went wrong, as `application/problem+json` (RFC 9457): what happened, and what to do. Never a page.

"Not found" is the same answer whether a record does not exist or belongs to somebody else.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from flask import Response

from onboarding.rules.faults import Fault

MIMETYPE = "application/problem+json"
TITLES = {
    400: "The request could not be understood",
    401: "A token is needed",
    403: "The token does not allow this",
    404: "There is nothing here that this token sees",
    405: "This cannot be asked this way",
    406: "No such kind of answer",
    409: "That does not fit what is recorded",
    413: "That is too large",
    415: "Send JSON",
    422: "What was sent does not fit",
    429: "Too many requests",
    500: "Something went wrong on our side",
    503: "Not available at the moment",
}
DETAILS = {
    400: "Something that was sent is missing or cannot be read. Nothing was changed.",
    401: "Send the header Authorization: Bearer, with a token that works. Members make tokens on the page API tokens.",
    403: "Nothing was changed. Make a token that is for this, with a role that allows it.",
    404: "Check the address.",
    405: "The header Allow says how.",
    406: "This is answered as the description says.",
    409: "Nothing was changed.",
    413: "Nothing was kept.",
    415: "The body has to be JSON, with the header Content-Type: application/json.",
    422: "Nothing was changed. The faults say where, and what is wrong there.",
    429: "Wait for as many seconds as the header Retry-After says.",
    500: "What you sent may not have been saved. If it happens again, tell the system administrator the request's id.",
    503: "Nothing was changed. Try again in a few minutes.",
}
OURS = 500  # from here on it is our fault


class Problem(Exception):  # noqa: N818 - it is what the answer says
    """The request ends here with this answer."""

    def __init__(
        self,
        status: int,
        detail: str | None = None,
        faults: Iterable[Fault] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.status, self.detail, self.faults = status, detail, tuple(faults)
        self.headers = headers or {}
        super().__init__(detail or TITLES[status])


def answer(problem: Problem) -> Response:
    """The problem as an answer; what has no words of its own is said as the most general of its kind."""
    known = problem.status if problem.status in TITLES else OURS if problem.status >= OURS else 400
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": TITLES[known],
        "status": problem.status,
        "detail": problem.detail or DETAILS[known],
    }
    if problem.faults:
        body["faults"] = [{"at": each.path, "says": each.says} for each in problem.faults]
    found = Response(orjson.dumps(body), problem.status, content_type=MIMETYPE)
    found.headers.update(problem.headers)
    return found


SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "What went wrong (RFC 9457).",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string", "description": "What kind of thing went wrong."},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What happened, and what to do."},
        "faults": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "at": {"type": "string", "description": "The path in what was sent: work[2].endDate."},
                    "says": {"type": "string"},
                },
                "required": ["at", "says"],
            },
        },
    },
    "required": ["type", "title", "status", "detail"],
}
