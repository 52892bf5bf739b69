"""Sealing a packet: what it carries inside, the manifest of all its parts, and the signature.

Nothing of the file changes after it: whatever else is to be in a packet is in it before. What is signed and why is in
decision 0056.
"""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from io import BytesIO
from typing import Any

import pikepdf

from onboarding.packets import layout
from onboarding.packets.contents import Contents, attached
from onboarding.packets.layout import Hole, Tail, Written
from onboarding.packets.owners import named, owners
from onboarding.packets.part import Part
from onboarding.packets.signature import Signer, signed

FIELD = "Signature of the packet"
SAYS = "Digital signature of the COHE. It covers the whole file."
# As each object is written out by itself, a checker needs no reader of PDF; what is packed already stays so.
PLAIN = {
    "object_stream_mode": pikepdf.ObjectStreamMode.disable,
    "stream_decode_level": pikepdf.StreamDecodeLevel.none,
    "compress_streams": False,
    "deterministic_id": True,
}


def sealed(pdf: bytes, packet: Mapping[str, Any], parts: Sequence[Part], signer: Signer) -> bytes:
    """The packet, signed: certified, with no change allowed. Raises SigningError where the signature has no room."""
    ready, hole = prepared(pdf, packet, parts)
    before, after = ready[: hole.start], ready[hole.end :]
    digits = signed(signer, sha256(before + after).digest()).hex().encode()
    return b"".join([before, b"<", digits.ljust(2 * layout.ROOM, b"0"), b">", after])


def prepared(pdf: bytes, packet: Mapping[str, Any], parts: Sequence[Part]) -> tuple[bytes, Hole]:
    """The packet but for the digits of its signature, and where they go: of the same input the same bytes.

    `packet`: what it is, as JSON has it; `number`, `cohe` and `issued_at` (ISO 8601) must be there. `pdf` is one that
    `render` made, or that was put together from such. Raises ValueError where it carries files already, or a name is
    taken twice.
    """
    names = [layout.MANIFEST, *(part.name for part in parts)]
    if len({*names}) < len(names):
        raise ValueError(f"two parts of one name: {names}")
    with pikepdf.open(BytesIO(pdf)) as document:
        if attached(document):
            raise ValueError("the file carries files already")
        _attach(document, layout.moment(packet["issued_at"]), parts)
        _add_field(document)
        into = BytesIO()
        document.save(into, **PLAIN)
    return _laid_out(into.getvalue(), packet, parts)


