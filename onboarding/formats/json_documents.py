"""Reading JSON as our documents come: one document, an array of them, or JSON Lines, each with its line.

JSON Lines are read as a stream. Numbers keep every digit, and a key given twice is kept for `shape` to name.
"""

import codecs
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal, InvalidOperation
from itertools import chain, islice
from typing import Any, BinaryIO, NamedTuple

from onboarding.formats.faults import DOCUMENT, Refused, Twice
from onboarding.rules.faults import Fault


class Document(NamedTuple):
    """A document and where it stands: its line, and what it is known by where it has no id."""

    line: int
    place: str
    content: object


class Unreadable(NamedTuple):
    """A line, or a whole file, that is not JSON."""

    line: int
    fault: Fault


def read(stream: BinaryIO) -> Iterator[Document | Unreadable]:
    """Every document of a file, in order."""
    lines = _lines(stream)
    head = list(_until_text(lines))
    if not head or not head[-1].text.strip():
        yield Unreadable(1, Fault(DOCUMENT, "empty; a JSON document, an array of them, or JSON Lines is needed"))
    elif head[-1].text.lstrip().startswith(b"["):
        yield from _array(head, lines)
    elif _is_one_document(head, lines):
        first = next(line.number for line in head if line.text.strip())
        yield _document(first, _joined(head))
    else:
        for line in chain(head, lines):
            if line.text.strip():
                yield _document(line.number, line.text)


class _Line(NamedTuple):
    number: int
    text: bytes


def _lines(stream: BinaryIO) -> Iterator[_Line]:
    """The lines, from 1, without the mark that some editors put before the first."""
    for number, text in enumerate(stream, start=1):
        yield _Line(number, text.removeprefix(codecs.BOM_UTF8) if number == 1 else text)


def _until_text(lines: Iterator[_Line]) -> Iterator[_Line]:
    """Lines up to and with the first that is not blank."""
    for line in lines:
        yield line
        if line.text.strip():
            return


def _is_one_document(head: list[_Line], lines: Iterator[_Line]) -> bool:
    """Whether the file is one document over several lines, broken or not, all of which are then in `head`.

    A first line that is cut short begins one. Or it is a broken line of JSON Lines, if the next could be a line of its
    own: then what they come to together tells. That is looked at after 2, 4, 8, ... lines, so that neither a long
    document nor a long file of lines costs more than it must.
    """
    first = len(head) - 1
    if not _is_cut_short(head[first].text):
        return False
    head += _until_text(lines)
    if not (head[-1].text.startswith(b"{") or _is_json(head[-1].text)):
        head += lines
        return True
    look_at = len(head)
    while _is_cut_short(_joined(head[first:])):
        look_at *= 2
        more = list(islice(lines, look_at - len(head)))
        if not more:
            return True
        head += more
    return _is_json(_joined(head[first:])) and not any(line.text.strip() for line in _kept(head, lines))


def _joined(lines: Iterable[_Line]) -> bytes:
    return b"".join(line.text for line in lines)


def _kept(head: list[_Line], lines: Iterator[_Line]) -> Iterator[_Line]:
    """The lines that are left, each kept in `head` as it is read."""
    for line in lines:
        head.append(line)
        yield line


def _is_json(text: bytes) -> bool:
    try:
        parse(_text(text))
    except Refused:
        return False
    return True


def _is_cut_short(text: bytes) -> bool:
    """Whether JSON only ends too early: it may go on."""
    try:
        _decode(text.decode())
    except json.JSONDecodeError as error:
        return error.pos >= len(error.doc.rstrip())
    except (ValueError, RecursionError, _GivenTwice):
        return False
    return False


def parse(text: str) -> Any:
    """One JSON value. Raises Refused where the text is not one."""
    try:
        try:
            return _decode(text)
        except _GivenTwice:  # rare, so that only then every object is looked at closely
            return _decode_twice(text)
    except json.JSONDecodeError as error:
        raise Refused([Fault(DOCUMENT, f"not JSON: {_place(error)}")]) from error
    except RecursionError as error:
        raise Refused([Fault(DOCUMENT, "not JSON that can be read: nested too deep")]) from error


def _place(error: json.JSONDecodeError) -> str:
    """Where the text stops being JSON, in our words: the library's are for programmers."""
    if error.pos >= len(error.doc.rstrip()):
        return "it ends too early"
    return f"it cannot be read from line {error.lineno}, column {error.colno} on"


class _GivenTwice(Exception):  # noqa: N818 - a signal, not an error
    """Some object has a key twice."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _GivenTwice
    return found


def _object_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    times = Counter(key for key, _ in pairs)
    return Twice(pairs, keys_twice=tuple(key for key in times if times[key] > 1))


def _number(text: str) -> Decimal:
    """Every digit kept; a number past what Decimal can hold is infinite, which no key accepts."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal("Infinity")


def _whole(text: str) -> int | Decimal:
    """A whole number of more digits than Python reads at once is as good as infinite."""
    return int(text) if len(text) <= sys.int_info.default_max_str_digits else Decimal("Infinity")


def _no_constant(name: str) -> None:
    raise json.JSONDecodeError(f"{name} is not a number", name, 0)


def _decoder(hook: Callable[[list[tuple[str, Any]]], dict[str, Any]]) -> Callable[[str], Any]:
    return json.JSONDecoder(
        object_pairs_hook=hook, parse_float=_number, parse_int=_whole, parse_constant=_no_constant
    ).decode


_decode, _decode_twice = _decoder(_object), _decoder(_object_twice)


def _text(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError as error:
        raise Refused([Fault(DOCUMENT, f"not UTF-8: {error.reason} at byte {error.start + 1}")]) from error


def _document(number: int, text: bytes) -> Document | Unreadable:
    try:
        return Document(number, str(number), parse(_text(text)))
    except Refused as refused:
        return Unreadable(number, refused.faults[0])


def _array(head: list[_Line], lines: Iterator[_Line]) -> Iterator[Document | Unreadable]:
    """The documents of an array, each with the line on which it begins."""
    try:
        text = _text(_joined(chain(head, lines)))
        documents = parse(text)
    except Refused as refused:
        yield Unreadable(head[-1].number, refused.faults[0])
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
