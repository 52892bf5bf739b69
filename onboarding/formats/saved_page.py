"""A page as somebody saved it, HTML or text: into the blocks of text that one reads, and against what is cited."""

import json
import re
from html.parser import HTMLParser

from onboarding import confined
from onboarding.confined import ConfinedError, Limits
from onboarding.rules import passages, passages_file, sources
from onboarding.rules.passages import Checked, UnknownPageError
from onboarding.rules.rulebook import Rulebook

# Elements that begin a new block; the text of others runs on.
BLOCKS = re.compile(
    r"address|article|aside|blockquote|body|br|caption|d[dlt]|details|div|fieldset|figcaption|figure|footer|form|h[1-6]|"
    r"header|hr|html|legend|li|main|nav|[ou]l|option|p|pre|section|summary|t(?:able|body|d|foot|h|head|r)|title"
)
UNREAD = frozenset({"head", "noscript", "script", "style", "svg", "template"})  # nobody reads what stands in them
MARKS = re.compile(r"^\s*(?:[•·▪◦*-]|\d{1,2}[.)])\s+")  # of a list, as text files have them
IS_HTML = re.compile(r"<\s*(?:!doctype\s+html|html|head|body|div|p|main)\b", re.IGNORECASE)
TOO_LARGE = "This is larger than a page of L&I, or empty. Save the page alone, as web page only."
LIMITS = Limits(memory=256 * 2**20, cpu_seconds=5, wall_seconds=20, answer=8 * 2**20)
LARGEST = 4 * 2**20  # bytes, of which most are scripts
MOST_WORDS = 6000  # six times what the pages have; comparing costs their number times that of the known words


def blocks(data: bytes) -> list[str]:
    """Each heading, paragraph and item of a list, in order, without its mark; nothing of what has no text.

    Read apart: of some HTML, Python's reader takes the square of its length. Raises UnknownPageError for what takes too
    long, and BusyError.
    """
    try:
        return list(json.loads(confined.run(f"{__name__}:read_out", data, LIMITS)))
    except ConfinedError as error:
        raise UnknownPageError(TOO_LARGE) from error


def read_out(data: bytes) -> bytes:
    """The same, here and now, as JSON. For `blocks` alone, which has this run apart."""
    text = _decoded(data)
    found = _of_html(text) if IS_HTML.search(text[:100_000]) else text.splitlines()
    return json.dumps([block for block in (" ".join(MARKS.sub("", each).split()) for each in found) if block]).encode()


def compared(data: bytes, book: Rulebook) -> Checked:
    """A page that somebody saved against the passages that are cited. Raises passages.UnknownPageError."""
    found = blocks(data) if len(data) <= LARGEST else []
    if not 0 < sum(map(len, map(str.split, found))) <= MOST_WORDS:
        raise UnknownPageError(TOO_LARGE)
    vocabulary = " ".join(says for _, says in sources.cited(book))
    return passages.check(found, passages_file.shipped(), vocabulary)


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _of_html(text: str) -> list[str]:
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return "".join(reader.parts).split("\n")


class _Reader(HTMLParser):
    """Collects the text, a line for each block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unread: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - as it is called
        if tag in UNREAD:
            self._unread.append(tag)
        elif BLOCKS.fullmatch(tag):
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._unread:  # what was left open within it ends with it
            del self._unread[self._unread.index(tag) :]
        elif BLOCKS.fullmatch(tag):
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.parts.append(" ".join(f" {data} ".split("\n")))
