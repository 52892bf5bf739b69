"""The bytes of a packet against its manifest: which part a difference lies in. No reader of PDF takes part."""

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from itertools import pairwise
from typing import Any, NamedTuple

from onboarding.packets import layout
from onboarding.packets.layout import Hole, Tail
from onboarding.rules.wording import count

MANIFEST, SIGNATURE, END = "manifest", "signature", "table of objects"
ADDED = "after the signature"
OTHERWISE = "is not what was issued"
OTHER_DIGITS = "its digits are written otherwise than a packet's are"
NEAR = 4096  # bytes on each side of where something should begin
MOST_TRIED = 20  # places at which a manifest may stand: a packet may hold packets


class Fault(NamedTuple):
    """What is wrong, and with which part."""

    part: str
    says: str


class Place(NamedTuple):
    """Where a manifest was found: its text, and what is in it, if it can be read."""

    start: int
    content: bytes
    manifest: Mapping[str, Any] | None


class Compared(NamedTuple):
    """What the comparison found. `end`: where the packet ends by its manifest; `cms`: the digits of its signature."""

    manifest: Mapping[str, Any] | None
    faults: list[Fault]
    end: int
    cms: bytes


def compared(pdf: bytes) -> Compared | None:
    """The bytes against the manifest in them; None where there is none, or it was written anew with the file."""
    place = _place(pdf)
    if place is None:
        return None
    try:
        if place.manifest is None:
            raise ValueError("no JSON")
        return _compared(pdf, place, place.manifest)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, OverflowError, RecursionError):
        return Compared(None, [Fault(MANIFEST, "cannot be read as a manifest")], len(pdf), b"")


def _place(pdf: bytes) -> Place | None:
    """The last manifest that can be read; else where one begins or ends that cannot."""
    tried = list(_places(pdf))
    return next((each for each in tried if each.manifest is not None), tried[0] if tried else None)


def _places(pdf: bytes) -> Iterator[Place]:
    """From the end: where its object begins, or its text ends, since one of them may have been changed."""
    before = len(pdf)
    for _ in range(MOST_TRIED):
        opens, ends = pdf.rfind(layout.OPENS, 0, before), pdf.rfind(layout.ENDS, 0, before)
        if opens < 0 and ends < 0:
            return
        if opens >= 0:
            start = pdf.find(layout.STREAM, opens) + len(layout.STREAM)
            end = pdf.find(layout.STREAM_ENDS, start)
            yield read(pdf, start, end if end >= 0 else len(pdf))
        if ends >= 0:
            start = pdf.rfind(b"stream\n", 0, ends) + len(b"stream\n")
            yield read(pdf, start, ends + len(layout.ENDS))
        before = max(opens, ends)


def read(pdf: bytes, start: int, end: int) -> Place:
    """The manifest between these bytes, if it is one."""
    content = pdf[start:end]
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        said = None
    ours = isinstance(said, dict) and said.get("type") == layout.TYPE and said.get("version") == layout.VERSION
    return Place(start, content, said if ours else None)


def _compared(pdf: bytes, place: Place, manifest: Mapping[str, Any]) -> Compared:
    at = layout.moment(manifest["packet"]["issued_at"])
    itself = layout.manifest_object(manifest["objects"]["manifest"], place.content, at)
    start = place.start - itself.index(layout.STREAM) - len(layout.STREAM)
    faults = list(_body(pdf, manifest, start))
    written = pdf[max(start, 0) : start + len(itself)] == itself and layout.canonical(manifest) == place.content
    if not written:
        faults.append(Fault(MANIFEST, "is written otherwise than it was"))
    after = _found(pdf, f"{manifest['objects']['signature']} 0 obj\n<< /Type /Sig".encode(), start + len(itself))
    tail, wrong, end = _tail(pdf, manifest, place.content, after)
    hole = Hole(after + tail.hole.start, after + tail.hole.end)
    told = sha256(place.content).hexdigest().encode("utf-16-be").hex().encode() in pdf[after : hole.start]
    named = {fault.part for fault in wrong}
    if SIGNATURE in named and not told and not _signed(pdf, itself + tail.content, start, hole):
        wrong = [Fault(MANIFEST, "is not the one that was signed")]  # which is what the signature says otherwise
    if len(pdf) > end:
        wrong.append(
            Fault(ADDED, f"{count(len(pdf) - end, 'byte was', 'bytes were')} added to the file after it was signed")
        )
    digits = pdf[hole.start + 1 : hole.end - 1]
    cms = _digits(digits)
    if cms is None or pdf[hole.start : hole.start + 1] + pdf[hole.end - 1 : hole.end] != b"<>":
        wrong.append(Fault(SIGNATURE, OTHER_DIGITS))
    return Compared(manifest, [*faults, *wrong], end, cms or b"")


