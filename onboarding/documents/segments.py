"""What a picture's file is made of, part by part, so that nobody has to trust that nothing came with the pixels.

A JPEG is a row of segments, a PNG a row of chunks, a JPEG 2000 file a row of boxes. Every part is named, and only those
that the pixels need may be in what we keep.
"""

from collections.abc import Iterator
from typing import NamedTuple

BEGIN, END, SCAN, COMMENT, RESTARTS = 0xD8, 0xD9, 0xDA, 0xFE, range(0xD0, 0xD8)
# Of a JPEG: tables, frames and scans; of what programs add, only what says how colours were stored.
TABLES = {0xDB: "DQT", 0xC4: "DHT", 0xDD: "DRI", 0xCC: "DAC", 0xDC: "DNL", SCAN: "SOS", BEGIN: "SOI", END: "EOI"}
FRAMES = {mark: f"SOF{mark - 0xC0}" for mark in range(0xC0, 0xD0) if mark not in (0xC4, 0xC8, 0xCC)}
JFIF, ADOBE = b"JFIF\0", b"Adobe"
JFIF_LENGTH, ADOBE_LENGTH = 14, 12  # without a thumbnail, and without what may follow
NEEDED = frozenset({*TABLES.values(), *FRAMES.values(), "JFIF", "Adobe"})
PNG_SIGN, PNG_AROUND = b"\x89PNG\r\n\x1a\n", 12  # a chunk's length, name and sum
PNG_NEEDED = frozenset({"IHDR", "IDAT", "IEND"})
BOXES = frozenset({b"jP  ", b"ftyp", b"jp2h", b"jp2c"})
CODESTREAM, TILE, NOTE = (
    b"\xff\x4f\xff\x51",
    0x90,
    0x64,
)  # of JPEG 2000: how it begins, where its header ends, a comment
AFTER, LONG_JFIF, LONG_ADOBE = "what follows the end", "JFIF with a thumbnail", "Adobe with more"


class UnreadableError(ValueError):
    """The file is not made as its kind is: nobody can say what else is in it."""


class Segment(NamedTuple):
    """One part of a JPEG: what it is called, and all its bytes."""

    name: str
    data: bytes


def stray(data: bytes) -> set[str]:
    """The names of the parts that the pixels do not need. Raises UnreadableError."""
    if data.startswith(PNG_SIGN):
        return set(_chunks(data)) - PNG_NEEDED
    return {each.name for each in _segments(data)} - NEEDED


def bare_jpeg(data: bytes) -> bytes:
    """The JPEG with what the pixels need, each pixel as it was. Raises UnreadableError."""
    begin = data.find(bytes((0xFF, BEGIN, 0xFF)))
    if begin < 0:
        raise UnreadableError("it does not begin as a JPEG")
    return b"".join(each.data if each.name in NEEDED else _short(each) for each in _segments(data[begin:]))


def bare_jpeg_2000(data: bytes) -> bytes:
    """The JPEG 2000 picture with what the pixels need. Raises UnreadableError."""
    if data.startswith(CODESTREAM):
        return _without_notes(data)
    out = []
    for kind, content in _boxes(data):
        if kind in BOXES:
            kept = _without_notes(content) if kind == b"jp2c" else content
            out.append((len(kept) + 8).to_bytes(4, "big") + kind + kept)
    return b"".join(out)


def _chunks(data: bytes) -> Iterator[str]:
    place = len(PNG_SIGN)
    while place < len(data):
        name = data[place + 4 : place + 8].decode("latin-1")
        yield name
        place += int.from_bytes(data[place : place + 4], "big") + PNG_AROUND
        if name == "IEND" and place < len(data):
            yield AFTER
            return


def _segments(data: bytes) -> Iterator[Segment]:
    place = stop = 0
    while place < len(data):
        if data[place] != 0xFF:
            raise UnreadableError(f"no segment begins at byte {place}")
        while place + 1 < len(data) and data[place + 1] == 0xFF:  # any number of them may stand before a mark
            place += 1
        mark = data[place + 1] if place + 1 < len(data) else END
        stop = place + 2
        if mark not in (BEGIN, END) and mark not in RESTARTS:
            stop += int.from_bytes(data[stop : stop + 2], "big")
        if mark == SCAN:
            stop = _scanned(data, stop)
        yield Segment(_name(mark, data[place + 4 : stop]), data[place:stop])
        if mark == END:
            break
        if stop < place + 4 and mark != BEGIN and mark not in RESTARTS:
            raise UnreadableError(f"the segment at byte {place} has no length")
        place = stop
    if data[stop:]:
        yield Segment(AFTER, data[stop:])


def _scanned(data: bytes, place: int) -> int:
    """Where the pixels end that begin there: at the next mark that is none of theirs."""
    while (place := data.find(0xFF, place)) >= 0 and place + 1 < len(data):
        if data[place + 1] and data[place + 1] not in RESTARTS and data[place + 1] != 0xFF:
            return place
        place += 1 if data[place + 1] == 0xFF else 2
    return len(data)


def _name(mark: int, content: bytes) -> str:
    if mark == 0xE0 and content.startswith(JFIF):
        return "JFIF" if len(content) == JFIF_LENGTH else LONG_JFIF
    if mark == 0xEE and content.startswith(ADOBE):
        return "Adobe" if len(content) == ADOBE_LENGTH else LONG_ADOBE
    if mark == COMMENT:
        return "COM"
    return TABLES.get(mark) or FRAMES.get(mark) or (f"APP{mark - 0xE0}" if 0xE0 <= mark <= 0xEF else f"{mark:02X}")


def _short(segment: Segment) -> bytes:
    """What the pixels need of a segment that holds more: how colours were stored, or nothing."""
    content = segment.data[4:]
    if segment.name == LONG_JFIF and len(content) > JFIF_LENGTH:
        return b"\xff\xe0" + (JFIF_LENGTH + 2).to_bytes(2, "big") + content[: JFIF_LENGTH - 2] + b"\0\0"
    if segment.name == LONG_ADOBE and len(content) > ADOBE_LENGTH:
        return b"\xff\xee" + (ADOBE_LENGTH + 2).to_bytes(2, "big") + content[:ADOBE_LENGTH]
    return b""


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = 0
    while place + 8 <= len(data):
        length, kind, begins = int.from_bytes(data[place : place + 4], "big"), data[place + 4 : place + 8], 8
        if length == 1:
            length, begins = int.from_bytes(data[place + 8 : place + 16], "big"), 16
        length = length or len(data) - place
        if length < begins:
            raise UnreadableError(f"the box at byte {place} has no length")
        yield kind, data[place + begins : place + length]
        place += length


def _without_notes(codestream: bytes) -> bytes:
    """JPEG 2000's own row of segments, without the comments before the first tile."""
    if not codestream.startswith(CODESTREAM):
        raise UnreadableError("it does not begin as a JPEG 2000 picture")
    out, place = [codestream[:2]], 2
    while place + 4 <= len(codestream) and codestream[place + 1] != TILE:
        stop = place + 2 + int.from_bytes(codestream[place + 2 : place + 4], "big")
        if codestream[place] != 0xFF or stop < place + 4:
            raise UnreadableError(f"no segment begins at byte {place}")
        if codestream[place + 1] != NOTE:
            out.append(codestream[place:stop])
        place = stop
    return b"".join([*out, codestream[place:]])
