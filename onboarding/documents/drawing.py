"""How much there is to draw on the pages of a PDF, found out before any is drawn.

A page's content may be drawn by hundreds of other streams, each of which has the next drawn ten times, and every page
may have them all. What is counted: bytes of instructions, and pixels of pictures, each as often as it is drawn.
"""

import re
import zlib
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from onboarding.documents.kinds import Refusal, RefusedFileError

# House policy. A page of dense text has 10,000 bytes of instructions, a plan of a building a million; a page scanned at
# 300 dots per inch has 8 million pixels, one at 600 has 34 million. More than these takes minutes to draw.
MOST_BYTES_OF_A_PAGE, MOST_BYTES = 8 * 2**20, 32 * 2**20
MOST_PIXELS_OF_A_PAGE, MOST_PIXELS = 150 * 10**6, 3_000 * 10**6
DRAWS = re.compile(rb"/([^\x00\t\n\f\r ()<>\[\]{}/%]+)[\x00\t\n\f\r ]+Do\b")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
SAYS = "{}: there is more to draw than is drawn of one {}. Print it to a new PDF at 150 dots per inch, and send that."


class Load(NamedTuple):
    """What is to be drawn: bytes of instructions, pixels of pictures."""

    bytes: int
    pixels: int

    def and_(self, other: "Load", times: int = 1) -> "Load":
        """This and the other, that as often as it is drawn."""
        return Load(self.bytes + other.bytes * times, self.pixels + other.pixels * times)


def check(pdf: Pdf) -> None:
    """Raises RefusedFileError, which names the page, where there is too much to draw on it or up to it."""
    known: dict[tuple[int, int], Load] = {}
    whole = Load(0, 0)
    for number, page in enumerate(pdf.pages, start=1):
        contents = page.obj.get("/Contents")
        parts = list(contents) if isinstance(contents, Array) else [contents]
        streams = [each for each in parts if isinstance(each, Stream)]
        on_page = _of(b"\n".join(_unpacked(each, number) for each in streams), page.resources, known, number)
        whole = whole.and_(on_page)
        if on_page.bytes > MOST_BYTES_OF_A_PAGE or on_page.pixels > MOST_PIXELS_OF_A_PAGE:
            raise _refusal(number, "page")
        if whole.bytes > MOST_BYTES or whole.pixels > MOST_PIXELS:
            raise _refusal(number, "file")


def _of(instructions: bytes, resources: Object | None, known: dict[tuple[int, int], Load], page: int) -> Load:
    load = Load(len(instructions), 0)
    for drawn, times in _drawn(instructions, resources):
        load = load.and_(_of_object(drawn, resources, known, page), times)
    return load


def _of_object(drawn: Stream, outside: Object | None, known: dict[tuple[int, int], Load], page: int) -> Load:
    """What a picture or a form is to draw; one that draws itself is drawn once."""
    if drawn.get("/Subtype") == Name.Image:
        return Load(0, max(0, _number(drawn.get("/Width"))) * max(0, _number(drawn.get("/Height"))))
    if drawn.objgen not in known:
        known[drawn.objgen] = Load(0, 0)  # while it is looked at
        resources = drawn.get("/Resources", outside)
        known[drawn.objgen] = _of(_unpacked(drawn, page), resources, known, page)
    return known[drawn.objgen]


def _drawn(instructions: bytes, resources: Object | None) -> Iterator[tuple[Stream, int]]:
    """Each picture and form that the instructions name, and how often."""
    there = resources.get("/XObject") if isinstance(resources, Dictionary) else None
    if not isinstance(there, Dictionary):
        return
    for name, times in _counted(instructions).items():
        found = there.get(f"/{name}")
        if isinstance(found, Stream):
            yield found, times


def _counted(instructions: bytes) -> Mapping[str, int]:
    counts: dict[str, int] = {}
    for found in DRAWS.finditer(instructions):
        name = ESCAPED.sub(lambda each: bytes([int(each[1], 16)]), found[1]).decode("utf-8", "replace")
        counts[name] = counts.get(name, 0) + 1
    return counts


def _unpacked(stream: Stream, page: int) -> bytes:
    """The stream's content; of one that was packed in the usual way, never more than is drawn of a page."""
    filters = stream.get("/Filter")
    names = list(filters) if isinstance(filters, Array) else [filters]
    if "/DecodeParms" in stream or any(each != Name.FlateDecode for each in names):
        return bytes(stream.read_bytes())
    content = bytes(stream.read_raw_bytes())
    for _ in names:
        try:
            content = zlib.decompressobj().decompress(content, MOST_BYTES_OF_A_PAGE + 1)
        except zlib.error:
            return bytes(stream.read_bytes())
        if len(content) > MOST_BYTES_OF_A_PAGE:
            raise _refusal(page, "page")
    return content


def _number(value: object) -> int:
    try:
        return int(value)  # type: ignore[call-overload,no-any-return]
    except (TypeError, ValueError):
        return 0


def _refusal(page: int, of: str) -> RefusedFileError:
    return RefusedFileError(Refusal.BOMB, SAYS.format(f"Page {page}", of))
