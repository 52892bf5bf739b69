"""Which part of a packet each object of its file belongs to, so that a change of it has a name."""

import re
from collections.abc import Container, Iterator, Sequence
from typing import Any

import pikepdf

from onboarding.packets.contents import attached
from onboarding.packets.layout import Written
from onboarding.packets.part import Part

SHARED = "what several pages share"
CATALOG, LIST = "catalog", "list of pages"
REFERENCE = re.compile(rb"(\d+) 0 R\b")


def owners(document: pikepdf.Pdf, parts: Sequence[Part], plain: bytes, found: Written) -> dict[int, str]:
    """The name of the part that each object belongs to, by the object's number. `parts`: what is attached, in order.

    `plain`: the bytes of the document, and where each object of it begins. What no part leads to is the catalog's.
    """
    leads = _leads(plain, found)
    roots = dict(_roots(document, parts))
    owned = dict.fromkeys(leads, "") | roots
    for root, name in roots.items():
        for number in _below(root, leads, roots):
            owned[number] = _both(owned[number], name) if owned[number] not in ("", name) else name
    return {number: name or CATALOG for number, name in owned.items()}


def _leads(plain: bytes, found: Written) -> dict[int, list[int]]:
    """Which objects each one names."""
    ends = [*(start for _, start in found.starts[1:]), found.table_at]
    leads = {}
    for (number, start), end in zip(found.starts, ends, strict=True):
        data = plain.find(b"stream\n", start, end)
        leads[number] = [int(each) for each in REFERENCE.findall(plain, start, data if data >= 0 else end)]
    return leads


def _both(one: str, other: str) -> str:
    """What belongs to two parts: mostly a font or a picture, of pages."""
    return SHARED if {one, other} - {CATALOG, LIST} else CATALOG


def named(parts: Sequence[Part]) -> list[str]:
    """What each part that is attached is called: exhibits by their place among exhibits."""
    exhibits = [part for part in parts if part.relationship == "Source"]
    places = {part.name: place for place, part in enumerate(exhibits, start=1)}
    return [
        f"exhibit {places[part.name]}, {part.title}" if part.name in places else f"data, {part.name}" for part in parts
    ]


def _roots(document: pikepdf.Pdf, parts: Sequence[Part]) -> Iterator[tuple[int, str]]:
    """Where each part begins. Whatever is reached from one of them alone belongs to it."""
    root = document.Root
    for place, page in enumerate(document.pages, start=1):
        yield page.obj.objgen[0], f"page {place}"
    for name, held in zip(["manifest", *named(parts)], attached(document), strict=True):
        yield held.objgen[0], name
    for key, name in (("/Outlines", "outline"), ("/Metadata", "metadata"), ("/StructTreeRoot", "tags")):
        if key in root:
            yield root[key].objgen[0], name
    for node in _nodes(root.Pages):
        yield node.objgen[0], LIST
    if "/Info" in document.trailer:
        yield document.trailer.Info.objgen[0], "document information"
    yield root.objgen[0], CATALOG


def _nodes(node: Any) -> Iterator[Any]:
    """The list of pages, and the lists in it."""
    yield node
    for kid in node.Kids:
        if "/Kids" in kid:
            yield from _nodes(kid)


def _below(root: int, leads: dict[int, list[int]], roots: Container[int]) -> set[int]:
    """All objects that are reached without going through where another part begins."""
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        for number in leads[waiting.pop()]:
            if number not in roots and number not in seen and number in leads:
                seen.add(number)
                waiting.append(number)
    return seen
