"""Findings out, in the shape of the contract: dates as YYYY-MM-DD, exact amounts as text, tuples by their fields."""

from fractions import Fraction
from typing import Any

import orjson

from onboarding.rules.coverage import Gap
from onboarding.rules.days import Quarter
from onboarding.rules.findings import Bounds, OnDemand


def line(answer: tuple[Any, ...] | OnDemand) -> bytes:
    """An answer as one line of JSON in UTF-8, its line end included."""
    return orjson.dumps(answer, default=_plain, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_PASSTHROUGH_DATACLASS)


def _plain(value: Any) -> Any:
    """What JSON has no form for: a named tuple is an object of its fields, an exact amount is text."""
    kind = type(value)
    if kind is Bounds:
        return _bounds(*value)
    if kind is Fraction or kind is Quarter:
        return str(value)
    if kind is Gap:
        return {"staff": value.staff, "from": value.first, "to": value.last}
    return value._asdict()


def _bounds(at_least: object, at_most: object) -> dict[str, str | None] | None:
    """A figure that cannot be computed under any reading is null as a whole."""
    if at_least is None and at_most is None:
        return None
    return {
        "at_least": None if at_least is None else str(at_least),
        "at_most": None if at_most is None else str(at_most),
    }
