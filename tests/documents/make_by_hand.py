"""PDFs written byte by byte, as programs write them that are not quite right."""

CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
WORDS = b"BT /F1 18 Tf 20 100 Td (BLS card: Ida Fell) Tj ET"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def stream(content: bytes, length: int | None = None, line: bytes = b"\n") -> bytes:
    """A stream, with its length or another, and what ends the line of the word `stream`."""
    said = len(content) if length is None else length
    return b"<</Length %d>>stream%s%s\nendstream" % (said, line, content)


def by_hand(
    *,
    catalog: bytes = CATALOG,
    pages: bytes = PAGES,
    page: bytes = PAGE,
    contents: bytes | None = None,
    font: bytes = FONT,
    more: tuple[bytes, ...] = (),
    trailer: bytes = b"/Size %d/Root 1 0 R",
    begins: bytes = b"",
    counted: bool = False,
    blank: bytes = b"",
    ends: bytes = b"",
) -> bytes:
    """A page of a few words. `begins` stands before it, and its places count from there unless `counted`.

    `blank` stands before the table of places, `ends` after everything.
    """
    objects = [catalog, pages, page, contents or stream(WORDS), font, *more]
    data, places = bytearray(b"%PDF-1.4\n"), []
    for number, each in enumerate(objects, start=1):
        places.append(len(data) + len(begins) * counted)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(data) + len(begins) * counted
    data += blank + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    said = trailer.replace(b"%d", b"%d" % (len(objects) + 1))
    return begins + bytes(data) + b"trailer\n<<%s>>\nstartxref\n%d\n%%%%EOF\n" % (said, start) + ends
