"""Small files that describe far more than they hold: a row of number two thousand million, a cell a million wide."""

import io
import zipfile

import pikepdf

from tests.documents.make import make_docx, make_pdf, make_xlsx, rezipped
from tests.documents.make_office import SPACES, make_word, paragraph, run

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook(rows: str, before: str = "", prefix: str = "") -> bytes:
    """A workbook whose one sheet has these rows, as they are written in it; `prefix`: of every element's name."""
    name = f"{prefix}:" if prefix else ""
    space = f'xmlns{":" if prefix else ""}{prefix}="{SHEET}"'
    data = f"<{name}sheetData>{rows}</{name}sheetData>"
    return rezipped(
        make_xlsx(("a",)),
        {"xl/worksheets/sheet1.xml": f"<{name}worksheet {space}>{before}{data}</{name}worksheet>".encode()},
    )


def row(number: str, cell: str = "A1", element: str = "row") -> str:
    return f'<{element} r="{number}"><c r="{cell}"><v>1</v></c></{element}>'


def wide(rows: int) -> str:
    """Rows of one cell each, in the last column."""
    return "".join(row(str(number), f"XFD{number}") for number in range(1, rows + 1))


BEYOND = {  # the last row or column that there is, and what is built on the way there
    "a row of number two thousand million": workbook(row("2000000000", "A2000000000")),
    "a row just beyond the last": workbook(row("1048577")),
    "a row whose number is written with an exponent": workbook(row("2e9")),
    "a row beyond every number": workbook(row("1e300")),
    "a row far away in a sheet with prefixes": workbook('<x:row r="2000000000"/>', prefix="x"),
    "a cell beyond the last column": workbook(row("1", "ZZZ1")),
    "many cells in the last column": workbook(wide(100)),
    "many cells in the last column by another name": workbook(wide(100).replace("<c ", "<d ").replace("</c>", "</d>")),
    "a row that stands after a later one": workbook(row("3", "A3") + row("2", "A2")),
    "the same row twice": workbook(row("2", "A2") + row("2", "B2")),
    "a cell that stands after a later one": workbook('<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>2</v></c></row>'),
    "a cell that names another row": workbook(row("1", "A7")),
    "a cell that names no place": workbook(row("1", "A" + "1" * 5000)),
    "columns without end that are hidden": workbook(
        row("1"), before='<cols><col min="1" max="2000000000" hidden="1"/></cols>'
    ),
    "all columns described again and again": workbook(
        row("1"), before="<cols>" + '<col min="1" max="16384" hidden="1"/>' * 50 + "</cols>"
    ),
}


def word_table(properties: str, grid: str = "") -> bytes:
    """A document with a table of one cell."""
    cell = f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(run('Diploma'))}</w:tc>"
    return make_word(f"<w:tbl><w:tblGrid>{grid}</w:tblGrid><w:tr>{cell}</w:tr></w:tbl>")


def in_header(body: str) -> bytes:
    """A document with a header that a table of that kind is in."""
    return rezipped(make_docx("Diploma"), {"word/header1.xml": f"<w:hdr {SPACES}>{body}</w:hdr>".encode()})


SPANS = {
    "a cell over a million columns": word_table('<w:gridSpan w:val="1000000"/>'),
    "a cell over one column too many": word_table('<w:gridSpan w:val="1001"/>'),
    "a million columns left out before a row": word_table('<w:gridBefore w:val="1000000"/>'),
    "a table of many columns": word_table("", '<w:gridCol w:w="1"/>' * 1001),
    "a cell over a million columns in a header": in_header('<w:gridSpan w:val="1000000"/>'),
}
NESTED = make_word("<w:sdt><w:sdtContent>" * 110 + paragraph(run("x")) + "</w:sdtContent></w:sdt>" * 110)


