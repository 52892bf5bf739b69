"""Redaction: boxes made black in the pixels of a file's pages, so that nothing is left under them."""

import io
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from PIL import Image, ImageDraw

from onboarding.documents.kinds import MEDIA_TYPES, FileKind, Page
from onboarding.documents.picture import encoded

DOTS_PER_INCH = 150


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

    Raises ValueError for a box that is none, or on no page.
    """
    chosen = list(boxes)
    for box in chosen:
        if box.fault or not 1 <= box.page <= len(pages):
            raise ValueError(f"{box}: {box.fault or 'there is no such page'}")
    drawn = [
        _blackened(page, [box for box in chosen if box.page == number]) for number, page in enumerate(pages, start=1)
    ]
    into = io.BytesIO()
    drawn[0].save(into, "PDF", save_all=True, append_images=drawn[1:], resolution=DOTS_PER_INCH)
    images = tuple(
        Page(encoded(picture, FileKind.JPEG), MEDIA_TYPES[FileKind.JPEG], *picture.size) for picture in drawn
    )
    return into.getvalue(), images


def _blackened(page: Page, boxes: list[Box]) -> Image.Image:
    picture = Image.open(io.BytesIO(page.image)).convert("RGB")
    pen = ImageDraw.Draw(picture)
    width, height = picture.size
    for box in boxes:  # to the outside of the pixels that its edges lie on
        right, bottom = (box.left + box.width) * width, (box.top + box.height) * height
        pen.rectangle((int(box.left * width), int(box.top * height), -(-right // 1), -(-bottom // 1)), fill="black")
    return picture
