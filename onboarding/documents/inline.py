"""Pictures that stand among the instructions that draw a page: each is made a picture of its own, as all others are.

So whatever is done to pictures within a PDF is done to these, and no instructions hold bytes that are none.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream

from onboarding.documents import pages
from onboarding.documents.kinds import Refusal, RefusedFileError

MAYBE = re.compile(rb"(?<![^\0\t\n\f\r ()<>\[\]{}/%])BI(?![^\0\t\n\f\r ()<>\[\]{}/%])")
BEGUN = "ID"  # also of a picture that does not end
MOST = 3000  # in one row of instructions; the time to take them out grows with the square of it
COLORS = {"/G": "/DeviceGray", "/RGB": "/DeviceRGB", "/CMYK": "/DeviceCMYK", "/I": "/Indexed"}
UNREADABLE = "{} holds a picture among its instructions that cannot be read to its end. {}"
TOO_MANY = "{} holds more than " + f"{MOST:,}" + " pictures among its instructions. {}"
REMEDY = "Print the file to a new PDF, and send that."


class _Drawing(NamedTuple):
    """Instructions, whatever has the resources they name, and the number of the page."""

    parts: list[Stream]
    holder: Dictionary | Stream
    page: int

    @property
    def instructions(self) -> bytes:
        return b"\n".join(bytes(each.read_bytes()) for each in self.parts)


def take_out(pdf: Pdf) -> None:
    """Make each such picture one of its own. Raises RefusedFileError, which names the page."""
    for drawing in list(_drawings(pdf)):
        instructions = drawing.instructions
        if found := _count(pdf, instructions, drawing.page):
            if found > MOST:
                raise RefusedFileError(Refusal.BOMB, TOO_MANY.format(f"Page {drawing.page}", REMEDY))
            _take_out(pdf, drawing, instructions)


def left(pdf: Pdf) -> bool:
    """Whether such a picture is in the file."""
    return any(_count(pdf, each.instructions, each.page) for each in _drawings(pdf))


def _drawings(pdf: Pdf) -> Iterator[_Drawing]:
    """The instructions of each page, and of what it leads to: forms, patterns, letters, looks of boxes."""
    seen: set[tuple[int, int]] = set()
    for number, page in enumerate(pdf.pages, start=1):
        contents = page.obj.get("/Contents")
        parts = list(contents) if isinstance(contents, Array) else [contents]
        yield _Drawing([each for each in parts if isinstance(each, Stream)], page.obj, number)
        for each in pages.below(page, seen):
            if isinstance(each, Stream):
                if _draws(each):
                    yield _Drawing([each], each, number)
            elif isinstance(letters := each.get("/CharProcs"), Dictionary):
                yield from (_Drawing([part], each, number) for part in letters.values() if isinstance(part, Stream))


def _draws(stream: Stream) -> bool:
    """Whether it is instructions: looks of boxes need not say so. Some programs give pictures an outline too."""
    if stream.get("/Subtype") == Name.Image or "/ShadingType" in stream:
        return False
    return stream.get("/Subtype") == Name.Form or "/BBox" in stream


def _count(pdf: Pdf, instructions: bytes, page: int) -> int:
    """How many pictures stand in the instructions."""
    if not MAYBE.search(instructions):
        return 0
    try:
        return len(pikepdf.parse_content_stream(pdf.make_stream(instructions), BEGUN))
    except (pikepdf.PdfError, pikepdf.PdfParsingError) as error:
        raise RefusedFileError(Refusal.NOT_SHOWN, UNREADABLE.format(f"Page {page}", REMEDY)) from error


def _take_out(pdf: Pdf, drawing: _Drawing, instructions: bytes) -> None:
    holder = drawing.holder
    if "/Resources" not in holder:  # it uses those of the page that it is drawn on
        holder["/Resources"] = _shared(pdf, pdf.pages[drawing.page - 1])
    kept = Stream(pdf, instructions, Type=Name.XObject, Subtype=Name.Form, Resources=holder["/Resources"])
    form = pdf.make_indirect(kept)
    Page(form).externalize_inline_images(0, True)
    written = bytes(form.read_bytes())
    if _count(pdf, written, drawing.page):
        raise RefusedFileError(Refusal.NOT_SHOWN, UNREADABLE.format(f"Page {drawing.page}", REMEDY))
    holder["/Resources"] = form["/Resources"]
    for each in form["/Resources"]["/XObject"].values():
        _in_full(each)
    if holder.get("/Type") == Name.Page:
        holder["/Contents"] = pdf.make_stream(written)
    else:
        drawing.parts[0].write(written)


def _in_full(image: Object) -> None:
    """Write out names of colors that only pictures among instructions may shorten; qpdf does so outside of lists."""
    colors = image.get("/ColorSpace")
    if isinstance(colors, Array):
        short = (COLORS.get(str(each)) if isinstance(each, Name) else None for each in colors)
        image["/ColorSpace"] = Array([Name(full) if full else each for full, each in zip(short, colors, strict=True)])


def _shared(pdf: Pdf, page: Page) -> Object:
    """The page's resources, as an object that others may name too."""
    resources = page.resources
    if not resources.is_indirect:
        page.obj["/Resources"] = pdf.make_indirect(resources)
    return page.obj["/Resources"]