def with_notes(notes: int, referred: int, within: str = "") -> bytes:
    """A document with footnotes, each referred to so often; `within`: what each note holds besides its text."""
    plain = rezipped(make_docx(), {})
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        relations = archive.read("word/_rels/document.xml.rels").decode()
        types = archive.read("[Content_Types].xml").decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    part = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    marks = [f'<w:footnoteReference w:id="{number}"/>' for number in range(notes)] * referred
    body = paragraph(*(f"<w:r>{mark}</w:r>" for mark in marks))
    written = "".join(
        f'<w:footnote w:id="{n}">{paragraph(run(f"note number {n}."), within)}</w:footnote>' for n in range(notes)
    )
    return rezipped(
        plain,
        {
            "word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>".encode(),
            "word/footnotes.xml": f"<w:footnotes {SPACES}>{written}</w:footnotes>".encode(),
            "word/_rels/document.xml.rels": relations.replace(
                "</Relationships>", f'<Relationship Id="rId99" Type="{kind}" Target="footnotes.xml"/></Relationships>'
            ).encode(),
            "[Content_Types].xml": types.replace(
                "</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{part}"/></Types>'
            ).encode(),
        },
    )


LINE = b"%d %d l "


def drawn(
    *, pages: int = 1, own: bytes = b"", forms: tuple[bytes, ...] = (), side: int = 0, packed: bool = True
) -> bytes:
    """A PDF whose every page draws /X0, the first of the forms, and `own`; form n has /X and the next number.

    `side`: of a picture that is /I; it holds no pixels. `packed`: with what pages are usually packed.
    """
    with pikepdf.new() as pdf:
        picture = pikepdf.Stream(
            pdf, b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=side, Height=side
        )
        inner = pikepdf.Dictionary(I=picture)
        for number, form in reversed(list(enumerate(forms))):
            made = pikepdf.Stream(pdf, form, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9])
            made.Resources = pikepdf.Dictionary(XObject=inner)
            inner = pikepdf.Dictionary({"/I": picture, f"/X{number}": pdf.make_indirect(made)})
        for _ in range(pages):
            page = pdf.add_blank_page()
            page.Resources = pikepdf.Dictionary(XObject=inner)
            page.Contents = pikepdf.Stream(pdf, own + (b" /X0 Do" if forms else b""))
        into = io.BytesIO()
        pdf.save(into, compress_streams=packed, recompress_flate=packed)
        return into.getvalue()


def tenfold(levels: int) -> tuple[bytes, ...]:
    """Forms of which each draws the next ten times."""
    return (*(b" ".join([b"/X%d Do" % (level + 1)] * 10) for level in range(levels)), b"0 0 m 9 9 l S")


HEAVY = {  # what is said of it, and the file
    "a page with more lines than anybody drew": ("Page 1", drawn(own=LINE % (1, 2) * 1_500_000)),
    "the same, not packed": ("Page 1", drawn(own=LINE % (1, 2) * 1_500_000, packed=False)),
    "pages that are each only heavy": ("Page 5", drawn(pages=9, own=LINE % (1, 2) * 1_200_000)),
    "a form that every page draws": ("Page 33", drawn(pages=40, forms=(LINE % (1, 2) * 170_000,))),
    "ten million strokes in eight forms": ("Page 1", drawn(forms=tenfold(7))),
    "a form drawn by an escaped name": ("Page 1", drawn(own=b"/#58#30 Do " * 40, forms=(LINE % (1, 2) * 60_000,))),
    "a picture drawn again and again": ("Page 1", drawn(own=b"/I Do " * 5, side=7_000)),
    "a picture of 49 million pixels on each page": ("Page 62", drawn(pages=70, own=b"/I Do ", side=7_000)),
}
DRAWN = {
    "sixty thousand lines on each of five pages": drawn(pages=5, own=LINE % (1, 2) * 60_000),
    "a form that draws itself": drawn(forms=(b"/X0 Do",)),
    "a letterhead on two hundred pages": drawn(pages=200, forms=(LINE % (1, 2) * 10_000,)),
    "a page at 600 dots per inch": drawn(own=b"/I Do", side=5_800),
}
HONEST = {
    "a cell in the last row and one in the last column": workbook(row("1", "XFD1") + row("1048576", "A1048576")),
    "a sheet that says that it is full": workbook(row("1"), before='<dimension ref="A1:XFD1048576"/>'),
    "all columns described once": workbook(row("1"), before='<cols><col min="1" max="16384" width="9"/></cols>'),
    "a cell over as many columns as Word has": word_table('<w:gridSpan w:val="63"/>'),
    "a document of one page": make_docx("Diploma"),
    "a letter": make_pdf(),
}
