"""What a packet has beside its pages, put in before it is laid out: its files, and the field of its signature."""

from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf

from onboarding.packets.layout import MANIFEST
from onboarding.packets.part import Part

FIELD = "Signature of the packet"
SAYS = "Digital signature of the COHE. It covers the whole file."


def attach(document: pikepdf.Pdf, at: str, parts: Sequence[Part]) -> None:
    """Put the files in, the manifest as an empty one before them: it is written when all the others are."""
    manifest = Part(MANIFEST, "SHA-256 of each part of this packet", "application/json", b"", "Data")
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


def add_field(document: pikepdf.Pdf) -> None:
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
