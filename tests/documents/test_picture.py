"""Pictures with clear parts: shown on white whatever way they say what is clear, or refused where nothing is left."""

import io
import struct

import pytest
from PIL import Image

from onboarding.documents import picture
from onboarding.documents.kinds import FileKind, RefusedFileError
from tests.documents.make import make_picture, png

DARK, LIGHT = 0x3000, 0xF000
GREY, COLOUR, GREY_CLEAR, COLOUR_CLEAR = 0, 2, 4, 6  # how a PNG says what a pixel is


def shades(picture_of: bytes) -> tuple[object, object]:
    """How dark it is in its left and in its right half."""
    (page,) = picture.read(picture_of, FileKind.PNG).pages
    with Image.open(io.BytesIO(page.image)) as shown:
        assert shown.mode in ("L", "RGB")
        grey = shown.convert("L")
    return grey.getpixel((2, 2)), grey.getpixel((17, 2))


def row(left: tuple[int, ...], right: tuple[int, ...]) -> bytes:
    return b"".join(struct.pack(f">{len(half)}H", *half) * 10 for half in (left, right))


SHOWN = {
    "grey of 16 bits": (png(GREY, row((DARK,), (LIGHT,))), (0x30, 0xF0)),
    "grey of 16 bits, half of it clear": (png(GREY_CLEAR, row((DARK, 0xFFFF), (0, 0))), (0x30, 255)),
    "grey of 16 bits, one shade clear": (png(GREY, row((DARK,), (0,)), clear=(0,)), (0x30, 255)),
    "grey of 16 bits, a shade clear that is not there": (png(GREY, row((DARK,), (LIGHT,)), clear=(1,)), (0x30, 0xF0)),
    "grey of 16 bits, one shade clear of two that look alike": (
        png(GREY, row((DARK,), (DARK + 1,)), clear=(DARK + 1,)),
        (0x30, 255),
    ),
    "colour of 16 bits, half of it clear": (png(COLOUR_CLEAR, row((DARK,) * 3 + (0xFFFF,), (0,) * 4)), (0x30, 255)),
    "colour of 16 bits": (png(COLOUR, row((DARK,) * 3, (LIGHT,) * 3)), (0x30, 0xF0)),
}


@pytest.mark.parametrize("what", SHOWN)
def test_it_is_shown(what: str) -> None:
    data, expected = SHOWN[what]
    assert shades(data) == expected


@pytest.mark.parametrize(
    "data",
    [
        png(GREY, row((DARK,), (DARK,)), clear=(DARK,)),
        png(GREY_CLEAR, row((DARK, 0), (LIGHT, 0))),
        png(GREY_CLEAR, row((0xFFFF, 0xFFFF), (0, 0))),
        make_picture(color=(0, 0, 0, 0), mode="RGBA"),
    ],
)
def test_a_picture_of_which_nothing_is_left_on_paper_is_refused(data: bytes) -> None:
    with pytest.raises(RefusedFileError, match="nothing to see"):
        picture.read(data, FileKind.PNG)
