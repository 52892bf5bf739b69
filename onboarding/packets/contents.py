"""What a page, an outline or a file inside says, whatever program wrote it down: hashes that outlast being saved anew.

The signature and the hashes of bytes say that nothing changed at all; these say which pages are still the same where a
file was written anew, a page taken out, or another put in.
"""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import pikepdf

# Where an object stands in the file, and not what it says; how it was packed; what leads up and elsewhere; the
# signature, which is of the whole.
ASIDE = {
    "/Parent",
    "/P",
    "/StructParents",
    "/StructParent",
    "/Length",
    "/Filter",
    "/DecodeParms",
    "/Pg",
    "/Metadata",
    "/V",
}
HOLDING = (pikepdf.Dictionary, pikepdf.Stream, pikepdf.Array)


class Contents:
    """The hashes of one document."""

    def __init__(self, document: pikepdf.Pdf) -> None:
        self._document = document
        self._pages = {page.obj.objgen: place for place, page in enumerate(document.pages, start=1)}
        self._known: dict[tuple[int, int], str] = {}

    def pages(self) -> list[str]:
        """Of each page: what is drawn, with which fonts and pictures, and what can be clicked."""
        return [self._hash(dict(page.obj.items()), ()) for page in self._document.pages]

    def outline(self) -> str:
        """Of the bookmarks: what each says, how deep it stands, and where it leads."""
        digest, seen = sha256(), set[tuple[int, int]]()
        waiting = [(self._document.Root.get("/Outlines"), 0)]
        while waiting:
            each, depth = waiting.pop()
            if not isinstance(each, pikepdf.Dictionary) or each.objgen in seen:
                continue
            seen.add(each.objgen)
            digest.update(f"{depth} {each.get('/Title', '')} {self._leads_to(each)}\n".encode())
            waiting += [(each.get("/Next"), depth), (each.get("/First"), depth + 1)]
        return digest.hexdigest()

    def _leads_to(self, mark: Any) -> str:
        """The number of the page; what a bookmark says otherwise as it says it."""
        to = mark.get("/Dest", mark.get("/A"))
        if isinstance(to, pikepdf.Array) and len(to) and getattr(to[0], "objgen", None) in self._pages:
            rest = " ".join(self._hash(each, ()) for each in list(to)[1:])
            return f"{self._pages[to[0].objgen]} {rest}"
        return "" if to is None else self._hash(to, ())

    def metadata(self) -> str:
        """Of the XMP."""
        stream = self._document.Root.get("/Metadata")
        return sha256(stream.read_bytes() if isinstance(stream, pikepdf.Stream) else b"").hexdigest()

    def files(self) -> Iterator[tuple[str, str]]:
        """The name and the hash of each file inside, as they stand."""
        for held in attached(self._document):
            yield str(held.get("/UF", "")), sha256(held.EF.F.read_bytes()).hexdigest()

    def _hash(self, what: Any, above: tuple[tuple[int, int], ...]) -> str:
        digest = sha256()
        for piece in self._pieces(what, above):
            digest.update(b"%d:" % len(piece) + piece)
        return digest.hexdigest()

    def _pieces(self, what: Any, above: tuple[tuple[int, int], ...]) -> Iterator[bytes]:
        """The object in pieces that no two different ones have. `above`: what it stands in, which may lead to it."""
        if isinstance(what, (pikepdf.Dictionary, pikepdf.Stream)) and what.objgen in self._pages:
            yield b"a page"  # that a link leads to: which one changes where pages are taken out
        elif isinstance(what, HOLDING) and what.is_indirect:
            yield self._once(what, above).encode()
        elif isinstance(what, (pikepdf.Dictionary, pikepdf.Stream, dict)):
            for key, value in sorted(what.items()):
                if key not in ASIDE:
                    yield key.encode()
                    yield self._hash(value, above).encode()
        elif isinstance(what, (pikepdf.Array, list)):
            yield b"list"
            for each in what:
                yield self._hash(each, above).encode()
        elif isinstance(what, pikepdf.Object):
            yield what.unparse(resolved=True)
        else:
            yield repr(what).encode()

    def _once(self, what: Any, above: tuple[tuple[int, int], ...]) -> str:
        key = what.objgen
        if key in above:
            return f"above {len(above) - above.index(key)}"
        if key not in self._known:
            said = self._hash(list(what) if isinstance(what, pikepdf.Array) else dict(what.items()), (*above, key))
            data = sha256(_data(what)).hexdigest() if isinstance(what, pikepdf.Stream) else ""
            self._known[key] = sha256(f"{said} {data}".encode()).hexdigest()
        return self._known[key]


def attached(document: pikepdf.Pdf) -> list[Any]:
    """What is said of each file inside, in the order of their names there."""
    named = document.Root.get("/Names", pikepdf.Dictionary()).get("/EmbeddedFiles")
    return list(pikepdf.NameTree(named).values()) if named is not None else []


def _data(stream: pikepdf.Stream) -> bytes:
    """What is in it, unpacked where it can be."""
    try:
        return bytes(stream.read_bytes())
    except pikepdf.PdfError:
        return bytes(stream.read_raw_bytes())
