"""Makers of Word documents and workbooks with what python-docx and openpyxl do not write."""

import io
import zipfile

from docx import Document
from openpyxl import Workbook
from openpyxl.drawing.image import Image as Drawn
from PIL import Image

from tests.documents.make import make_docx, make_picture, make_xlsx, rezipped

SPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    }.items()
)


def run(text: str, how: str = "") -> str:
    """A run of text; `how`: its properties."""
    return f'<w:r><w:rPr>{how}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def inserted(content: str, kind: str = "ins") -> str:
    return f'<w:{kind} w:id="1" w:author="a">{content}</w:{kind}>'


def deleted(text: str) -> str:
    return f'<w:del w:id="1" w:author="a"><w:r><w:delText xml:space="preserve">{text}</w:delText></w:r></w:del>'


def control(content: str) -> str:
    """A content control, as forms and templates have them."""
    return f'<w:sdt><w:sdtPr><w:alias w:val="x"/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'


def paragraph(*content: str, how: str = "") -> str:
    return f"<w:p><w:pPr>{how}</w:pPr>{''.join(content)}</w:p>"


def make_word(*blocks: str) -> bytes:
    """A document of these blocks, as they are written in it."""
    body = f"<w:document {SPACES}><w:body>{''.join(blocks)}</w:body></w:document>"
    return rezipped(make_docx(), {"word/document.xml": f"<?xml version='1.0' encoding='UTF-8'?>{body}".encode()})


def with_pictures(*pictures: bytes, words: str = "", header: bytes | None = None) -> bytes:
    """A document with these pictures, each in a paragraph of its own."""
    document = Document()
    if words:
        document.add_paragraph(words)
    for each in pictures:
        document.add_picture(io.BytesIO(each))
    if header:
        document.sections[0].header.paragraphs[0].add_run().add_picture(io.BytesIO(header))
    into = io.BytesIO()
    document.save(into)
    return into.getvalue()


def with_picture_of_another_kind(sign: bytes) -> bytes:
    """A document whose one picture begins like this."""
    return rezipped(with_pictures(make_picture()), {"word/media/image1.png": sign + b"\0" * 200})


def workbook_with_picture(picture: bytes, *rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.active.add_image(Drawn(Image.open(io.BytesIO(picture))), "B2")
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def strict(data: bytes) -> bytes:
    """The file as "Strict Open XML", which has other names for everything."""
    changed: dict[str, bytes | None] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for each in archive.namelist():
            if each.endswith((".xml", ".rels")):
                text = archive.read(each)
                for kind in (b"officeDocument", b"wordprocessingml", b"spreadsheetml", b"drawingml"):
                    usual = b"http://schemas.openxmlformats.org/%s/2006/" % kind
                    text = text.replace(usual, b"http://purl.oclc.org/ooxml/%s/" % kind)
                changed[each] = text
    return rezipped(data, changed)


def empty_workbook() -> bytes:
    return make_xlsx(())
