"""Reading JSON as our documents come: one document, an array of them, or JSON Lines, each with its line.

JSON Lines are read as a stream. Numbers keep every digit, and a key given twice is kept for `shape` to name.
"""

import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import chain
from typing import Any, BinaryIO, NamedTuple

from onboarding.formats.shape import Refused, Twice

# JSON may write one half of a character without the other, which no file can hold: \\ud83d without \\ude00.
_HALF_A_CHARACTER = re.compile(r"\\u[dD][89a-fA-F]")


class Document(NamedTuple):
    """A document and where it stands: its line, and what it is known by where it has no id."""

    line: int
    place: str
    content: object


class Unreadable(NamedTuple):
    """A line, or a whole file, that is not JSON."""

    line: int
    fault: str


def read(stream: BinaryIO) -> Iterator[Document | Unreadable]:
    """Every document of a file, in order."""
    lines = enumerate(stream, start=1)
    head = [(number, line) for number, line in _until_text(lines)]
    if not head:
        yield Unreadable(1, "empty; a JSON document, an array of them, or JSON Lines is needed")
        return
    number, first = head[-1]
    if first.lstrip(b"\xef\xbb\xbf \t").startswith(b"["):
        yield from _array(head, lines)
        return
    try:
        parse(_text(first))
    except Refused:
        second = list(_until_text(lines))
        head += second
        if not second or not _is_object(second[-1][1]):
            yield from _single(head, lines, number)
            return
    for number, line in chain(head, lines):
        if line.strip(b"\xef\xbb\xbf \t\r\n"):
            yield _line(number, line)


def parse(text: str) -> Any:
    """One JSON value. Raises Refused where the text is not one."""
    try:
        try:
            content = _decode(text)
        except _GivenTwice:  # rare, so that only then every object is looked at closely
            content = _decode_twice(text)
        if _HALF_A_CHARACTER.search(text):
            json.dumps(content, ensure_ascii=False, default=str).encode()
        return content
    except json.JSONDecodeError as error:
        raise Refused([f"(document): not JSON: {error.msg} at line {error.lineno}, column {error.colno}"]) from error
    except RecursionError as error:
        raise Refused(["(document): not JSON that can be read: nested too deep"]) from error
    except UnicodeEncodeError as error:
        raise Refused(["(document): half a character (a lone surrogate) in a text"]) from error
    except ValueError as error:  # a whole number of more than 4,300 digits
        raise Refused([f"(document): not JSON that can be read: {error}"]) from error


class _GivenTwice(Exception):  # noqa: N818 - a signal, not an error
    """Some object has a key twice."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _GivenTwice
    return found


def _object_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    return Twice(pairs, keys_twice=tuple(key for key in dict.fromkeys(keys) if keys.count(key) > 1))


def _no_constant(name: str) -> None:
    raise json.JSONDecodeError(f"{name} is not a number", name, 0)


def _decoder(hook: Callable[[list[tuple[str, Any]]], dict[str, Any]]) -> Callable[[str], Any]:
    return json.JSONDecoder(object_pairs_hook=hook, parse_float=Decimal, parse_constant=_no_constant).decode


_decode, _decode_twice = _decoder(_object), _decoder(_object_twice)


def _until_text(lines: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    """Lines up to and with the first that is not blank."""
    for number, line in lines:
        yield number, line
        if line.strip(b"\xef\xbb\xbf \t\r\n"):
            return


def _text(line: bytes) -> str:
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused([f"(document): not UTF-8: {error.reason} at byte {error.start + 1}"]) from error


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(parse(_text(line)), dict)
    except Refused:
        return False


def _line(number: int, line: bytes) -> Document | Unreadable:
    try:
        return Document(number, str(number), parse(_text(line)))
    except Refused as refused:
        return Unreadable(number, str(refused))


def _whole(head: list[tuple[int, bytes]], lines: Iterator[tuple[int, bytes]]) -> bytes:
    return b"".join(line for _, line in chain(head, lines))


def _single(
    head: list[tuple[int, bytes]], lines: Iterator[tuple[int, bytes]], number: int
) -> Iterator[Document | Unreadable]:
    try:
        yield Document(number, str(number), parse(_text(_whole(head, lines))))
    except Refused as refused:
        yield Unreadable(number, str(refused))


def _array(head: list[tuple[int, bytes]], lines: Iterator[tuple[int, bytes]]) -> Iterator[Document | Unreadable]:
    """The documents of an array, each with the line on which it begins."""
    try:
        text = _text(_whole(head, lines))
        documents = parse(text)
    except Refused as refused:
        yield Unreadable(head[-1][0], str(refused))
        return
    for place, (line, document) in enumerate(zip(_lines_of(text), documents, strict=True), start=1):
        yield Document(line, str(place), document)


def _lines_of(text: str) -> Iterator[int]:
    """The line on which each value of an array, known to be well formed, begins."""
    decoder = json.JSONDecoder()
    at, line = text.index("[") + 1, 1 + text.count("\n", 0, text.index("["))
    while True:
        start = at
        while text[at] in " \t\r\n,":
            at += 1
        if text[at] == "]":
            return
        line += text.count("\n", start, at)
        yield line
        start = at
        _, at = decoder.raw_decode(text, at)
        line += text.count("\n", start, at)
