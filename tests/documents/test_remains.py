"""What remains in a copy, a page, a redacted picture and a PDF: every part is named, and none of them holds a note."""

import io
import re
import struct
import zlib
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from onboarding.documents import belonging, segments
from onboarding.documents.belonging import SHOWN_NOWHERE
from onboarding.documents.inspection import inspect
from onboarding.documents.kinds import Page
from onboarding.documents.pdf import _cleaned
from onboarding.documents.redaction import Box, redacted
from tests.documents.make import make_pdf, make_picture, unpacked

SECRET = b"CANARY-404-Elm-Street"  # one word: how a stream is laid out may change
WORDS = SECRET.decode()
JPEG_PARTS = {"SOI", "JFIF", "DQT", "SOF0", "DHT", "SOS", "EOI"}
PNG_PARTS = {"IHDR", "IDAT", "IEND"}


def segment(mark: int, content: bytes) -> bytes:
    return bytes((0xFF, mark)) + struct.pack(">H", len(content) + 2) + content


def jpeg_with(extra: bytes = b"", after: bytes = b"", size: tuple[int, int] = (60, 40)) -> bytes:
    data = make_picture("JPEG", size, color="navy")
    return data[:20] + extra + data[20:] + after  # after the first 18 bytes of JFIF and two that begin


def png_with(name: bytes, content: bytes) -> bytes:
    data = make_picture()
    chunk = struct.pack(">I", len(content)) + name + content
    return data[:33] + chunk + struct.pack(">I", zlib.crc32(name + content)) + data[33:]


def png_with_text() -> bytes:
    notes = PngInfo()
    notes.add_itxt("Comment", WORDS, zip=False)
    return make_picture(pnginfo=notes, icc_profile=SECRET, dpi=(72, 72))


PICTURES: dict[str, Callable[[], bytes]] = {
    "a JPEG with a comment": lambda: make_picture("JPEG", comment=SECRET),
    "a JPEG with two comments": lambda: jpeg_with(segment(0xFE, b"one") + segment(0xFE, SECRET)),
    "a JPEG with XMP": lambda: jpeg_with(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET)),
    "a JPEG with a color profile": lambda: make_picture("JPEG", icc_profile=SECRET),
    "a JPEG with Photoshop's notes": lambda: jpeg_with(segment(0xED, b"Photoshop 3.0\0" + SECRET)),
    "a JPEG with what nobody knows": lambda: jpeg_with(segment(0xE9, SECRET)),
    "a JPEG with something behind it": lambda: jpeg_with(after=SECRET),
    "a PNG with texts and a profile": png_with_text,
    "a PNG with a time": lambda: png_with(b"tIME", b"\x07\xea\x01\x01\0\0\0"),
    "a PNG with a chunk of its own": lambda: png_with(b"caNy", SECRET),
    "a PNG with something behind it": lambda: make_picture() + SECRET,
}


def parts(data: bytes) -> set[str]:
    """The name of every part of a picture."""
    if data.startswith(segments.PNG_SIGN):
        return set(segments._chunks(data))
    return {each.name for each in segments._segments(data)}


@pytest.mark.parametrize("what", PICTURES)
def test_of_a_picture_remain_its_pixels(what: str) -> None:
    data = PICTURES[what]()
    assert segments.stray(data)
    found = inspect(data)
    assert found.copy
    _, (clean,) = redacted(found.pages, [])
    pdf, (black,) = redacted(found.pages, [Box(1, 0, 0, 0.5, 0.5)])
    for each in (found.copy, found.pages[0].image):
        assert parts(each) == (PNG_PARTS if data.startswith(segments.PNG_SIGN) else JPEG_PARTS)
    for each in (clean.image, black.image):
        assert parts(each) == JPEG_PARTS
    for each in (found.copy, found.pages[0].image, clean.image, black.image, unpacked(pdf)):
        assert SECRET not in each
    assert remains(pdf) == {"Catalog", "Pages", "Page", "Image", "Contents"}


