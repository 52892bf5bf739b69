"""Redaction: boxes made black in the pixels of a file's pages, so that nothing is left under them."""

import io
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pikepdf import Dictionary, Name, Pdf, Stream
from PIL import Image, ImageDraw

from onboarding.documents import segments
from onboarding.documents.kinds import MEDIA_TYPES, FileKind, Page
from onboarding.documents.picture import encoded

DOTS_PER_INCH, POINTS_PER_INCH = 150, 72
JPEG = MEDIA_TYPES[FileKind.JPEG]
JPEG_BEGINS = b"\xff\xd8"


class Box(NamedTuple):
    """Where something is made black: on which page (from 1), and from where to where in fractions of it (0 to 1)."""

    page: int
    left: float
    top: float
    width: float
    height: float

    @property
    def fault(self) -> str | None:
        """Why this is no box on a page, in words; None where it is one."""
        edges = (self.left, self.top, self.width, self.height)
        if not all(0 <= each <= 1 for each in edges):  # NaN is not either
            return "its edges lie between 0 and 100 % of the page"
        if self.width * self.height == 0:
            return "it has no area"
        if self.left + self.width > 1.000001 or self.top + self.height > 1.000001:
            return "it ends outside of the page"
        return None


def redacted(pages: Sequence[Page], boxes: Iterable[Box]) -> tuple[bytes, tuple[Page, ...]]:
    """A PDF and its page images with the boxes black. The pages must be ours, made by `inspect`.

    One page at a time is decoded, and only if it has a box: five hundred would not fit. Raises ValueError for a box
    that is none, or on no page.
    """
    chosen = list(boxes)
    for box in chosen:
        if box.fault or not 1 <= box.page <= len(pages):
            raise ValueError(f"{box}: {box.fault or 'there is no such page'}")
    images = tuple(
        _blackened(page, [box for box in chosen if box.page == number]) for number, page in enumerate(pages, start=1)
    )
    return _pdf(images), images


def _blackened(page: Page, boxes: list[Box]) -> Page:
    if not boxes and page.image.startswith(JPEG_BEGINS) and not segments.stray(page.image):
        return page._replace(media_type=JPEG)
    picture = Image.open(io.BytesIO(page.image)).convert("RGB")
    pen = ImageDraw.Draw(picture)
    width, height = picture.size
    for box in boxes:  # to the outside of the pixels that its edges lie on
        right, bottom = (box.left + box.width) * width, (box.top + box.height) * height
        pen.rectangle((int(box.left * width), int(box.top * height), -(-right // 1), -(-bottom // 1)), fill="black")
    return Page(encoded(picture, FileKind.JPEG), JPEG, *picture.size)


def _pdf(pages: Iterable[Page]) -> bytes:
    """The pictures, each on a page of its own; nothing else is in the file."""
    pdf, into = Pdf.new(), io.BytesIO()
    for page in pages:
        width, height = (round(side * POINTS_PER_INCH / DOTS_PER_INCH, 2) for side in (page.width, page.height))
        sheet = pdf.add_blank_page(page_size=(width, height))
        sheet.Resources = Dictionary(XObject=Dictionary(Picture=_picture(pdf, page)))
        sheet.Contents = Stream(pdf, f"{width} 0 0 {height} 0 0 cm /Picture Do".encode())
    pdf.save(into)
    return into.getvalue()


def _picture(pdf: Pdf, page: Page) -> Stream:
    grey = Image.open(io.BytesIO(page.image)).mode == "L"
    return Stream(
        pdf,
        page.image,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=page.width,
        Height=page.height,
        ColorSpace=Name.DeviceGray if grey else Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )
