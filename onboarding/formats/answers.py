"""Findings out, in the shape of the contract: dates as YYYY-MM-DD, exact amounts as text, tuples by their field names."""

import json
from fractions import Fraction
from typing import Any

from onboarding.rules.days import Quarter
from onboarding.rules.findings import Bounds

_encode = json.JSONEncoder(separators=(", ", ": ")).encode


def line(answer: tuple[Any, ...]) -> str:
    """An answer as one line of JSON, in ASCII."""
    return _encode(plain(answer))


def plain(value: Any) -> Any:
    """The answer in lists, dicts, texts, numbers and null only."""
    kind = type(value)
    if kind is str or value is None or kind is bool or kind is int:
        return value
    if kind is Bounds:
        if value.at_least is None and value.at_most is None:
            return None  # a figure that cannot be computed under any reading
        return {"at_least": _amount(value.at_least), "at_most": _amount(value.at_most)}
    if isinstance(value, tuple) and kind is not Quarter:
        fields = getattr(kind, "_fields", None)
        if fields is None:
            return [plain(each) for each in value]
        return {key.rstrip("_"): plain(each) for key, each in zip(fields, value, strict=True)}
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    return str(value)  # a date, a Fraction, a word of a StrEnum


def _amount(value: int | Fraction | None) -> str | None:
    return None if value is None else str(value)