def test_a_page_that_was_made_before_this_was_seen_to_is_redacted_without_its_notes() -> None:
    page = Page(jpeg_with(segment(0xFE, SECRET)), "image/jpeg", 60, 40)
    pdf, (drawn,) = redacted([page], [])
    assert parts(drawn.image) == JPEG_PARTS
    assert SECRET not in pdf


def test_what_cannot_be_read_part_by_part_is_said_to_be_so() -> None:
    for data in (b"\xff\xd8\xff\xdb\0\0", b"\xff\xd8rest", b"\xff\xd8" + segment(0xE1, b"x") + b"gap"):
        with pytest.raises(segments.UnreadableError):
            segments.stray(data)


def test_a_thumbnail_goes_and_how_colors_were_stored_stays() -> None:
    data = make_picture("JPEG")
    jfif = segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\x02\x02" + b"\x11" * 12)
    adobe = segment(0xEE, b"Adobe\0\x64\0\0\0\0\x01" + SECRET)
    bare = segments.bare_jpeg(b"junk" + data[:2] + jfif + adobe + data[20:] + SECRET)
    assert parts(bare) == JPEG_PARTS | {"Adobe"}
    assert bare == data[:20] + adobe[:2] + b"\0\x0e" + adobe[4:16] + data[20:]


def remains(data: bytes) -> set[str]:
    """What each object of a PDF is, without asking the product: by its type, or by what alone may have none."""
    found = set()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        contents = {page.obj.Contents.objgen for page in pdf.pages}
        for each in pdf.objects:
            if isinstance(each, Dictionary | Stream):
                kind = each.get("/Subtype") if each.get("/Type") in (None, Name.XObject) else each.get("/Type")
                found.add("Contents" if each.objgen in contents else str(kind).removeprefix("/"))
    return found


def note(pdf: Pdf, **more: object) -> Stream:
    return pdf.make_stream(SECRET, **more)  # type: ignore[arg-type]


def picture(pdf: Pdf, data: bytes, filters: object = Name.DCTDecode, **more: object) -> Stream:
    """A picture on the first page."""
    looks = {"Width": 60, "Height": 40, "ColorSpace": Name.DeviceRGB, "BitsPerComponent": 8, "Filter": filters, **more}
    image = Stream(pdf, data, Type=Name.XObject, Subtype=Name.Image, **looks)  # type: ignore[arg-type]
    pdf.pages[0].obj.Resources.XObject = Dictionary(Im=pdf.make_indirect(image))
    pdf.pages[0].obj.Contents = pdf.make_stream(b"60 0 0 40 100 600 cm /Im Do")
    return image


def xmp(pdf: Pdf) -> Stream:
    rdf = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    said = f'<rdf:Description xmlns:pdf="http://ns.adobe.com/pdf/1.3/" pdf:Keywords="{WORDS}"/>'
    whole = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {rdf}>{said}</rdf:RDF></x:xmpmeta>'
    return pdf.make_stream(whole.encode(), Type=Name.Metadata, Subtype=Name.XML)


def on_catalog(key: str, value: Callable[[Pdf], object]) -> Callable[[Pdf], None]:
    return lambda pdf: pdf.Root.__setitem__(f"/{key}", value(pdf))


def on_page(key: str, value: Callable[[Pdf], object]) -> Callable[[Pdf], None]:
    return lambda pdf: pdf.pages[0].obj.__setitem__(f"/{key}", value(pdf))


def on_font(key: str, value: Callable[[Pdf], object]) -> Callable[[Pdf], None]:
    return lambda pdf: pdf.pages[0].obj.Resources.Font.F1.__setitem__(f"/{key}", value(pdf))


def on_picture(key: str, value: Callable[[Pdf], object]) -> Callable[[Pdf], None]:
    return lambda pdf: picture(pdf, make_picture("JPEG")).__setitem__(f"/{key}", value(pdf))


def with_a_page_that_was_taken_out(pdf: Pdf) -> None:
    """A link still leads to it."""
    gone = pdf.make_indirect(
        Dictionary(
            Type=Name.Page, MediaBox=[0, 0, 9, 9], Contents=note(pdf), Resources=Dictionary(), Parent=pdf.Root.Pages
        )
    )
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], Dest=Array([gone, Name.Fit]))
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link)])


