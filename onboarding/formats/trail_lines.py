"""Reading a line of an exported trail: only in the one canonical way of writing it.

So no two readers can read it differently: no key twice, no -0, no fraction, no NaN, no byte-order mark, no letter
written in another way than the exporter writes it, nothing before or after.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from onboarding.formats.trail import canonical

LONGEST = 1_000_000  # bytes; an entry's details are few
INSTANT = re.compile(r"[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]\.[0-9]{6}Z")

HEADER = {"type": str, "format": int, "chain": str, "organisation": str, "exported_at": str, "keys": list}
ENTRY = {"type": str, "number": int, "at": str, "actor": str, "action": str, "subject": str, "commitment": str,
         "previous": str, "hash": str}  # fmt: skip
WITH_DETAILS = ENTRY | {"salt": str, "body": dict}
ERASED = ENTRY | {"erased": bool}
CHECKPOINT = {"type": str, "chain": str, "number": int, "head": str, "at": str, "key": str, "signature": str}
TRAILER = {"type": str, "entries": int, "head": str, "checkpoint": dict, "digest": str, "signature": str}


class Tampering(Exception):  # noqa: N818 - what was found, not an error of ours
    """The first thing that is wrong, with where."""


class NoExport(Tampering):
    """What was given is no export, or no checkpoint, at all."""


def lines_of(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of a file, none longer than a line can be; what is longer comes in pieces, which are refused."""
    while line := stream.readline(LONGEST + 1):
        yield line


def parsed(line: bytes, number: int) -> dict[str, Any]:
    """The object on a line. Raises Tampering for anything but an object written canonically."""
    if not line.endswith(b"\n"):
        what = "is too long" if len(line) > LONGEST else "the file ends in the middle of it: it was cut short"
        raise Tampering(f"line {number}: {what}")
    try:
        value = json.loads(line.decode("ascii"), parse_float=_refuse, parse_constant=_refuse)
        same = isinstance(value, dict) and canonical(value) + b"\n" == line
    except (ValueError, RecursionError) as error:
        raise Tampering(f"line {number}: is not a line of an export") from error
    if not isinstance(value, dict):
        raise Tampering(f"line {number}: is not a line of an export")
    if not same:
        raise Tampering(f"line {number}: could be read in more than one way: it is not written canonically")
    return value


def shaped(line: Any, kind: str, shape: Mapping[str, type], where: str) -> dict[str, Any]:
    """The line, if it has these keys and no other, each of its type. Raises Tampering."""
    right = isinstance(line, dict) and line.get("type") == kind and line.keys() == shape.keys()
    if not right or not all(type(line[key]) is of for key, of in shape.items()):
        raise Tampering(f"{where}: is not a whole {kind}")
    if "at" in shape and not INSTANT.fullmatch(line["at"]):
        raise Tampering(f"{where}: {line['at']!r} is no instant as the trail writes it")
    found: dict[str, Any] = line
    return found


def _refuse(text: str) -> Any:
    raise ValueError(text)
