"""How the bytes of a packet lie, so that each of them belongs to a part that has a name and a hash.

    the body: every object but two, as qpdf writes them        hashed in the manifest, part by part
    the manifest, an attached file                             its hash stands in the signature's reason
    the signature                                              written here, so that a checker can write it again
    the table of objects, the trailer, the end                 hashed in the manifest, but for what depends on it

The signature covers all of it but its own digits. There is one revision, and nothing is compressed around objects, so
that a checker needs no reader of PDF. Here are bytes alone: neither pikepdf nor pyHanko.
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, NamedTuple

TYPE, VERSION = "evidence packet manifest", 1
MANIFEST = "manifest.json"
ROOM = 8192  # bytes for the signature: a key of 4096 bits and its certificates take some 6000
SPACE = 36  # characters for the numbers of /ByteRange
ENTRY = 20  # bytes of a line in the table of objects
NO_ENTRY = b"0" * 18 + b" \n"  # what is hashed in place of the two lines that depend on the manifest
OPENS = b"<< /Type /EmbeddedFile /Subtype /application#2fjson /Params << /ModDate ("
STREAM, STREAM_ENDS = b" >>\nstream\n", b"\nendstream\nendobj\n"
ENDS = f',"type":"{TYPE}","version":{VERSION}}}'.encode()


class LayoutError(Exception):
    """These bytes do not lie as those of a packet do."""


class Written(NamedTuple):
    """A file as qpdf wrote it: where each object begins, in order, and what stands between the table and its end."""

    starts: tuple[tuple[int, int], ...]  # number of the object, byte
    table_at: int
    trailer: bytes


class Hole(NamedTuple):
    """Where the signature's own digits stand, with the brackets around them."""

    start: int
    end: int


class Tail(NamedTuple):
    """The end of the file, after the manifest: the signature without its digits, and the table. `hole`: from here."""

    signature: bytes
    table: bytes
    hole: Hole

    @property
    def content(self) -> bytes:
        """All of it."""
        return self.signature + self.table


def canonical(manifest: Mapping[str, Any]) -> bytes:
    """The one way in which a manifest is written: keys in order, no blanks, UTF-8."""
    return json.dumps(manifest, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def moment(text: str) -> str:
    """An instant of ISO 8601 as PDF writes it, in UTC. Raises ValueError, also where it does not say its zone."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(f"{text} says no time zone")
    return f"{at.astimezone(UTC):D:%Y%m%d%H%M%SZ}"


def written(pdf: bytes) -> Written:
    """Where things lie in a file with a plain table of objects. Raises LayoutError."""
    end = re.search(rb"startxref\n(\d+)\n%%EOF\n$", pdf[-40:])
    head = re.compile(rb"xref\n0 (\d+)\n").match(pdf, int(end[1])) if end else None
    if not end or not head:
        raise LayoutError("no plain table of objects")
    count, at = int(head[1]), head.end()
    entries = [pdf[at + ENTRY * place : at + ENTRY * (place + 1)] for place in range(1, count)]
    starts = sorted((int(entry[:10]), number) for number, entry in enumerate(entries, start=1))
    trailer = pdf[at + ENTRY * count : -len(end[0])]
    return Written(tuple((number, start) for start, number in starts), int(end[1]), trailer)


def manifest_object(number: int, content: bytes, at: str) -> bytes:
    """The manifest as the attached file that it is."""
    opens = f"{number} 0 obj\n".encode() + OPENS + at.encode() + b") /Size %d >> /Length %d" % ((len(content),) * 2)
    return opens + STREAM + content + STREAM_ENDS


def tail(manifest: Mapping[str, Any], content: bytes, table: bytes, trailer: bytes) -> Tail:
    """The end of the file, written from what the manifest says. `content`: the manifest as it stands.

    `table`: the lines of the table of objects, in which the two that depend on the manifest are put right.
    """
    number, signature_number = manifest["objects"]["manifest"], manifest["objects"]["signature"]
    packet, starts = manifest["packet"], manifest["starts"]
    at = moment(packet["issued_at"])
    ends = starts + len(manifest_object(number, content, at))
    lines = bytearray(table)
    for which, start in ((number, starts), (signature_number, ends)):
        lines[ENTRY * which : ENTRY * (which + 1)] = b"%010d 00000 n \n" % start
    before, after = _signature(signature_number, at, reason(packet, content))
    table_at = ends + len(before) + SPACE + len(_CONTENTS) + 2 * ROOM + 2 + len(after)
    count = len(table) // ENTRY
    rest = b"xref\n0 %d\n" % count + bytes(lines) + trailer + b"startxref\n%d\n%%%%EOF\n" % table_at
    hole = Hole(len(before) + SPACE + len(_CONTENTS), len(before) + SPACE + len(_CONTENTS) + 2 * ROOM + 2)
    first, second = ends + hole.start, ends + hole.end
    ranges = b"[0 %d %d %d]" % (first, second, table_at + len(rest) - second)
    signature = before + ranges.ljust(SPACE) + _CONTENTS + b"<" + b"0" * 2 * ROOM + b">" + after
    return Tail(signature, rest, hole)


def reason(packet: Mapping[str, Any], content: bytes) -> str:
    """Why it was signed, as every reader of PDF shows it."""
    digest = sha256(content).hexdigest()
    return f"Evidence packet {packet['number']} of {packet['cohe']}. SHA-256 of its manifest: {digest}"


def hashed_table(manifest: Mapping[str, Any], table: bytes, trailer: bytes) -> str:
    """The hash of the table of objects and the trailer, without the two lines that depend on the manifest."""
    lines = bytearray(table)
    for which in manifest["objects"].values():
        lines[ENTRY * which : ENTRY * (which + 1)] = NO_ENTRY
    return sha256(bytes(lines) + trailer).hexdigest()


_CONTENTS = b" /Contents "


def _signature(number: int, at: str, why: str) -> tuple[bytes, bytes]:
    """The signature as an object, before the numbers of its range and after its digits."""
    before = f"{number} 0 obj\n<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M ({at}) /Reason <"
    change = "/Reference [ << /Type /SigRef /TransformMethod /DocMDP /TransformParams "
    change += "<< /Type /TransformParams /P 1 /V /1.2 >> >> ]"
    text = before + (b"\xfe\xff" + why.encode("utf-16-be")).hex() + f"> {change} /ByteRange "
    return text.encode(), b" >>\nendobj\n"