def with_a_signature(pdf: Pdf) -> None:
    signed = Dictionary(Type=Name.Sig, ByteRange=[0, 1, 2, 3], Contents=SECRET, Reason=WORDS)
    field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T="sig", Rect=[0, 0, 0, 0], V=signed)
    pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.make_indirect(field)]), SigFlags=3)


def jpeg_2000(pdf: Pdf) -> None:
    into = io.BytesIO()
    Image.new("RGB", (60, 40), "navy").save(into, "JPEG2000", comment=WORDS)
    box = struct.pack(">I", len(SECRET) + 8) + b"xml " + SECRET
    picture(pdf, into.getvalue() + box, Name.JPXDecode)


STRANGERS: dict[str, Callable[[Pdf], object]] = {
    "XMP of the file": on_catalog("Metadata", xmp),
    "XMP of a page": on_page("Metadata", xmp),
    "XMP of a picture": on_picture("Metadata", xmp),
    "XMP of a font": on_font("Metadata", xmp),
    "a program's notes of the file": on_catalog("PieceInfo", lambda pdf: Dictionary(X=Dictionary(Private=note(pdf)))),
    "a program's notes of a page": on_page("PieceInfo", lambda _: Dictionary(X=Dictionary(Private=WORDS))),
    "a program's notes of a picture": on_picture("PieceInfo", lambda pdf: Dictionary(X=Dictionary(Private=note(pdf)))),
    "a thumbnail": on_page("Thumb", note),
    "a stream that the file names": on_catalog("Other", note),
    "a stream that a page names": on_page("Other", note),
    "a stream in a row that a page names": on_page("Other", lambda pdf: Array([1, Array([note(pdf)])])),
    "words that a page holds": on_page("Other", lambda _: WORDS),
    "words far down in the catalog": on_catalog("Other", lambda _: Dictionary(A=Dictionary(B=WORDS))),
    "a stream that a font names": on_font("Other", note),
    "a stream among the font's widths": on_font("Widths", lambda pdf: Array([1, note(pdf)])),
    "another size of a picture": on_picture("Alternates", lambda pdf: Array([Dictionary(Image=note(pdf))])),
    "a list of names for templates": on_catalog(
        "Names", lambda pdf: Dictionary(Templates=Dictionary(Names=["x", note(pdf)]))
    ),
    "what the web was when it was captured": on_catalog("SpiderInfo", lambda pdf: Dictionary(C=Array([note(pdf)]))),
    "who wrote it": lambda pdf: pdf.docinfo.__setitem__("/Author", WORDS),
    "a page that was taken out": with_a_page_that_was_taken_out,
    "a signature": with_a_signature,
    "a picture with a comment": lambda pdf: picture(pdf, make_picture("JPEG", comment=SECRET)),
    "a picture with a place": lambda pdf: picture(pdf, jpeg_with(segment(0xE1, b"Exif\0\0" + SECRET))),
    "a packed picture with a comment": lambda pdf: picture(
        pdf, zlib.compress(make_picture("JPEG", comment=SECRET)), Array([Name.FlateDecode, Name.DCTDecode])
    ),
    "a picture of JPEG 2000 with notes": jpeg_2000,
}
KNOWN = {"Catalog", "Pages", "Page", "Font", "Type1", "Image", "Contents", "ObjStm", "XRef", "Annot", "None"}


@pytest.mark.parametrize("what", STRANGERS)
def test_of_a_pdf_remains_what_its_pages_show(what: str) -> None:
    data = make_pdf(STRANGERS[what])
    assert SECRET in unpacked(data) or SECRET in b"".join(streams(data))
    copy = inspect(data).copy
    assert copy
    assert SECRET not in unpacked(copy) + b"".join(streams(copy))
    assert not re.findall(rb"/(Metadata|PieceInfo|Thumb|Info|EmbeddedFiles?|Other|Alternates)\b", unpacked(copy))
    assert remains(copy) <= KNOWN
    assert copy.count(b"%%EOF") == 1


