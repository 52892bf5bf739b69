"""What is stamped on the pages of a packet once they are together: its number, and which page of how many it is.

The font is embedded whole, so that every packet has the same.
"""

from functools import cache
from pathlib import Path
from typing import NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import ImageFont

from onboarding.packets.paper import ROOT

FONT = ROOT / "static" / "vendor" / "print-fonts" / "PublicSans-Regular.ttf"
NAME = Name("/PublicSans-Regular")
EM = 1000  # units of a PDF's widths
FIRST, LAST = 32, 255
ENCODING = "cp1252"  # WinAnsi
NONSYMBOLIC = 32
LEFT, RIGHT, BOTTOM = 54, 558, 26  # points, within the margins of static/evidence_packet.css
TOP = 734
SMALL, LARGE = 7.5, 13
TURNED = b"0.6 0.8 -0.8 0.6"  # upwards as the page's own diagonal runs
ACROSS = 660  # points
RESOURCE = "/StampFont"


class Placed(NamedTuple):
    """Words at a place of the page, in points from its lower left corner. `steep`: they run upwards, pale."""

    x: float
    y: float
    size: float
    text: str
    steep: bool = False

    @property
    def drawn(self) -> bytes:
        """The operators that draw it."""
        text = self.text.encode(ENCODING, "replace").hex().encode()
        turned, grey = (TURNED, 0.86) if self.steep else (b"1 0 0 1", 0.25)
        return b"BT %s %.1f Tf %s %.2f %.2f Tm %.2f g <%s> Tj ET" % (
            RESOURCE.encode(), self.size, turned, self.x, self.y, grey, text,
        )  # fmt: skip


def width(text: str, size: float) -> float:
    """How wide the words are, in points."""
    return sum(_widths()[code - FIRST] for code in text.encode(ENCODING, "replace")) * size / EM


def at_right(text: str, size: float = SMALL) -> Placed:
    """The words in the lower right corner."""
    return Placed(RIGHT - width(text, size), BOTTOM, size, text)


def across(text: str) -> Placed:
    """The words from the lower left to the upper right of the page."""
    size = ACROSS / width(text, 1)
    return Placed(110, 130, size, text, steep=True)


def font(document: Pdf) -> pikepdf.Object:
    """The font, added to a document."""
    program = document.make_stream(_program())
    program.Length1 = len(_program())
    up, down = _ascents()
    left, right = -EM, 2 * EM  # wide enough for every sign
    descriptor = document.make_indirect(
        Dictionary(
            Type=Name.FontDescriptor, FontName=NAME, Flags=NONSYMBOLIC, FontBBox=Array([left, -down, right, up]),
            ItalicAngle=0, Ascent=up, Descent=-down, CapHeight=723, StemV=80, FontFile2=program,
        )
    )  # fmt: skip
    return document.make_indirect(
        Dictionary(
            Type=Name.Font, Subtype=Name.TrueType, BaseFont=NAME, FirstChar=FIRST, LastChar=LAST,
            Widths=Array(list(_widths())), Encoding=Name.WinAnsiEncoding, FontDescriptor=descriptor,
        )
    )  # fmt: skip


@cache
def _program() -> bytes:
    return Path(FONT).read_bytes()


@cache
def _measured() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), EM, layout_engine=ImageFont.Layout.BASIC)


@cache
def _widths() -> tuple[int, ...]:
    signs = (bytes([code]).decode(ENCODING, "replace") for code in range(FIRST, LAST + 1))
    return tuple(round(_measured().getlength(sign)) for sign in signs)


@cache
def _ascents() -> tuple[int, int]:
    return _measured().getmetrics()
