"""The shapes of what is sent and answered: one declaration reads what comes and is its JSON Schema.

What comes is read as documents are (formats/shape.py): each fault is noted with its path, none stops the reading.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from email_validator import EmailNotValidError, validate_email

from onboarding.formats.faults import shown
from onboarding.formats.plain_text import NO_TEXT
from onboarding.formats.shape import Shape
from onboarding.rules.faults import Fault

Schema = dict[str, Any]


class Part(Protocol):
    """The shape of one value."""

    def schema(self) -> Schema:
        """It as JSON Schema."""

    def read(self, shape: Shape, key: str) -> Any:
        """The value at a key; None where there is none, or a fault was noted."""


@dataclass(frozen=True)
class Text:
    """A text on one line or several, without signs that are no text."""

    says: str
    most: int = 200
    example: str | None = None

    def schema(self) -> Schema:
        found: Schema = {"type": "string", "maxLength": self.most, "description": self.says}
        return found | ({"examples": [self.example]} if self.example else {})

    def read(self, shape: Shape, key: str) -> str | None:
        text = shape.text(key)
        if text is None:
            return None
        if len(text) > self.most:
            shape.fault(key, f"longer than {self.most} characters")
            return None
        if sign := NO_TEXT.search(text):
            shape.fault(key, f"has a hidden character in it (U+{ord(sign[0]):04X})")
            return None
        return text.strip() or None


@dataclass(frozen=True)
class Email:
    """An address for mail; whether it exists is asked nowhere."""

    says: str
    most: int = 254

    def schema(self) -> Schema:
        return {"type": "string", "maxLength": self.most, "description": self.says}

    def read(self, shape: Shape, key: str) -> str | None:
        text = Text(self.says, self.most).read(shape, key)
        if text is None:
            return None
        try:
            validate_email(text, check_deliverability=False)
        except EmailNotValidError:
            shape.fault(key, "is no email address. Write it like name@example.org")
            return None
        return text


@dataclass(frozen=True)
class Word:
    """One word of a list."""

    says: str
    words: tuple[str, ...]

    @classmethod
    def of(cls, says: str, words: Iterable[str]) -> "Word":
        """The words of a list, or of an enum."""
        return cls(says, tuple(str(each) for each in words))

    def schema(self) -> Schema:
        return {"type": "string", "enum": list(self.words), "description": self.says}

    def read(self, shape: Shape, key: str) -> str | None:
        return shape.word(key, self.words, "word")


@dataclass(frozen=True)
class Day:
    """A day of the calendar, YYYY-MM-DD."""

    says: str

    def schema(self) -> Schema:
        return {"type": "string", "format": "date", "description": self.says}

    def read(self, shape: Shape, key: str) -> Any:
        return shape.day(key)


@dataclass(frozen=True)
class Instant:
    """An instant in UTC; only answered."""

    says: str

    def schema(self) -> Schema:
        return {"type": "string", "format": "date-time", "description": self.says}

    def read(self, shape: Shape, key: str) -> str | None:
        return shape.text(key)


@dataclass(frozen=True)
class Whole:
    """A whole number within bounds."""

    says: str
    least: int = 0
    most: int = 2**31 - 1

    def schema(self) -> Schema:
        return {"type": "integer", "minimum": self.least, "maximum": self.most, "description": self.says}

    def read(self, shape: Shape, key: str) -> int | None:
        number = shape.whole(key)
        if number is not None and not self.least <= number <= self.most:
            shape.fault(key, f"not from {self.least} to {self.most}")
            return None
        return number


@dataclass(frozen=True)
class Yes:
    """True or false."""

    says: str

    def schema(self) -> Schema:
        return {"type": "boolean", "description": self.says}

    def read(self, shape: Shape, key: str) -> bool | None:
        return shape.yes(key)


@dataclass(frozen=True)
class Many:
    """Several of one shape, in order."""

    says: str
    each: "Record | Word | Whole"
    most: int = 200

    def schema(self) -> Schema:
        return {"type": "array", "items": self.each.schema(), "description": self.says}

    def read(self, shape: Shape, key: str) -> Any:
        values = shape.array(key)
        if not shape.has(key):
            return None
        if len(values) > self.most:
            shape.fault(key, f"more than {self.most}")
            return None
        if isinstance(self.each, Record):
            return [self.each.fields(part) for part in shape.parts(key)]
        faults, keys = list[Fault](), [f"{key}[{place}]" for place in range(len(values))]
        inner = Shape(dict(zip(keys, values, strict=True)), "", faults)
        found = [self.each.read(inner, each) for each in keys if inner.needed(each)]
        for fault in faults:
            shape.fault(fault.path, fault.says)
        return found


@dataclass(frozen=True)
class Plain:
    """A value whose schema is given as it is, and which is taken or answered as it stands."""

    given: Mapping[str, Any]

    def schema(self) -> Schema:
        return dict(self.given)

    def read(self, shape: Shape, key: str) -> Any:
        value = dict(shape.beside(())).get(key)
        if value is not None and self.given.get("type") == "object" and not isinstance(value, dict):
            shape.fault(key, f"{shown(value)} is not a JSON object")
            return None
        return value


@dataclass(frozen=True)
class Maybe:
    """A value, or null: of what is answered, where there may be nothing to say."""

    of: Part

    def schema(self) -> Schema:
        return {"anyOf": [self.of.schema(), {"type": "null"}]}

    def read(self, shape: Shape, key: str) -> Any:
        return self.of.read(shape, key)


@dataclass(frozen=True)
class Record:
    """An object with a name, of parts by their keys. What is `needed` has to be there; other keys are refused."""

    name: str
    says: str
    parts: Mapping[str, Part]
    needed: tuple[str, ...] = ()

    def schema(self) -> Schema:
        return {"$ref": f"#/components/schemas/{self.name}"}

    def whole(self) -> Schema:
        """The schema itself, which the other refers to."""
        found: Schema = {
            "type": "object",
            "description": self.says,
            "properties": {key: part.schema() for key, part in self.parts.items()},
            "additionalProperties": False,
        }
        return found | ({"required": list(self.needed)} if self.needed else {})

    def read(self, shape: Shape, key: str) -> dict[str, Any] | None:
        part = shape.part(key)
        return None if part is None else self.fields(part)

    def fields(self, shape: Shape) -> dict[str, Any]:
        """The values of an object, None for what is not there."""
        for key, _ in shape.beside(self.parts):
            shape.fault(key, "is not known here")
        for key in self.needed:
            shape.needed(key)
        return {key: part.read(shape, key) for key, part in self.parts.items()}


def answered(name: str, says: str, /, **parts: Part) -> Record:
    """The shape of what is answered, in which every key is always there."""
    return Record(name, says, parts, tuple(parts))
