"""Checking the shape of a document that somebody sent: each fault is noted with its path, none stops the reading.

`null` stands for absent, and keys that nobody asks for are ignored. What the values mean is not judged here.
"""

from collections.abc import Container, Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from onboarding.formats.faults import DOCUMENT, Refused, Twice, keys_given_twice, name, shown
from onboarding.formats.tables.days import NoDate
from onboarding.formats.vague_days import vague_day
from onboarding.rules.days import PartialDate, whole_date
from onboarding.rules.faults import Fault

# More digits than any amount in a document has; a longer number only serves to make us compute for ever. A count has
# fewer still: what JSON readers elsewhere can hold in 64 bits, added up.
LONGEST_NUMBER = 40
LONGEST_COUNT = 15
LARGEST_DENOMINATOR = 1000  # of a fraction in text; many odd ones would add up to one that nobody can read


class Shape:
    """One JSON object at a path of a document, read key by key."""

    __slots__ = ("_data", "_faults", "_path")

    def __init__(self, data: dict[str, Any], path: str, faults: list[Fault]) -> None:
        self._data, self._path, self._faults = data, path, faults

    @classmethod
    def of(cls, document: object) -> "Shape":
        """The document itself, keys given twice noted. Raises Refused where it is no JSON object."""
        if not isinstance(document, dict):
            raise Refused([Fault(DOCUMENT, f"{shown(document)} is not a JSON object")])
        return cls(document, "", keys_given_twice(document) if isinstance(document, Twice) else [])

    def close(self) -> None:
        """Raises Refused where any fault was noted, here or in a part of the document."""
        if self._faults:
            raise Refused(dict.fromkeys(self._faults))

    @property
    def path(self) -> str:
        """Where this object is in its document."""
        return self._path

    @property
    def faults(self) -> int:
        """How many faults were noted so far, anywhere in the document."""
        return len(self._faults)

    def has(self, key: str) -> bool:
        return self._data.get(key) is not None

    def names(self, key: str) -> bool:
        """Whether the key is there at all, be it with null."""
        return key in self._data

    def at(self, key: str) -> str:
        return f"{self._path}.{key}" if self._path else key

    def fault(self, key: str, what: str) -> None:
        self._faults.append(Fault(self.at(key), what))

    def beside(self, known: Container[str]) -> Iterator[tuple[str, Any]]:
        """What stands under other keys than those known, as it came; null left out."""
        return ((key, value) for key, value in self._data.items() if value is not None and key not in known)

    def only(self, allowed: Iterable[str], what: str) -> None:
        """Where the keys themselves are words: each must be one of those allowed."""
        for key, value in self._data.items():
            if value is not None and key not in allowed:
                self.fault(name(key), f"unknown {what}; it is one of {', '.join(allowed)}")

    def needed(self, key: str) -> bool:
        """Notes a fault where the key is absent, or a text of nothing but blanks."""
        if self.is_blank(key):
            self.fault(key, "missing; it is needed here")
            return False
        return True

    def text(self, key: str) -> str | None:
        value = self._data.get(key)
        if value is None:
            return None
        if type(value) is not str:
            self.fault(key, f"{shown(value)} is not a text")
        elif value.isascii() or _is_whole(value):
            return value
        else:
            self.fault(key, f"{shown(value)} holds half a character (a lone surrogate)")
        return None

    def is_blank(self, key: str) -> bool:
        """Whether a key is absent, or holds a text of nothing but blanks."""
        value = self._data.get(key)
        return value is None or (type(value) is str and not value.strip())

    def plain_text(self, key: str) -> str | None:
        """The text at a key where there is one; what else there may be is noted by whoever needs it."""
        value = self._data.get(key)
        return value if type(value) is str else None

    def word(self, key: str, allowed: Iterable[str], what: str) -> str | None:
        """A text that must be one of the words allowed; `what` says what kind of word it is."""
        value = self.text(key)
        if value is not None and value not in allowed:
            self.fault(key, f"unknown {what} {shown(value)}; it is one of {', '.join(allowed)}")
            return None
        return value

    def yes(self, key: str) -> bool | None:
        value = self._data.get(key)
        if value is None or type(value) is bool:
            return value
        self.fault(key, f"{shown(value)} is not true or false")
        return None

    def amount(self, key: str, as_text: bool = False) -> Fraction | None:
        """An exact number. With `as_text`, a text such as "0.8" or "4/5" will do as well."""
        value = self._data.get(key)
        if value is None:
            return None
        if type(value) is int or type(value) is Decimal:
            return self._exact(key, value)
        if as_text and type(value) is str and (amount := _amount(value)) is not None:
            return amount
        what = f"a number, or a fraction of at most {LARGEST_DENOMINATOR}ths" if as_text else "a number"
        self.fault(key, f"{shown(value)} is not {what}")
        return None

    def _exact(self, key: str, value: int | Decimal, longest: int = LONGEST_NUMBER) -> Fraction | None:
        if isinstance(value, Decimal):
            digits = len(value.as_tuple().digits)
            short = value.is_finite() and digits <= longest and -longest <= value.adjusted() < longest
        else:
            short = abs(value) < 10**longest
        if not short:
            self.fault(key, f"{shown(value)} has more than {longest} digits")
            return None
        return Fraction(value)

    def whole(self, key: str) -> int | None:
        value = self._data.get(key)
        if value is None:
            return None
        if type(value) is not int and type(value) is not Decimal:
            self.fault(key, f"{shown(value)} is not a whole number")
            return None
        exact = self._exact(key, value, LONGEST_COUNT)
        if exact is not None and exact.denominator != 1:
            self.fault(key, f"{shown(value)} is not a whole number")
            return None
        return None if exact is None else int(exact)

    def id(self, key: str) -> str | None:
        """A text or a whole number, as text: 3 and "3" are the same."""
        value = self._data.get(key)
        if value is None or type(value) is str:
            return self.text(key)
        if type(value) is int:
            exact = self._exact(key, value)
            return None if exact is None else str(value)
        self.fault(key, f"{shown(value)} is not a text or a whole number")
        return None

    def day(self, key: str) -> date | None:
        value = self.text(key)
        if value is None:
            return None
        found = whole_date(value)
        if found is None:
            self.fault(key, f"{shown(value)} is not a date (YYYY-MM-DD)")
        return found

    def partial_day(self, key: str) -> PartialDate | None:
        value = self.text(key)
        if value is None:
            return None
        try:
            return vague_day(value)
        except NoDate as no:
            self.fault(key, f"{shown(value)} {no}")
            return None

    def part(self, key: str) -> "Shape | None":
        """The object at a key."""
        value = self._data.get(key)
        if value is None:
            return None
        if isinstance(value, dict):
            return Shape(value, self.at(key), self._faults)
        self.fault(key, f"{shown(value)} is not a JSON object")
        return None

    def parts(self, key: str) -> Iterator["Shape"]:
        """The objects of the array at a key, each at its place from 0."""
        for place, value in enumerate(self.array(key)):
            if isinstance(value, dict):
                yield Shape(value, f"{self.at(key)}[{place}]", self._faults)
            else:
                self.fault(f"{key}[{place}]", f"{shown(value)} is not a JSON object")

    def words(self, key: str, allowed: Iterable[str], what: str) -> frozenset[str]:
        """The words of the array at a key."""
        found = []
        for place, value in enumerate(self.array(key)):
            if type(value) is not str:
                self.fault(f"{key}[{place}]", f"{shown(value)} is not a text")
            elif value not in allowed:
                self.fault(f"{key}[{place}]", f"unknown {what} {shown(value)}; it is one of {', '.join(allowed)}")
            else:
                found.append(value)
        return frozenset(found)

    def array(self, key: str) -> list[Any]:
        """The array at a key, as it came; an empty one where there is none."""
        value = self._data.get(key)
        if value is None:
            return []
        if isinstance(value, list):
            return value
        self.fault(key, f"{shown(value)} is not an array")
        return []


def _amount(text: str) -> Fraction | None:
    """The number that a text writes as a decimal or a fraction."""
    plain = text.strip().replace("/", "", 1).replace(".", "", 1)
    if len(text) > LONGEST_NUMBER or not plain.isascii() or not plain.isdigit():
        return None
    try:
        found = Fraction(text)
    except (ValueError, ZeroDivisionError):
        return None
    return found if "/" not in text or found.denominator <= LARGEST_DENOMINATOR else None


def _is_whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
