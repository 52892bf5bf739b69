"""Makers of files: good ones, and one of each way to harm whoever opens it. All made by code, none kept."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

import pikepdf
from docx import Document
from openpyxl import Workbook
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image

from onboarding.documents.office import MAIN

CONTENT = b"BT /F1 24 Tf 72 700 Td (Diploma) Tj ET"


def make_picture(
    kind: str = "PNG", size: tuple[int, int] = (60, 40), color: object = "red", mode: str = "RGB", **options: object
) -> bytes:
    into = io.BytesIO()
    Image.new(mode, size, color).save(into, kind, **options)  # type: ignore[arg-type]
    return into.getvalue()


def make_pdf(
    change: Callable[[Pdf], object] = lambda _: None,
    pages: int = 1,
    size: tuple[float, float] = (612, 792),
    **options: object,
) -> bytes:
    """A PDF with a word on each page, changed as said before it is saved."""
    pdf = Pdf.new()
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for _ in range(pages):
        page = pdf.add_blank_page(page_size=size)
        page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
        page.obj.Contents = pdf.make_stream(CONTENT)
    change(pdf)
    into = io.BytesIO()
    # The same words give the same bytes: what a process apart says of them is then asked once (tests/stored.py).
    pdf.save(into, **{"deterministic_id": "encryption" not in options, **options})  # type: ignore[arg-type]
    return into.getvalue()


def unpacked(data: bytes) -> bytes:
    """A PDF with every stream unpacked, to be searched."""
    into = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        plain = {"compress_streams": False, "stream_decode_level": pikepdf.StreamDecodeLevel.generalized}
        pdf.save(into, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable, **plain)  # type: ignore[arg-type]
    return into.getvalue()


def make_form() -> bytes:
    """A PDF with one text field, named `name`."""

    def add(pdf: Pdf) -> None:
        pdf.Root.AcroForm = Dictionary(Fields=Array([text_box(pdf)]), DA="/F1 10 Tf 0 g")

    return make_pdf(add)


def text_box(pdf: Pdf, **more: object) -> pikepdf.Object:
    """A text field named `name` on the first page, which no list of fields names yet."""
    looks = {"FT": Name.Tx, "T": "name", "DA": "/F1 10 Tf 0 g", "Rect": Array([72, 600, 300, 620]), "F": 4, **more}
    box = pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Widget, **looks))
    pdf.pages[0].obj.Annots = Array([box])
    return box


def as_file(data: bytes) -> io.BytesIO:
    return io.BytesIO(data)


def with_action(**action: object) -> bytes:
    """A PDF that does something as it is opened, as its page is, and when its link is followed."""

    def add(pdf: Pdf) -> None:
        act = Dictionary(Type=Name.Action, **action)
        pdf.Root.OpenAction = act
        pdf.pages[0].obj.AA = Dictionary(O=act)
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 100, 100], A=act)
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link)])

    return make_pdf(add)


def with_embedded(name: str = "invoice.exe") -> bytes:
    """A PDF with another file in it, in its name tree and behind an annotation."""

    def add(pdf: Pdf) -> None:
        pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, b"MZ" + b"\0" * 100, filename=name)
        spec = pdf.attachments[name].obj
        note = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=[0, 0, 20, 20], FS=spec)
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])

    return make_pdf(add)


def with_xfa(pdf: Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=[], XFA=pdf.make_stream(b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'/>"))


def with_dynamic_form(template: str, drawn: bool = False, in_parts: bool = False) -> Callable[[Pdf], None]:
    """A form that Adobe's program draws from a template; `drawn`: it says that the pages are nothing without."""

    def add(pdf: Pdf) -> None:
        part = pdf.make_stream(template.encode())
        pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=Array(["template", part]) if in_parts else part)
        if drawn:
            pdf.Root.NeedsRendering = True

    return add


def with_script_in_an_unlisted_box(pdf: Pdf) -> None:
    """A box on a page that no list of fields names, with a script of its own."""
    text_box(pdf, AA=Dictionary(K=Dictionary(S=Name.JavaScript, JS="app.alert(1)")))


def with_script_in_an_unlisted_field(pdf: Pdf) -> None:
    """A field that no list names, with the script; only its box is on the page."""
    field = pdf.make_indirect(Dictionary(FT=Name.Tx, T="age", AA=Dictionary(V=Dictionary(S=Name.JavaScript, JS="1"))))
    field.Kids = Array([text_box(pdf, Parent=field)])


def with_script_in_a_box_beside_the_list(pdf: Pdf) -> None:
    """A form with a list of fields, which leaves out the one with the script."""
    pdf.Root.AcroForm = Dictionary(Fields=Array())
    text_box(pdf, A=Dictionary(S=Name.JavaScript, JS=pdf.make_stream(b"app.alert(1)")))


def with_script_far_down(pdf: Pdf) -> None:
    """A script of a part of the text's structure, and one within arrays within arrays."""
    act = Dictionary(S=Name.JavaScript, JS="1")
    pdf.Root.StructTreeRoot = Dictionary(K=Array([Array([Array([Dictionary(S=Name.P, AA=Dictionary(E=act))])])]))


def with_script_in_a_field(pdf: Pdf) -> None:
    act = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
    kid = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="name", Rect=[0, 0, 99, 20], AA=Dictionary(K=act)
    )
    kid = pdf.make_indirect(kid)
    pdf.Root.AcroForm = Dictionary(Fields=[kid])
    pdf.pages[0].obj.Annots = Array([kid])


def with_script_in_the_names(pdf: Pdf) -> None:
    act = Dictionary(S=Name.JavaScript, JS=Stream(pdf, b"app.launchURL('http://x.test')"))
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=["run", act]))


