"""What is wrong with a document, and how it is said: by its path, short, on one line."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

LONGEST_SHOWN = 60


class Twice(dict[str, Any]):
    """A JSON object of a document in which some key is given twice, here or elsewhere: `keys_twice` are those here."""

    def __init__(self, pairs: Iterable[tuple[str, Any]], keys_twice: tuple[str, ...] = ()) -> None:
        super().__init__(pairs)
        self.keys_twice = keys_twice


class Refused(Exception):  # noqa: N818 - it is what happened to the document, not an error of ours
    """A document does not fit its shape; `faults` are `path: what is wrong`, in the order of the document."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(self.faults))


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


def keys_given_twice(document: object) -> list[str]:
    """A fault for each key given twice, anywhere. Walks without recursion: a document may be nested very deep."""
    faults: list[str] = []
    ahead: list[tuple[object, str]] = [(document, "")]
    while ahead:
        value, path = ahead.pop()
        if isinstance(value, Twice):
            faults += [f"{joined(path, key)}: given twice" for key in value.keys_twice]
        if isinstance(value, dict):
            ahead += [(part, joined(path, key)) for key, part in value.items() if isinstance(part, dict | list)]
        elif isinstance(value, list):
            ahead += [(part, f"{path}[{place}]") for place, part in enumerate(value) if isinstance(part, dict | list)]
    return faults


def joined(path: str, key: str) -> str:
    return f"{path}.{name(key)}" if path else name(key)
