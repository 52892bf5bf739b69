"""Findings out, in the shape of the contract: dates as YYYY-MM-DD, exact amounts as text, tuples by their fields."""

import json
from collections.abc import Hashable, Iterable
from functools import cache, lru_cache
from typing import Any

from onboarding.rules.days import Quarter
from onboarding.rules.findings import Bounds, Finding

NESTED = (tuple, dict)

# What JSON has no form for is a date or a Fraction: both say themselves as the contract has them.
_encode = json.JSONEncoder(default=str).encode


def line(answer: tuple[Any, ...]) -> str:
    """An answer as one line of JSON, in ASCII."""
    return _encode(_plain(answer))


def _plain(value: Any) -> Any:
    """The value with every named tuple as an object of its fields."""
    kind = type(value)
    if kind is Bounds:
        return _bounds(*value)
    if kind is Finding:
        return _finding(value)
    if kind is Quarter:
        return str(value)
    if keys := _keys(kind):  # type: ignore[arg-type]  # a class is hashable
        return dict(zip(keys, _all_plain(value), strict=True))
    if kind is tuple:
        return value if not value or type(value[0]) is str else _all_plain(value)
    if kind is dict:
        return dict(zip(value, _all_plain(value.values()), strict=True))
    return value


def _all_plain(values: Iterable[Any]) -> list[Any]:
    # Only tuples and dicts hold anything to turn; asking here spares a call for each of the many that are neither.
    return [_plain(value) if isinstance(value, NESTED) else value for value in values]


@lru_cache(maxsize=4096)
def _finding(finding: Finding) -> dict[str, Any]:
    """The findings that depend on few facts come again and again."""
    return dict(zip(Finding._fields, _all_plain(finding), strict=True))


@cache
def _keys(kind: Hashable) -> tuple[str, ...]:
    """The keys of a named tuple. `from_` is `from`, which Python keeps for itself."""
    return tuple(field.rstrip("_") for field in getattr(kind, "_fields", ()))


def _bounds(at_least: object, at_most: object) -> dict[str, str | None] | None:
    """A figure that cannot be computed under any reading is null as a whole."""
    if at_least is None and at_most is None:
        return None
    return {
        "at_least": None if at_least is None else str(at_least),
        "at_most": None if at_most is None else str(at_most),
    }
