"""A packet that another program wrote anew: no signature covers it, and what it says can still be compared."""

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from io import BytesIO
from typing import Any

import pikepdf

from onboarding.packets import layout
from onboarding.packets.compared import MANIFEST, OTHERWISE, Fault, Place, read
from onboarding.packets.contents import Contents, attached

ANOTHER, ELSEWHERE = "is not what was issued: another page stands here", "stands elsewhere in this file"


def differences(pdf: bytes, manifest: Mapping[str, Any] | None) -> tuple[Mapping[str, Any] | None, list[Fault]]:
    """What the file says otherwise than the manifest, as a reader of PDF sees it, and the manifest.

    `manifest`: the one to go by; None: the one that the file carries. Nothing is found where there is none. Raises
    pikepdf.PdfError where the file cannot be read.
    """
    with pikepdf.open(BytesIO(pdf)) as document:
        try:
            going_by = manifest or _carried(document)
            return going_by, list(_differences(document, going_by)) if going_by else []
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            return None, [Fault(MANIFEST, "cannot be read as a manifest")]


def _carried(document: pikepdf.Pdf) -> Mapping[str, Any] | None:
    for held in attached(document):
        if str(held.get("/UF", "")) == layout.MANIFEST:
            content = held.EF.F.read_bytes()
            place: Place = read(content, 0, len(content))
            return place.manifest
    return None


def _differences(document: pikepdf.Pdf, manifest: Mapping[str, Any]) -> Iterator[Fault]:
    contents = Contents(document)
    yield from _pages(manifest["pages"], contents.pages())
    there = dict(contents.files())
    for held in manifest["files"]:
        if there.pop(held["name"], None) != held["sha256"]:
            yield Fault(held["part"], OTHERWISE)
    for name in there:
        if name != layout.MANIFEST:
            yield Fault(f"file {name}", "was put in")
    for name, said in (("outline", contents.outline()), ("metadata", contents.metadata())):
        if said != manifest[name]:
            yield Fault(name, OTHERWISE)


def _pages(issued: list[str], there: list[str]) -> Iterator[Fault]:
    """Which pages are others, are gone, were put in, or stand elsewhere."""
    matched = SequenceMatcher(None, issued, there, autojunk=False)
    for kind, first, last, begins, ends in matched.get_opcodes():
        if kind == "equal":
            continue
        others = list(range(first, last))
        for place, number in zip(others, range(begins, ends), strict=False):
            yield Fault(f"page {place + 1}", _instead(issued, there[number], ANOTHER))
        for place in others[ends - begins :]:
            yield Fault(f"page {place + 1}", ELSEWHERE if issued[place] in there else "is missing")
        for number in range(begins + len(others), ends):
            yield Fault(f"page {number + 1} of this file", _instead(issued, there[number], "was put in"))


def _instead(issued: list[str], there: str, otherwise: str) -> str:
    """What stands in a place: another page of the packet, or what was not issued with it."""
    return f"was issued as page {issued.index(there) + 1}" if there in issued else otherwise