def _body(pdf: bytes, manifest: Mapping[str, Any], start: int) -> Iterator[Fault]:
    """The parts that differ. Where bytes were put in or taken out, what follows is looked for as far on."""
    moved = start - manifest["starts"]
    spans = sorted((at, at + long) for part in manifest["parts"] for at, long in part["ranges"])
    if [0, *(end for _, end in spans)] != [*(at for at, _ in spans), manifest["starts"]]:
        yield Fault(MANIFEST, "does not cover the whole file")
    wrong, moves = set[str](), list[tuple[int, str]]()
    for part in manifest["parts"]:
        ranges, name = part["ranges"], part["name"]
        tries = range(len(ranges), -1 if moved else len(ranges) - 1, -1)
        kept = next((each for each in tries if _hash(pdf, ranges, each, moved) == part["sha256"]), None)
        if kept is None:
            wrong.add(name)
            yield Fault(name, OTHERWISE)
        elif kept < len(ranges):
            moves.append((ranges[kept][0], name))
    if moved and not wrong:  # just between two parts
        yield Fault(min(moves, default=(0, MANIFEST))[1], "bytes were put in or taken out before it")
    for held in manifest["files"]:
        if held["part"] not in wrong and not any(
            _hash(pdf, [(held["at"] + by, held["size"])], 1, 0) == held["sha256"] for by in {0, moved}
        ):
            yield Fault(held["part"], OTHERWISE)


def _hash(pdf: bytes, ranges: list[tuple[int, int]], kept: int, moved: int) -> str:
    """Of these stretches, the first `kept` of them where they were, and the others moved on."""
    digest, view = sha256(), memoryview(pdf)
    for place, (at, long) in enumerate(ranges):
        begins = at if at == 0 or place < kept else at + moved
        digest.update(view[begins : begins + long] if begins >= 0 and long >= 0 else b"")
    return digest.hexdigest()


def _tail(pdf: bytes, manifest: Mapping[str, Any], content: bytes, after: int) -> tuple[Tail, list[Fault], int]:
    """What should follow the manifest, written with the table that is there; what is otherwise; and where it ends."""
    entries, trailer = manifest["entries"], manifest["trailer"]
    if not 0 < entries <= len(pdf) or not 0 < trailer <= len(pdf):
        raise ValueError("more than the file has")
    likely = layout.tail(manifest, content, bytes(layout.ENTRY * entries), bytes(trailer))
    heading = b"xref\n0 %d\n" % entries
    at = _found(pdf, heading, after + len(likely.signature))
    begins = at + len(heading)
    ends = begins + layout.ENTRY * entries
    table, told = pdf[begins:ends], pdf[ends : ends + trailer]
    if len(told) < trailer:
        return likely, [Fault(END, "is cut off")], len(pdf)
    tail = layout.tail(manifest, content, table, told)
    faults = []
    if layout.hashed_table(manifest, table, told) != manifest["table"] or pdf[at : at + len(tail.table)] != tail.table:
        faults.append(Fault(END, "is not what was issued"))
    if at != after + len(tail.signature) or _said_otherwise(pdf, after, tail):
        faults.append(Fault(SIGNATURE, "what is said in it is not what was issued"))
    return tail, faults, at + len(tail.table)


def _found(pdf: bytes, opens: bytes, likely: int) -> int:
    """Where something begins: where it should, or else where it does, bytes having been put in before or taken out."""
    if pdf.startswith(opens, likely):
        return likely
    at = pdf.find(opens, max(0, likely - NEAR), likely + NEAR + len(opens))
    return at if at >= 0 else likely


def _said_otherwise(pdf: bytes, after: int, tail: Tail) -> bool:
    """Whether the signature differs, its digits aside."""
    cuts = [0, tail.hole.start, tail.hole.end, len(tail.signature)]
    pieces = list(pairwise(cuts))[::2]
    return any(pdf[after + one : after + other] != tail.signature[one:other] for one, other in pieces)


def _signed(pdf: bytes, ends: bytes, start: int, hole: Hole) -> bool:
    """Whether the signature is of the file with this manifest, at `start`, and the end that follows from it."""
    from onboarding.packets.verified import signed_digest

    digest = sha256(pdf[:start] + ends[: hole.start - start] + ends[hole.end - start :]).digest()
    return signed_digest(_digits(pdf[hole.start + 1 : hole.end - 1]) or b"") == digest


def _digits(digits: bytes) -> bytes | None:
    """What the digits say, where they are written as ours: small letters, and zeros behind. None where not."""
    try:
        said = bytes.fromhex(digits.decode("ascii"))
    except ValueError:
        return None
    if digits != said.hex().encode() or said[:2] != b"\x30\x82":
        return None
    long = 4 + int.from_bytes(said[2:4], "big")
    return said[:long] if not any(said[long:]) else None
