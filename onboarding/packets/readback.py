"""Reading a PDF of ours back: whether it is whole, and what it says. Files of others are opened by `documents`."""

from contextlib import closing
from io import BytesIO
from typing import NamedTuple

import pikepdf
import pypdfium2


class Readback(NamedTuple):
    """What a PDF says of itself, and the text of each page. `claims`: the standards it says it keeps to."""

    pages: tuple[str, ...]
    title: str
    language: str
    tagged: bool
    claims: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it, with single blanks."""
        return " ".join(" ".join(self.pages).split())


class BrokenPdfError(Exception):
    """A PDF that we made is not whole: it must not be handed out."""


def read(pdf: bytes) -> Readback:
    """What the PDF says. Raises BrokenPdfError where it is damaged, or has no page."""
    try:
        with pikepdf.open(BytesIO(pdf)) as document:
            faults = [*document.check_pdf_syntax(), *document.get_warnings()]
            with document.open_metadata() as metadata:
                part, level, universal = (metadata.get(key) for key in ("pdfaid:part", "pdfaid:conformance", UNIVERSAL))
                title = str(metadata.get("dc:title", ""))
            language = str(document.Root.get("/Lang", ""))
            tagged = "/StructTreeRoot" in document.Root and "/MarkInfo" in document.Root
        pages = _texts(pdf)
    except (pikepdf.PdfError, pypdfium2.PdfiumError) as error:
        raise BrokenPdfError(str(error)) from error
    if faults or not pages:
        raise BrokenPdfError("; ".join(map(str, faults)) or "no page")
    claims = ([f"PDF/A-{part}{str(level).lower()}"] if part else []) + ([f"PDF/UA-{universal}"] if universal else [])
    return Readback(pages, title, language, tagged, tuple(claims))


def count(pdf: bytes) -> int:
    """How many pages it has, without reading them."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return len(document.pages)


UNIVERSAL = "{http://www.aiim.org/pdfua/ns/id/}part"


def _texts(pdf: bytes) -> tuple[str, ...]:
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        return tuple(_text(page) for page in document)


def _text(page: pypdfium2.PdfPage) -> str:
    with closing(page), closing(page.get_textpage()) as text:
        return str(text.get_text_bounded())
