"""What is wrong with a document, and how its values are shown: short, on one line."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from onboarding.rules.faults import Fault

DOCUMENT = "(document)"  # the path of what is wrong with all of it
LONGEST_SHOWN = 60


class Twice(dict[str, Any]):
    """A JSON object of a document in which some key is given twice, here or elsewhere: `keys_twice` are those here."""

    def __init__(self, pairs: Iterable[tuple[str, Any]], keys_twice: tuple[str, ...] = ()) -> None:
        super().__init__(pairs)
        self.keys_twice = keys_twice


class Refused(Exception):  # noqa: N818 - it is what happened to the document, not an error of ours
    """A document does not fit its shape; `faults` are in the order of the document."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(map(str, self.faults)))


def shown(value: object) -> str:
    """A value as a message may show it: short, on one line, and nothing in it that a terminal obeys."""
    if isinstance(value, int) and abs(value) >= 10**LONGEST_SHOWN:
        return "a number"  # too long even to be written
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    text = str(value) if isinstance(value, Decimal) else repr(value)
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 3]}..."


def name(key: str) -> str:
    """A key as a path may show it: as it is, unless it would break the line or the path."""
    return key if key.isprintable() else ascii(key[:LONGEST_SHOWN])


def keys_given_twice(document: object) -> list[Fault]:
    """A fault for each key given twice, anywhere. Walks without recursion: a document may be nested very deep."""
    faults: list[Fault] = []
    ahead: list[tuple[object, str]] = [(document, "")]
    while ahead:
        value, path = ahead.pop()
        if isinstance(value, Twice):
            faults += [Fault(joined(path, key), "given twice") for key in value.keys_twice]
        if isinstance(value, dict):
            ahead += [(part, joined(path, key)) for key, part in value.items() if isinstance(part, dict | list)]
        elif isinstance(value, list):
            ahead += [(part, f"{path}[{place}]") for place, part in enumerate(value) if isinstance(part, dict | list)]
    return faults


def joined(path: str, key: str) -> str:
    return f"{path}.{name(key)}" if path else name(key)
