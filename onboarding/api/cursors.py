"""Where a list goes on: after which line. Opaque to those who send it back; it opens nothing."""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from onboarding.api.operation import AS_LISTED, Call, Listed
from onboarding.api.problems import Problem
from onboarding.rules.faults import Fault

Row = TypeVar("Row")
HIGHEST = 2**31 - 1


def after_id(call: Call) -> int:
    """The number after which the list goes on; 0 from its beginning."""
    text = _read(call)
    if text is None:
        return 0
    if not (text.isascii() and text.isdigit() and int(text) <= HIGHEST):
        raise _refused()
    return int(text)


def limit(call: Call) -> int:
    """How many lines are asked for at most."""
    asked: int | None = call.query.get("limit")
    return asked or AS_LISTED


def by_id(call: Call, rows: Sequence[Row], shown: Callable[[Row], dict[str, Any]]) -> Listed:
    """Rows in the order of their numbers, of which one more was asked for than is answered."""
    most = limit(call)
    answers = [shown(row) for row in rows[:most]]
    return Listed(answers, _written(str(answers[-1]["id"])) if len(rows) > most else None)


def by_key(
    call: Call, rows: Sequence[Row], key: Callable[[Row], str], shown: Callable[[Row], dict[str, Any]]
) -> Listed:
    """Rows that are all there, in an order by a text of each that no other has."""
    after, most = _read(call), limit(call)
    left = [row for row in rows if after is None or key(row) > after]
    return Listed([shown(row) for row in left[:most]], _written(key(left[most - 1])) if len(left) > most else None)


def _written(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(call: Call) -> str | None:
    given: str | None = call.query.get("cursor")
    if given is None:
        return None
    try:
        return base64.b64decode(given + "=" * (-len(given) % 4), b"-_", validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        raise _refused() from None


def _refused() -> Problem:
    return Problem(422, faults=[Fault("cursor", "is none that a list gave. Begin without one")])