def _laid_out(plain: bytes, packet: Mapping[str, Any], parts: Sequence[Part]) -> tuple[bytes, Hole]:
    """The file with its manifest and its signature at the end, and the table of where each object is."""
    found = layout.written(plain)
    with pikepdf.open(BytesIO(plain)) as document:
        names = owners(document, parts, plain, found)
        contents = Contents(document)
        manifest: dict[str, Any] = {
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
        streams = [held.EF.F.objgen[0] for held in attached(document)[1:]]
    body, table, ranges = _body(plain, found, set(manifest["objects"].values()), names)
    manifest["files"] = [
        {"part": called, **_described(part, body, table, number)}
        for called, part, number in zip(named(parts), parts, streams, strict=True)
    ]
    manifest["starts"], manifest["entries"] = len(body), len(table) // layout.ENTRY
    manifest["parts"] = [
        {
            "name": name,
            "ranges": spans,
            "sha256": sha256(b"".join(body[at : at + long] for at, long in spans)).hexdigest(),
        }
        for name, spans in ranges.items()
    ]
    manifest["table"] = layout.hashed_table(manifest, table, found.trailer)
    manifest["trailer"] = len(found.trailer)
    content = layout.canonical(manifest)
    tail: Tail = layout.tail(manifest, content, table, found.trailer)
    head = body + layout.manifest_object(manifest["objects"]["manifest"], content, layout.moment(packet["issued_at"]))
    return head + tail.content, Hole(len(head) + tail.hole.start, len(head) + tail.hole.end)


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
    pieces, ranges, at = [plain[:first]], {"beginning of the file": [(0, first)]}, first
    table = bytearray(b"0000000000 65535 f \n" + layout.NO_ENTRY * len(found.starts))
    for (number, start), end in zip(found.starts, ends, strict=True):
        if number in left_out:
            continue
        pieces.append(plain[start:end])
        table[layout.ENTRY * number : layout.ENTRY * (number + 1)] = b"%010d 00000 n \n" % at
        _add(ranges.setdefault(names[number], []), at, end - start)
        at += end - start
    return b"".join(pieces), bytes(table), ranges


def _add(spans: list[tuple[int, int]], at: int, long: int) -> None:
    """One more stretch of bytes, joined to the last where it follows it."""
    if spans and sum(spans[-1]) == at:
        at, long = spans[-1][0], spans.pop()[1] + long
    spans.append((at, long))


def _attach(document: pikepdf.Pdf, at: str, parts: Sequence[Part]) -> None:
    """Put the files in, the manifest as an empty one before them: it is written when all the others are."""
    manifest = Part(layout.MANIFEST, "SHA-256 of each part of this packet", "application/json", b"", "Data")
    held = [document.make_indirect(_file(document, at, part)) for part in (manifest, *parts)]
    names = [name for place, each in enumerate(held) for name in (pikepdf.String(f"{place:05}"), each)]
    root = document.Root
    if "/Names" not in root:
        root.Names = pikepdf.Dictionary()
    root.Names.EmbeddedFiles = pikepdf.Dictionary(Names=pikepdf.Array(names))
    root.AF = pikepdf.Array(held)


def _file(document: pikepdf.Pdf, at: str, part: Part) -> pikepdf.Dictionary:
    stream = pikepdf.Stream(document, part.content)
    stream.Type, stream.Subtype = pikepdf.Name.EmbeddedFile, pikepdf.Name(f"/{part.media_type}")
    stream.Params = pikepdf.Dictionary(Size=len(part.content), ModDate=pikepdf.String(at))
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Filespec,
        F=pikepdf.String(part.name),
        UF=pikepdf.String(part.name),
        Desc=pikepdf.String(part.title),
        AFRelationship=pikepdf.Name(f"/{part.relationship}"),
        EF=pikepdf.Dictionary(F=stream, UF=stream),
    )


def _add_field(document: pikepdf.Pdf) -> None:
    """The field of the signature: on the first page, tagged, and without a picture."""
    root, page = document.Root, document.pages[0].obj
    signature = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Sig))  # written once all the rest is
    field = document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Sig,
            T=pikepdf.String(FIELD),
            TU=pikepdf.String(SAYS),
            Rect=pikepdf.Array([0, 0, 0, 0]),
            F=132,  # printed, and locked
            P=page,
            V=signature,
        )
    )
    page.Annots = pikepdf.Array([*page.get("/Annots", ()), field])
    page.Tabs = pikepdf.Name.S
    root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]), SigFlags=3)
    root.Perms = pikepdf.Dictionary(DocMDP=signature)
    _tag(document, field, page)


def _tag(document: pikepdf.Pdf, field: pikepdf.Object, page: pikepdf.Object) -> None:
    """Put the field into what is read aloud, as the last of it."""
    tree = document.Root.StructTreeRoot
    above = next(iter(_listed(tree.K)))
    reference = pikepdf.Dictionary(Type=pikepdf.Name.OBJR, Obj=field, Pg=page)
    form = document.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.Form, P=above, Pg=page, K=reference, Alt=SAYS)
    )
    above.K = pikepdf.Array([*_listed(above.get("/K", pikepdf.Array())), form])
    numbers = pikepdf.NumberTree(tree.ParentTree)
    field.StructParent = max(numbers, default=-1) + 1
    numbers[field.StructParent] = form
    tree.ParentTreeNextKey = field.StructParent + 1


def _listed(kids: Any) -> Iterator[Any]:
    if isinstance(kids, pikepdf.Array):
        yield from kids
    else:
        yield kids
