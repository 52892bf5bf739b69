"""Which part of a packet each object of its file belongs to, so that a change of it has a name."""

from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf

from onboarding.packets.contents import attached
from onboarding.packets.part import Part

SHARED = "what several pages share"
CATALOG, LIST = "catalog", "list of pages"
Key = tuple[int, int]


def owners(document: pikepdf.Pdf, parts: Sequence[Part]) -> dict[int, str]:
    """The name of the part that each object belongs to, by the object's number. `parts`: what is attached, in order."""
    roots = dict(_roots(document, parts))
    found = {key[0]: name for key, (name, _) in roots.items()}
    for name, root in roots.values():
        for number in _below(root, roots.keys()):
            found[number] = name if found.get(number, name) == name else _both(found[number], name)
    return found


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


def _roots(document: pikepdf.Pdf, parts: Sequence[Part]) -> Iterator[tuple[Key, tuple[str, Any]]]:
    """Where each part begins. Whatever is reached from one of them alone belongs to it."""
    root = document.Root
    for place, page in enumerate(document.pages, start=1):
        yield page.obj.objgen, (f"page {place}", page.obj)
    for name, held in zip(["manifest", *named(parts)], attached(document), strict=True):
        yield held.objgen, (name, held)
    for key, name in (("/Outlines", "outline"), ("/Metadata", "metadata"), ("/StructTreeRoot", "tags")):
        if key in root:
            yield root[key].objgen, (name, root[key])
    for node in _nodes(root.Pages):
        yield node.objgen, (LIST, node)
    if "/Info" in document.trailer:
        yield document.trailer.Info.objgen, ("document information", document.trailer.Info)
    yield root.objgen, (CATALOG, root)


def _nodes(node: Any) -> Iterator[Any]:
    """The list of pages, and the lists in it."""
    yield node
    for kid in node.Kids:
        if "/Kids" in kid:
            yield from _nodes(kid)


def _below(root: Any, others: Any) -> Iterator[int]:
    """The numbers of all objects that are reached without going through where another part begins."""
    seen: set[Key] = set()
    waiting = [root]
    while waiting:
        each = waiting.pop()
        held = each if isinstance(each, pikepdf.Array) else each.values()
        for value in held:
            if not isinstance(value, pikepdf.Object) or (key := value.objgen) in others or key in seen:
                continue
            if value.is_indirect:
                seen.add(key)
                yield key[0]
            if isinstance(value, (pikepdf.Dictionary, pikepdf.Stream, pikepdf.Array)):
                waiting.append(value)
