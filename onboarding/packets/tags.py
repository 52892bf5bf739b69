"""What WeasyPrint leaves out of a tagged PDF: what a header cell heads, and that a running line is no content.

Without it PDF/UA-1 and PDF/A-3 are not kept (tests/packets/lasting.py).
"""

import re
from collections.abc import Iterator
from typing import Any

import pikepdf

MARKED = re.compile(rb"/\w+\s*<<\s*/MCID (\d+)\s*>>\s*BDC")
RUNNING = b"/Artifact <</Type /Pagination>> BDC"


def mend(document: pikepdf.Pdf) -> None:
    """Mend the tags, and what PDF/A does not allow. A document without tags is mended too."""
    tree = document.Root.get("/StructTreeRoot")
    if tree is not None:
        told = set(_told(tree.get("/K"), "/Row"))
        for page, parents in _numbered(document, tree):
            _put_aside(page, parents, told)
    _drop_empty(document)


def _told(node: Any, scope: str) -> Iterator[tuple[int, int]]:
    """What is read aloud; on the way each header cell is told its scope: a column, above a table's body, else a row."""
    if isinstance(node, pikepdf.Array):
        for each in node:
            yield from _told(each, scope)
    elif isinstance(node, pikepdf.Dictionary):
        yield node.objgen
        kind = str(node.get("/S", ""))
        if kind == "/TH":
            attributes = {**node.get("/A", {}), "/O": pikepdf.Name.Table, "/Scope": pikepdf.Name(scope)}
            node.A = pikepdf.Dictionary(attributes)
        yield from _told(node.get("/K"), "/Column" if kind == "/THead" else "/Row" if kind == "/TBody" else scope)


def _numbered(document: pikepdf.Pdf, tree: Any) -> Iterator[tuple[pikepdf.Page, Any]]:
    """Each page that has tags, with what its marks belong to, in their order."""
    numbers = pikepdf.NumberTree(tree.ParentTree)
    for page in document.pages:
        if "/StructParents" in page.obj:
            yield page, numbers[int(page.obj.StructParents)]


def _put_aside(page: pikepdf.Page, parents: Any, told: set[tuple[int, int]]) -> None:
    """Say of what is marked and never read aloud, the lines at the page's edges, that it is none of the content."""
    aside = {place for place, each in enumerate(parents) if each is not None and each.objgen not in told}
    if not aside:
        return

    def said(mark: re.Match[bytes]) -> bytes:
        return RUNNING if int(mark[1]) in aside else mark[0]

    page.contents_coalesce()
    page.obj.Contents.write(MARKED.sub(said, page.obj.Contents.read_bytes()))
    for place in aside:
        parents[place] = None


def _drop_empty(document: pikepdf.Pdf) -> None:
    """Take out the lists of patterns and shadings that were left empty, which PDF/A does not allow."""
    for each in document.objects:
        held = each.get("/Resources") if isinstance(each, (pikepdf.Dictionary, pikepdf.Stream)) else None
        for name in ("/Pattern", "/Shading"):
            if held is not None and name in held and not held[name].keys():
                del held[name]
