"""What each page of a PDF leads to, so that what is wrong with it can be told by its page."""

from collections.abc import Iterable, Iterator

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream


def below(page: Page, seen: set[tuple[int, int]]) -> Iterator[Dictionary | Stream]:
    """Everything with keys that the page leads to and that was not seen before; itself first."""
    waiting: list[Object] = [page.obj]
    while waiting:
        value = waiting.pop()
        if value.is_indirect:
            if value.objgen in seen:
                continue
            seen.add(value.objgen)
        parts: Iterable[Object | None] = value if isinstance(value, Array) else ()
        if isinstance(value, Dictionary | Stream):
            yield value
            parts = [part for _, part in value.items()]
        waiting += [each for each in parts if isinstance(each, Array | Dictionary | Stream) and not _page(each)]


def of(pdf: Pdf, stream: Stream) -> str:
    """The first page that leads to the stream, to begin a sentence with."""
    seen: set[tuple[int, int]] = set()
    for number, page in enumerate(pdf.pages, start=1):
        if any(each.is_indirect and each.objgen == stream.objgen for each in below(page, seen)):
            return f"Page {number}"
    return "The file"


def _page(value: Object) -> bool:
    """Whether it is a page, or leads to all of them. No key says so: a name that leads to a picture may be any."""
    return isinstance(value, Dictionary) and value.get("/Type") in (Name.Page, Name.Pages)