def with_film(pdf: Pdf) -> None:
    film = Dictionary(Type=Name.Annot, Subtype=Name.RichMedia, Rect=[0, 0, 50, 50], RichMediaContent=Dictionary())
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(film)])


def with_next_action(pdf: Pdf) -> None:
    """A harmless jump, followed by one that is none."""
    bad = Dictionary(S=Name.Launch, F="cmd.exe")
    jump = Dictionary(S=Name.GoTo, D=Array([pdf.pages[0].obj, Name.Fit]), Next=bad)
    pdf.pages[0].obj.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=jump)])


def with_bookmark_that_acts(pdf: Pdf) -> None:
    item = pdf.make_indirect(Dictionary(Title="Go", A=Dictionary(S=Name.URI, URI="http://x.test")))
    pdf.Root.Outlines = pdf.make_indirect(Dictionary(Type=Name.Outlines, First=item, Last=item, Count=1))
    item.Parent = pdf.Root.Outlines


def with_notes(pdf: Pdf) -> None:
    """A PDF whose metadata tell who wrote it, where."""
    with pdf.open_metadata() as notes:
        notes["dc:creator"] = ["CANARY Author"]
    pdf.docinfo["/Author"] = "CANARY Author"


def with_a_bomb(size: int = 600 * 2**20) -> bytes:
    """A page whose content is so many blanks, packed twice into a kilobyte or two."""

    def add(pdf: Pdf) -> None:
        stream = Stream(pdf, zlib.compress(packed(b" ", size // 2**20), 9))
        stream.Filter = Array([Name.FlateDecode, Name.FlateDecode])
        pdf.pages[0].obj.Contents = pdf.make_indirect(stream)

    return make_pdf(add, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def packed(letter: bytes, megabytes: int) -> bytes:
    """So many megabytes of one letter as zlib packs them, of which one is packed: the others are the same again."""
    piece, packer, check = letter * 2**20, zlib.compressobj(9), 1
    first, again = (packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    for _ in range(megabytes):
        check = zlib.adler32(piece, check)
    return first + again * (megabytes - 1) + b"\3\0" + check.to_bytes(4, "big")


def with_a_loop_of_pages() -> bytes:
    """A tree of pages that comes back to itself."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Pages/Kids[2 0 R]/Count 1/Parent 2 0 R>>endobj\n"
        b"xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000055 00000 n \n0000000105 00000 n \n"
        b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n168\n%%EOF\n"
    )


def deeply_nested(depth: int = 100_000) -> bytes:
    """Arrays within arrays, to the end of every stack."""
    return b"%PDF-1.4\n1 0 obj" + b"[" * depth + b"]" * depth + b"endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


def png_that_claims(width: int, height: int) -> bytes:
    """A few bytes that say they are a picture of this size."""
    packed = zlib.compress(b"\0" * 1000)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def png(kind: int, row: bytes, clear: tuple[int, ...] = (), lines: int = 20) -> bytes:
    """A picture of 20 by 20 pixels of 16 bits, every line the same; `clear`: the one shade or colour that is."""
    head = struct.pack(">IIBBBBB", 20, lines, 16, kind, 0, 0, 0)
    note = _chunk(b"tRNS", struct.pack(f">{len(clear)}H", *clear)) if clear else b""
    packed = zlib.compress((b"\0" + row) * lines)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + note + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def png_with_a_text_bomb() -> bytes:
    """A picture of one pixel, with a note of half a gigabyte packed into it."""
    note = _chunk(b"zTXt", b"Comment\0\0" + packed(b"A", 512))
    whole = make_picture(size=(1, 1))
    return whole[:33] + note + whole[33:]


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def with_camera_notes() -> bytes:
    """A photo taken upright, as a phone writes it: lying, with a note to turn it, and where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn it by 90 degrees
    exif[0x010F] = "CANARY Phone"
    exif.get_ifd(0x8825)[2] = (47.0, 36.0, 0.0)
    return make_picture("JPEG", (60, 40), exif=exif)


def make_docx(*lines: str) -> bytes:
    document = Document()
    for line in lines or ("Diploma",):
        document.add_paragraph(line)
    into = io.BytesIO()
    document.save(into)
    return into.getvalue()


def make_xlsx(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    for row in rows or (("Day", "Hours"), ("2026-01-05", 4)):
        book.active.append(row)
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def rezipped(data: bytes, changed: Mapping[str, bytes | None] = {}, **added: bytes) -> bytes:
    """An archive with some entries changed, left out (None) or added (by keyword, `__` for a slash)."""
    into = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        entries = {each.filename: old.read(each) for each in old.infolist()}
        for name, value in {**entries, **changed}.items():
            if value is not None:
                new.writestr(name, value)
    return into.getvalue()


def macro_enabled(data: bytes) -> bytes:
    """A document that calls itself one with macros."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        types = archive.read("[Content_Types].xml").decode()
    for main in MAIN:
        types = types.replace(
            main, main.replace("openxmlformats-officedocument", "ms-word").replace("main", "macroEnabled.main")
        )
    return rezipped(data, {"[Content_Types].xml": types.encode()})


BILLION_LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]><w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>&j;</w:document>"
)
OUTSIDE = (
    b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    b"<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>&x;</w:document>"
)
IN_WIDE_LETTERS = BILLION_LAUGHS.decode().replace("?>", ' encoding="utf-16"?>', 1).encode("utf-16")
OVER_TWO_PIECES = b'<?xml version="1.0"?><!--'.ljust(2**16 - 7, b"x") + b"--><!DOCTYPE w><w/>"