def streams(data: bytes) -> list[bytes]:
    """Every stream of a PDF as far as it can be unpacked: of pictures, their files."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [unpack(each) for each in pdf.objects if isinstance(each, Stream)]


def unpack(stream: Stream) -> bytes:
    raw = stream.read_raw_bytes()
    return zlib.decompress(raw) if isinstance(stream.get("/Filter"), Array) else raw


def test_an_earlier_state_of_the_file_and_what_nothing_leads_to_are_not_in_the_copy() -> None:
    first = make_pdf(lambda pdf: on_page("Contents", note)(pdf))
    with pikepdf.open(io.BytesIO(first)) as pdf:
        number, size = pdf.pages[0].obj.Contents.objgen[0], len(pdf.objects) + 1
    start = int(first.rsplit(b"startxref", 1)[1].split()[0])
    later = b"%d 0 obj\n<</Length 2>>\nstream\nq \nendstream\nendobj\n" % number
    stray = b"%d 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n" % (size, len(SECRET), SECRET)
    table = b"xref\n%d 1\n%010d 00000 n \n%d 1\n%010d 00000 n \n"
    table %= (number, len(first), size, len(first) + len(later))
    with pikepdf.open(io.BytesIO(first)) as pdf:
        root = pdf.Root.objgen[0]
    end = b"trailer\n<</Size %d/Root %d 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    end %= (size + 1, root, start, len(first) + len(later) + len(stray))
    with pikepdf.open(io.BytesIO(first + later + stray + table + end)) as pdf:
        copied, _ = _cleaned(pdf)
    assert SECRET not in unpacked(copied)
    assert copied.count(b"startxref") == 1


def test_the_pixels_of_a_picture_within_stay_as_they_were() -> None:
    image = make_picture("JPEG", comment=SECRET, color="navy")
    copy = inspect(make_pdf(lambda pdf: picture(pdf, image))).copy
    assert copy
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        kept = pdf.pages[0].obj.Resources.XObject.Im.read_raw_bytes()
    assert parts(kept) == JPEG_PARTS
    assert kept == make_picture("JPEG", color="navy")


def test_what_pages_need_stays() -> None:
    """Fonts with their letters, forms within forms, patterns, masks, profiles, looks of boxes."""

    def add(pdf: Pdf) -> None:
        drawing = pdf.make_stream(b"0 0 9 9 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
        profile = Array([Name.ICCBased, pdf.make_stream(b"profile", N=3)])
        resources = pdf.pages[0].obj.Resources
        resources.XObject = Dictionary(Metadata=drawing)  # a name that its author chose
        resources.ColorSpace = Dictionary(CS0=profile)
        resources.ExtGState = Dictionary(GS=Dictionary(SMask=Dictionary(S=Name.Alpha, G=drawing)))
        resources.Font.F3 = Dictionary(Type=Name.Font, Subtype=Name.Type3, CharProcs=Dictionary(a=drawing))
        box = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Btn, T="b", Rect=[0, 0, 9, 9])
        box.AP = Dictionary(N=Dictionary(Yes=drawing, Off=drawing))
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(box)])
        pdf.Root.AcroForm = Dictionary(Fields=pdf.pages[0].obj.Annots)

    with pikepdf.open(io.BytesIO(make_pdf(add))) as pdf:
        assert not belonging.clear(pdf)
        resources = pdf.pages[0].obj.Resources
        assert isinstance(resources.XObject.Metadata, Stream)
        assert isinstance(resources.ColorSpace.CS0[1], Stream)
        assert isinstance(resources.ExtGState.GS.SMask.G, Stream)
        assert isinstance(resources.Font.F3.CharProcs.a, Stream)
        assert isinstance(pdf.pages[0].obj.Annots[0].AP.N.Yes, Stream)


def test_that_something_was_hidden_is_said_and_ordinary_notes_are_not() -> None:
    assert SHOWN_NOWHERE in inspect(make_pdf(STRANGERS["a stream that a page names"])).removed
    assert inspect(make_pdf(STRANGERS["XMP of the file"])).removed == ()
