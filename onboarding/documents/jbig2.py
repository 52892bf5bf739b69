"""A JBIG2 picture as it lies in a PDF: a row of segments, of which those that the pixels need are known by number.

The numbers, and how a segment begins, are those of ITU-T T.88, 7.2 and 7.3.
"""

from collections.abc import Iterator
from typing import NamedTuple

from onboarding.documents.segments import UnreadableError

SYMBOLS, TEXT, PATTERNS, HALFTONE, REGION, REFINEMENT = 0, (4, 6, 7), 16, (20, 22, 23), (36, 38, 39), (40, 42, 43)
PAGE, STRIPE_ENDS, TABLES = 48, 50, 53
NEEDED = frozenset({SYMBOLS, *TEXT, PATTERNS, *HALFTONE, *REGION, *REFINEMENT, PAGE, STRIPE_ENDS, TABLES})
PAGE_ENDS, FILE_ENDS, PROFILES, NOTE = 49, 51, 52, 62
NEEDLESS = frozenset({PAGE_ENDS, FILE_ENDS, PROFILES, NOTE})  # a PDF has no use for the ends of pages and files
UNTOLD = 0xFFFFFFFF  # the length of a region that was not known when it was begun; only such a region may say so
ENDLESS = 38
OF_REGION, ROWS = 18, 4  # bytes before the pixels of a region, and after the mark at their end
MANY = 7  # references that do not fit into the first byte
FEWEST = 11  # bytes of a segment's head


class Segment(NamedTuple):
    """One part of the picture: its kind, and all its bytes."""

    kind: int
    data: bytes


def bare(data: bytes) -> bytes:
    """The segments that the pixels need, each as it was. Raises UnreadableError."""
    return b"".join(each.data for each in segments(data) if each.kind in NEEDED)


def segments(data: bytes) -> Iterator[Segment]:
    """Every segment in its order, to the end of the page. Raises UnreadableError for one of a kind nobody knows."""
    place = 0
    while place < len(data):
        begins, kind, length = _head(data, place)
        if kind not in NEEDED | NEEDLESS:
            raise UnreadableError(f"a segment of kind {kind} at byte {place}")
        if length == UNTOLD and kind == ENDLESS:
            length = _until_its_mark(data, begins) - begins
        if begins + length > len(data):
            raise UnreadableError(f"the segment at byte {place} is cut off")
        yield Segment(kind, data[place : begins + length])
        place = begins + length


def _head(data: bytes, place: int) -> tuple[int, int, int]:
    """Where the segment's content begins, of what kind it is, and how long the content is."""
    if place + FEWEST > len(data):
        raise UnreadableError(f"the segment at byte {place} is cut off")
    number, flags, count = int.from_bytes(data[place : place + 4], "big"), data[place + 4], data[place + 5] >> 5
    at = place + 6
    if count == MANY:
        count = int.from_bytes(data[place + 5 : place + 9], "big") & 0x1FFFFFFF
        at = place + 9 + (count + 8) // 8  # a bit for each, and one for itself
    at += count * (1 if number <= 0x100 else 2 if number <= 0x10000 else 4)
    at += 4 if flags & 0x40 else 1  # the page it is of
    return at + 4, flags & 0x3F, int.from_bytes(data[at : at + 4], "big")


def _until_its_mark(data: bytes, begins: int) -> int:
    """Where a region ends that did not say how long it is: after the mark, and the number of its rows."""
    mark = (
        b"\0\0"
        if data[begins + OF_REGION - 1 : begins + OF_REGION] and data[begins + OF_REGION - 1] & 1
        else b"\xff\xac"
    )
    found = data.find(mark, begins + OF_REGION)
    if found < 0:
        raise UnreadableError(f"the region at byte {begins} does not end")
    return found + len(mark) + ROWS
