"""Sealing a packet: what it carries inside, the manifest of all its parts, and the signature.

Nothing of the file changes after it: whatever else is to be in a packet is in it before. What is signed and why is in
decision 0056.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from io import BytesIO
from typing import Any

import pikepdf

from onboarding.packets import layout
from onboarding.packets.contents import Contents, attached
from onboarding.packets.inside import add_field, attach
from onboarding.packets.layout import Hole, Tail, Written
from onboarding.packets.owners import named, owners
from onboarding.packets.part import Part
from onboarding.packets.signature import Signer, signed

# As each object is written out by itself, a checker needs no reader of PDF; what is packed already stays so.
PLAIN = {
    "object_stream_mode": pikepdf.ObjectStreamMode.disable,
    "stream_decode_level": pikepdf.StreamDecodeLevel.none,
    "compress_streams": False,
    "deterministic_id": True,
}


def sealed(pdf: bytes, packet: Mapping[str, Any], parts: Sequence[Part], signer: Signer) -> bytes:
    """The packet, signed: certified, with no change allowed. Raises SigningError where the signature has no room.

    Exhibits are large: no more than two copies of the file are in memory at one time, if the caller keeps none.
    """
    plain = [_carrying(pdf, packet, parts)]
    del pdf
    ready, hole = _laid_out(plain.pop(), packet, parts)
    digest, view = sha256(), memoryview(ready)
    for piece in (view[: hole.start], view[hole.end :]):
        digest.update(piece)
    digits = signed(signer, digest.digest()).hex().encode().ljust(2 * layout.ROOM, b"0")
    return b"".join([view[: hole.start], b"<", digits, b">", view[hole.end :]])


def prepared(pdf: bytes, packet: Mapping[str, Any], parts: Sequence[Part]) -> tuple[bytes, Hole]:
    """The packet but for the digits of its signature, and where they go: of the same input the same bytes.

    `packet`: what it is, as JSON has it; `number`, `cohe` and `issued_at` (ISO 8601) must be there. `pdf` is one that
    `render` made, or that was put together from such. Raises ValueError where it carries files already, or a name is
    taken twice.
    """
    return _laid_out(_carrying(pdf, packet, parts), packet, parts)


def _carrying(pdf: bytes, packet: Mapping[str, Any], parts: Sequence[Part]) -> bytes:
    """The file with the others inside and the field of the signature."""
    names = [layout.MANIFEST, *(part.name for part in parts)]
    if len({*names}) < len(names):
        raise ValueError(f"two parts of one name: {names}")
    with pikepdf.open(BytesIO(pdf)) as document:
        if attached(document):
            raise ValueError("the file carries files already")
        attach(document, layout.moment(packet["issued_at"]), parts)
        add_field(document)
        into = BytesIO()
        document.save(into, **PLAIN)
    return into.getvalue()


def _laid_out(plain: bytes, packet: Mapping[str, Any], parts: Sequence[Part]) -> tuple[bytes, Hole]:
    """The file with its manifest and its signature at the end, and the table of where each object is."""
    found = layout.written(plain)
    with pikepdf.open(BytesIO(plain)) as document:
        names = owners(document, parts, plain, found)
        manifest = _told(document, packet)
        streams = [held.EF.F.objgen[0] for held in attached(document)[1:]]
    del document  # closed, it would still hold the file that it was read from
    body, table, ranges = _body(plain, found, set(manifest["objects"].values()), names)
    del plain
    manifest |= {
        "files": [
            {"part": called, **_described(part, body, table, number)}
            for called, part, number in zip(named(parts), parts, streams, strict=True)
        ],
        "parts": [{"name": name, "ranges": spans, "sha256": _hash(body, spans)} for name, spans in ranges.items()],
        "starts": len(body),
        "entries": len(table) // layout.ENTRY,
        "table": layout.hashed_table(manifest, table, found.trailer),
        "trailer": len(found.trailer),
    }
    return _ended(body, manifest, table, found.trailer)


def _told(document: pikepdf.Pdf, packet: Mapping[str, Any]) -> dict[str, Any]:
    """What the manifest says that does not depend on where things lie."""
    contents = Contents(document)
    return {
        "type": layout.TYPE,
        "version": layout.VERSION,
        "packet": dict(packet),
        "pages": contents.pages(),
        "outline": contents.outline(),
        "metadata": contents.metadata(),
        "objects": {
            "manifest": attached(document)[0].EF.F.objgen[0],
            "signature": document.Root.AcroForm.Fields[0].V.objgen[0],
        },
    }


def _ended(body: bytes, manifest: Mapping[str, Any], table: bytes, trailer: bytes) -> tuple[bytes, Hole]:
    """The body with the manifest and what follows from it, and where in all of it the digits go."""
    content = layout.canonical(manifest)
    tail: Tail = layout.tail(manifest, content, table, trailer)
    at = layout.moment(manifest["packet"]["issued_at"])
    itself = layout.manifest_object(manifest["objects"]["manifest"], content, at)
    begins = len(body) + len(itself)
    return b"".join([body, itself, tail.content]), Hole(begins + tail.hole.start, begins + tail.hole.end)


def _described(part: Part, body: bytes, table: bytes, number: int) -> dict[str, Any]:
    """What the manifest says of a file. `at`: where it begins, as it is, so that it can be cut out without a reader."""
    digest = sha256(part.content).hexdigest()
    start = int(table[layout.ENTRY * number :][:10])
    return {
        "name": part.name,
        "at": body.index(b"stream\n", start) + len(b"stream\n"),
        "title": part.title,
        "relationship": part.relationship,
        "media_type": part.media_type,
        "size": len(part.content),
        "sha256": digest,
    }


def _body(
    plain: bytes, found: Written, left_out: set[int], names: Mapping[int, str]
) -> tuple[bytes, bytes, dict[str, list[tuple[int, int]]]]:
    """Every object but those left out, the table of where they are now, and what of it belongs to which part."""
    ends = [*(start for _, start in found.starts[1:]), found.table_at]
    first = found.starts[0][1]
    view = memoryview(plain)
    pieces, ranges, at = [view[:first]], {"beginning of the file": [(0, first)]}, first
    table = bytearray(b"0000000000 65535 f \n" + layout.NO_ENTRY * len(found.starts))
    for (number, start), end in zip(found.starts, ends, strict=True):
        if number in left_out:
            continue
        pieces.append(view[start:end])
        table[layout.ENTRY * number : layout.ENTRY * (number + 1)] = b"%010d 00000 n \n" % at
        _add(ranges.setdefault(names[number], []), at, end - start)
        at += end - start
    return b"".join(pieces), bytes(table), ranges


def _hash(body: bytes, spans: list[tuple[int, int]]) -> str:
    digest, view = sha256(), memoryview(body)
    for at, long in spans:
        digest.update(view[at : at + long])
    return digest.hexdigest()


def _add(spans: list[tuple[int, int]], at: int, long: int) -> None:
    """One more stretch of bytes, joined to the last where it follows it."""
    if spans and sum(spans[-1]) == at:
        at, long = spans[-1][0], spans.pop()[1] + long
    spans.append((at, long))
