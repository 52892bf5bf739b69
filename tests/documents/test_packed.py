"""How the streams of a PDF are packed, and the pictures among instructions and in JBIG2: what is kept, what is told."""

import io
import struct
import zlib
from collections.abc import Callable

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image, ImageChops, ImageDraw

from onboarding.documents import inline, jbig2
from onboarding.documents.inspection import inspect
from onboarding.documents.kinds import Refusal, RefusedFileError
from onboarding.documents.segments import UnreadableError
from tests.documents.make import CONTENT, make_pdf, make_picture, unpacked
from tests.documents.test_remains import SECRET, picture

SIZE = (60, 40)
JPEG = make_picture("JPEG", SIZE, color="navy", comment=SECRET)
PIXELS = bytes(range(240)) * 30  # of 60 by 40, in red, green and blue


def drawn(data: bytes) -> Image.Image:
    with pypdfium2.PdfDocument(data) as document:
        document.init_forms()
        return document[0].render(may_draw_forms=True).to_pil().convert("RGB")


def same(one: bytes, other: bytes) -> bool:
    return ImageChops.difference(drawn(one), drawn(other)).getbbox() is None


def everything(data: bytes) -> bytes:
    """A PDF unpacked, and each of its streams as it is and as far as it can be unpacked."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return unpacked(data) + b"".join(each.read_raw_bytes() for each in pdf.objects if isinstance(each, Stream))


def cleaned(data: bytes) -> bytes:
    """The copy of a file, which looks as the file does and does not hold the secret."""
    copy = inspect(data).copy
    assert copy
    assert SECRET not in everything(copy)
    assert same(data, copy)
    return copy


def among(data: bytes, *said: bytes, width: int = 60, height: int = 40) -> bytes:
    """Instructions that draw a picture which stands among them."""
    head = b"q 60 0 0 40 100 600 cm BI /W %d /H %d /BPC 8 " % (width, height)
    return head + b" ".join(said) + b" ID " + data + b"\nEI Q"


WAYS = {
    "in JPEG": among(JPEG, b"/CS/RGB /F/DCT"),
    "in JPEG, the names in full": among(JPEG, b"/ColorSpace/DeviceRGB /Filter[/DCTDecode]"),
    "in JPEG, packed": among(zlib.compress(JPEG), b"/CS/RGB /F[/Fl/DCT]"),
    "in JPEG, as letters": among(JPEG.hex().encode() + b">", b"/CS/RGB /F[/AHx/DCT]"),
    "with a key of its own": among(PIXELS, b"/CS/RGB /Secret(", SECRET, b")"),
    "told more than it needs": among(zlib.compress(PIXELS), b"/CS/RGB /F/Fl /DP<</Predictor 1 /X(", SECRET, b")>>"),
    "by a table of colors": among(bytes(2400), b"/CS[/I/RGB 0 <204080>] /Secret(", SECRET, b")"),
}


def on_the_page(pdf: Pdf, instructions: bytes) -> None:
    pdf.pages[0].obj.Contents = pdf.make_stream(CONTENT + b"\n" + instructions)


def over_two_parts(pdf: Pdf, instructions: bytes) -> None:
    half = instructions.index(b" ID")
    parts = (CONTENT, instructions[:half], instructions[half:])
    pdf.pages[0].obj.Contents = Array([pdf.make_stream(part) for part in parts])


def in_a_form(pdf: Pdf, instructions: bytes) -> None:
    form = pdf.make_stream(instructions, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 612, 792])
    pdf.pages[0].obj.Resources.XObject = Dictionary(Fm=form)  # which has no resources: it uses the page's
    pdf.pages[0].obj.Contents = pdf.make_stream(CONTENT + b"\n/Fm Do")


def in_a_pattern(pdf: Pdf, instructions: bytes) -> None:
    looks = {"PaintType": 1, "TilingType": 1, "BBox": [0, 0, 612, 792], "XStep": 612, "YStep": 792}
    pattern = pdf.make_stream(instructions, Type=Name.Pattern, PatternType=1, Resources=Dictionary(), **looks)
    pdf.pages[0].obj.Resources.Pattern = Dictionary(P=pattern)
    pdf.pages[0].obj.Contents = pdf.make_stream(CONTENT + b"\n/Pattern cs /P scn 0 0 612 792 re f")


def in_a_letter(pdf: Pdf, instructions: bytes) -> None:
    letters = Dictionary(a=pdf.make_stream(b"700 0 d0 " + instructions))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type3, CharProcs=letters, FirstChar=97, LastChar=97, Widths=[700])
    font.FontBBox, font.FontMatrix = Array([0, 0, 612, 792]), Array([0.01, 0, 0, 0.01, 0, 0])
    font.Encoding = Dictionary(Differences=Array([97, Name.a]))
    pdf.pages[0].obj.Resources.Font.F3 = pdf.make_indirect(font)
    pdf.pages[0].obj.Contents = pdf.make_stream(CONTENT + b"\nBT /F3 50 Tf 72 300 Td (a) Tj ET")


def in_the_look_of_a_box(pdf: Pdf, instructions: bytes) -> None:
    look = pdf.make_stream(instructions, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 612, 792])
    box = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=[0, 0, 612, 792], F=4, AP=Dictionary(N=look))
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(box)])


PLACES: list[Callable[[Pdf, bytes], None]] = [
    on_the_page,
    over_two_parts,
    in_a_form,
    in_a_pattern,
    in_a_letter,
    in_the_look_of_a_box,
]


def test_a_picture_among_instructions_keeps_its_pixels_alone_however_it_is_packed() -> None:
    for what, instructions in WAYS.items():
        data = make_pdf(lambda pdf, each=instructions: on_the_page(pdf, each))  # type: ignore[misc]
        assert SECRET in everything(data) or "JPEG" in what
        with pikepdf.open(io.BytesIO(cleaned(data))) as pdf:
            (image,) = pdf.pages[0].obj.Resources.XObject.values()
            assert image.Width == 60, what


@pytest.mark.parametrize("place", PLACES)
def test_a_picture_among_instructions_keeps_its_pixels_alone_wherever_they_are(
    place: Callable[[Pdf, bytes], None],
) -> None:
    data = make_pdf(lambda pdf: place(pdf, WAYS["in JPEG"]))
    assert SECRET in everything(data)
    copy = cleaned(data)
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        assert not inline.left(pdf)


def test_words_that_only_look_like_a_picture_stay_as_they_are() -> None:
    said = b"BT /F1 24 Tf 72 700 Td (BI /W 1 ID EI) Tj ET"
    copy = inspect(make_pdf(lambda pdf: pdf.pages[0].obj.__setitem__("/Contents", pdf.make_stream(said)))).copy
    assert copy
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        assert pdf.pages[0].obj.Contents.read_bytes() == said


def test_a_picture_or_shading_with_an_outline_is_no_row_of_instructions() -> None:
    """Firefox writes pictures with one."""

    def add(pdf: Pdf) -> None:
        picture(pdf, JPEG, BBox=Array([0, 0, 1, 1]))
        mesh = pdf.make_stream(bytes(8), ShadingType=4, ColorSpace=Name.DeviceGray, BBox=[0, 0, 9, 9])
        mesh.update(
            Dictionary(BitsPerCoordinate=8, BitsPerComponent=8, BitsPerFlag=8, Decode=Array([0, 9, 0, 9, 0, 1]))
        )
        pdf.pages[0].obj.Resources.Shading = Dictionary(S=mesh)

    cleaned(make_pdf(add))


def refused(change: Callable[[Pdf], object]) -> RefusedFileError:
    """What is said of a file of two pages, the second of which is as said."""

    def behind(pdf: Pdf) -> None:
        change(pdf)
        pdf.pages.reverse()

    with pytest.raises(RefusedFileError) as found:
        inspect(make_pdf(behind, pages=2))
    return found.value


@pytest.mark.parametrize(
    ("instructions", "reason"),
    [
        (among(PIXELS, b"/CS/RGB /F/Foo"), Refusal.NOT_SHOWN),
        (among(JPEG, b"/CS/RGB /F[/DCT/Fl]"), Refusal.NOT_SHOWN),
        (among(b"not one", b"/CS/RGB /F/DCT"), Refusal.NOT_SHOWN),
        (b"BI /W 60 /H 40 /BPC 8 /CS/RGB ID " + SECRET, Refusal.NOT_SHOWN),
        (among(b"\x80", b"/CS/G", width=1, height=1) * (inline.MOST + 1), Refusal.BOMB),
    ],
    ids=["a filter nobody knows", "unpacked again", "no JPEG", "without an end", "too many"],
)
def test_a_picture_among_instructions_that_cannot_be_read_is_refused_with_its_page(
    instructions: bytes, reason: Refusal
) -> None:
    error = refused(lambda pdf: on_the_page(pdf, instructions))
    assert error.reason is reason
    assert str(error).startswith("Page 2 holds ")
    assert str(error).endswith("Print the file to a new PDF, and send that.")


def in_jbig2(kind: int, content: bytes, number: int = 0, length: int | None = None) -> bytes:
    said = len(content) if length is None else length
    return struct.pack(">IBBBI", number, kind, 0, 1, said) + content


def page_of_jbig2() -> bytes:
    return in_jbig2(48, struct.pack(">IIIIBH", *SIZE, 0, 0, 0, 0))


def region(length: int | None = None) -> bytes:
    """A black box on white, packed as fax machines do."""
    picture, into = Image.new("1", SIZE, 1), io.BytesIO()
    ImageDraw.Draw(picture).rectangle((10, 10, 30, 20), fill=0)
    picture.save(into, "TIFF", compression="group4", tiffinfo={278: SIZE[1], 262: 0})
    with Image.open(io.BytesIO(into.getvalue())) as tiff:
        (start,), (size,) = tiff.tag_v2[273], tiff.tag_v2[279]  # type: ignore[attr-defined]
    packed = into.getvalue()[start : start + size]
    ends = b"" if length is None else b"\0\0" + struct.pack(">I", SIZE[1])
    return in_jbig2(38, struct.pack(">IIIIBB", *SIZE, 0, 0, 0, 1) + packed + ends, 1, length)


NOTE = in_jbig2(62, struct.pack(">I", 0x20000000) + b"Author\0" + SECRET + b"\0\0", 2)


def jbig2_picture(pdf: Pdf, data: bytes, filters: object = Name.JBIG2Decode, **more: object) -> None:
    picture(pdf, data, filters, ColorSpace=Name.DeviceGray, BitsPerComponent=1, **more)


def told_globals(pdf: Pdf) -> None:
    shared = pdf.make_stream(NOTE + in_jbig2(52, SECRET))
    jbig2_picture(pdf, page_of_jbig2() + region(), DecodeParms=Dictionary(JBIG2Globals=shared))


JBIG2: dict[str, Callable[[Pdf], object]] = {
    "a comment": lambda pdf: jbig2_picture(pdf, page_of_jbig2() + NOTE + region()),
    "a comment behind": lambda pdf: jbig2_picture(pdf, page_of_jbig2() + region() + in_jbig2(49, b"", 3) + NOTE),
    "profiles": lambda pdf: jbig2_picture(pdf, page_of_jbig2() + in_jbig2(52, SECRET) + region()),
    "packed": lambda pdf: jbig2_picture(
        pdf, zlib.compress(page_of_jbig2() + NOTE + region()), Array([Name.FlateDecode, Name.JBIG2Decode])
    ),
    "a comment that pictures share": told_globals,
}


@pytest.mark.parametrize("what", JBIG2)
def test_a_picture_in_jbig2_keeps_what_its_pixels_need(what: str) -> None:
    data = make_pdf(JBIG2[what])
    copy = cleaned(data)
    assert drawn(copy).convert("L").getextrema()[0] == 0  # the box is there


def test_segments_are_told_apart_whatever_they_refer_to_and_however_long_they_are() -> None:
    referring = struct.pack(">IB", 300, 6) + bytes([2 << 5]) + bytes(4) + b"\1" + struct.pack(">I", 3) + b"abc"
    many = struct.pack(">IBI", 9, 0x46, (7 << 29) | 9) + bytes(2) + bytes(9) + bytes(4) + struct.pack(">I", 1) + b"z"
    endless = region(0xFFFFFFFF)
    data = page_of_jbig2() + referring + many + NOTE + endless
    assert jbig2.bare(data) == page_of_jbig2() + referring + many + endless


@pytest.mark.parametrize("data", [in_jbig2(60, SECRET), region()[:-5], region()[:9], region(0xFFFFFFFF)[:30]])
def test_a_picture_in_jbig2_that_cannot_be_read_is_refused_with_its_page(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        jbig2.bare(page_of_jbig2() + data)
    error = refused(lambda pdf: jbig2_picture(pdf, page_of_jbig2() + data))
    assert str(error).startswith("Page 2 holds a picture")


def lying(pdf: Pdf, *said: object) -> list[pikepdf.Object]:
    return [pdf.make_indirect(each) for each in said]


def told(pdf: Pdf) -> Dictionary:
    return Dictionary(Predictor=1, X=SECRET, Y=pdf.make_stream(SECRET))


ELSEWHERE: dict[str, Callable[[Pdf, Stream], None]] = {
    "the list of filters": lambda pdf, each: each.__setitem__("/Filter", lying(pdf, Array([Name.FlateDecode]))[0]),
    "a filter": lambda pdf, each: each.__setitem__("/Filter", lying(pdf, Name.FlateDecode)[0]),
    "a filter of the list": lambda pdf, each: each.__setitem__("/Filter", Array(lying(pdf, Name.FlateDecode))),
    "what the filter is told": lambda pdf, each: each.__setitem__("/DecodeParms", lying(pdf, told(pdf))[0]),
    "what each filter is told": lambda pdf, each: each.__setitem__("/DecodeParms", lying(pdf, Array([told(pdf)]))[0]),
    "what no filter is told": lambda pdf, each: each.__setitem__("/DecodeParms", lying(pdf, pikepdf.String(SECRET))[0]),
    "where another file is": lambda _, each: each.__setitem__("/F", pikepdf.String(SECRET)),
}


@pytest.mark.parametrize("what", ELSEWHERE)
@pytest.mark.parametrize("of", ["Contents", "picture"])
def test_how_a_stream_is_packed_may_be_said_elsewhere_and_is_not_left_there(what: str, of: str) -> None:
    """One writer of PDFs has each list of filters in an object of its own."""

    def add(pdf: Pdf) -> None:
        image = picture(pdf, zlib.compress(PIXELS), Name.FlateDecode)
        page = pdf.pages[0].obj
        page.Contents = Stream(pdf, zlib.compress(page.Contents.read_bytes()), Filter=Name.FlateDecode)
        ELSEWHERE[what](pdf, image if of == "picture" else page.Contents)

    none = pikepdf.StreamDecodeLevel.none
    data = make_pdf(add, compress_streams=False, stream_decode_level=none)
    with pikepdf.open(io.BytesIO(cleaned(data))) as pdf:
        assert pdf.pages[0].obj.Resources.XObject.Im.read_bytes() == PIXELS
