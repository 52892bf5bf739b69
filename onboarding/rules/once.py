"""A property that is computed when it is first read, and then stays."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")


class once(Generic[Value]):  # noqa: N801 - it is used as `property` is
    """functools.cached_property without the lock that it takes before Python 3.12.

    The lock costs more than most of what is computed here, and two threads may well compute the same twice.
    """

    def __init__(self, compute: Callable[[Any], Value]) -> None:
        self._compute, self._name = compute, compute.__name__

    def __get__(self, of: Any, _: Any = None) -> Value:
        found = self._compute(of)
        object.__setattr__(of, self._name, found)
        return found
