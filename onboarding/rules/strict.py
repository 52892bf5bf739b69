"""Reading the rules' own data files strictly: what is not known, missing or of the wrong type stops the start.

Only for files we ship or an operator edits. What users send is checked in `onboarding.formats`.
"""

import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Self

LONGEST = 40  # digits of a number


class DataFileError(ValueError):
    """A data file of the rules is at fault; the message names the place and the remedy."""


class Table:
    """One table of a TOML file. Each key is taken once; `close` refuses whatever was not taken."""

    def __init__(self, data: dict[str, Any], place: str) -> None:
        self.place = place
        self._left = dict(data)

    @classmethod
    def read(cls, path: Path) -> Self:
        try:
            data = path.read_bytes()
        except OSError as error:
            raise DataFileError(f"{path}: cannot be read ({error.strerror})") from error
        return cls.of(data, str(path), path.name)

    @classmethod
    def of(cls, data: bytes, place: str, name: str) -> Self:
        """The same of what a file holds; `name`: how faults within it call it."""
        try:
            return cls(tomllib.loads(data.decode(), parse_float=Decimal), name)
        except (ValueError, ArithmeticError, RecursionError) as error:
            raise DataFileError(f"{place}: not a TOML file in UTF-8 that can be read ({error})") from error

    def fault(self, key: str, what: str) -> DataFileError:
        return DataFileError(f"{self.place}: {key}: {what}")

    def _take(self, key: str, kind: type | tuple[type, ...], what: str) -> Any:
        if key not in self._left:
            raise self.fault(key, f"missing; {what} is needed here")
        value = self._left.pop(key)
        # bool is an int and datetime a date to isinstance; neither is what such an entry means
        if not isinstance(value, kind) or isinstance(value, bool | datetime):
            raise self.fault(key, f"{ascii(value)[:60]} is not {what}")
        return value

    def has(self, key: str) -> bool:
        return key in self._left

    def text(self, key: str) -> str:
        value: str = self._take(key, str, "a text")
        if not value.strip():
            raise self.fault(key, "empty; a text is needed here")
        return value

    def choice(self, key: str, allowed: tuple[str, ...]) -> str:
        value = self.text(key)
        if value not in allowed:
            raise self.fault(key, f"{value!r} is not one of {', '.join(allowed)}")
        return value

    def day(self, key: str) -> date:
        value: date = self._take(key, date, "a date (YYYY-MM-DD)")
        return value

    def whole(self, key: str) -> int:
        value: int = self._take(key, int, "a whole number")
        return value

    def number(self, key: str) -> Fraction:
        value: int | Decimal = self._take(key, (int, Decimal), "a number")
        if isinstance(value, Decimal):
            fits = value.is_finite() and -LONGEST <= value.adjusted() < LONGEST
        else:
            fits = abs(value) < 10**LONGEST
        if not fits:
            raise self.fault(key, f"not a number of at most {LONGEST} digits")
        return Fraction(value)

    def table(self, key: str) -> "Table":
        return Table(self._take(key, dict, "a table"), f"{self.place}: {key}")

    def tables(self, key: str) -> Iterator["Table"]:
        """The tables of a list, each named by its place in it, from 1."""
        rows = self._take(key, list, "a list of tables")
        for place, row in enumerate(rows, start=1):
            if not isinstance(row, dict):
                raise self.fault(key, f"entry {place} is not a table")
            yield Table(row, f"{self.place}: {key} {place}")

    def named_tables(self) -> Iterator[tuple[str, "Table"]]:
        """Every table that is left, with its name; for a table whose keys are ids."""
        for key in list(self._left):
            yield key, self.table(key)

    def close(self) -> None:
        for key in self._left:
            raise self.fault(key, "unknown; nothing uses it. Mend its spelling or remove it")
