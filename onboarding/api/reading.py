"""What was sent: the parts of the address, its arguments and the body, each checked by what the operation declares."""

from typing import Any

from flask import request
from werkzeug.exceptions import BadRequest, ClientDisconnected

from onboarding.api.operation import Operation
from onboarding.api.problems import Problem
from onboarding.api.shapes import Part, Record, Whole, Yes
from onboarding.formats import json_documents
from onboarding.formats.faults import Refused
from onboarding.formats.shape import Shape
from onboarding.rules.faults import Fault

JSON = "application/json"
KEY = "Idempotency-Key"
LONGEST_KEY = 200
LONGEST_NUMBER = 10


def query_of(operation: Operation) -> dict[str, Any]:
    """The arguments of the address. Raises Problem for one that is not known, given twice, or no such value."""
    faults = [Fault(name[:40], "is not known here") for name in request.args if name not in operation.query]
    faults += [Fault(name, "given twice") for name in operation.query if len(request.args.getlist(name)) > 1]
    given = {
        name: _typed(operation.query[name], text) for name, text in request.args.items() if name in operation.query
    }
    shape = Shape(given, "", faults)
    found = {name: part.read(shape, name) for name, part in operation.query.items()}
    if faults:
        raise Problem(422, faults=faults)
    return found


def body_of(operation: Operation) -> Any:
    """The body; of documents for the rules as it came. Raises Problem."""
    if operation.takes is None:
        return None
    if request.mimetype != JSON:
        raise Problem(415)
    try:
        document = json_documents.parse(_text())
        if operation.documents:
            return document
        assert isinstance(operation.takes, Record)
        shape = Shape.of(document)
        found = operation.takes.fields(shape)
        shape.close()
    except Refused as refused:
        raise Problem(422, faults=refused.faults) from refused
    return found


def key_of() -> str:
    """The key of a request that creates something. Raises Problem without one."""
    key = request.headers.get(KEY, "").strip()
    if not (1 <= len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()):
        raise Problem(
            400,
            f"Send the header {KEY} with a text of your own, new for each new request and the same when you send one "
            "again: up to 200 letters, digits and signs. So nothing is recorded twice.",
        )
    return key


def _text() -> str:
    try:
        return request.get_data().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Problem(422, faults=[Fault("(document)", f"not UTF-8 at byte {error.start + 1}")]) from error
    except ClientDisconnected as error:
        raise BadRequest from error


def _typed(part: Part, text: str) -> Any:
    """A text of the address as the value that it writes, where it does."""
    if isinstance(part, Whole) and text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER:
        return int(text)
    if isinstance(part, Yes) and text in ("true", "false"):
        return text == "true"
    return text
