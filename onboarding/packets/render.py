"""HTML to PDF: the only importer of WeasyPrint, which runs confined and gets nothing but what it is handed.

A document may name its assets as `asset:name`, of a table that comes with it, and nothing else: no address, no file.
Whatever else it asks for ends the rendering. Fonts are those of `static/vendor/print-fonts`, whatever the machine has.
"""

import base64
import gc
import hashlib
import json
import logging
import sys
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

from onboarding import confined
from onboarding.confined import ConfinedError, Ending, Limits
from onboarding.errors import OnboardingError

ROOT = Path(__file__).parents[2]
FONTS = ROOT / "templates" / "packets" / "fonts.conf"
SCHEME = "asset:"
LIMITS = Limits(memory=768 * 2**20, cpu_seconds=30, wall_seconds=60, answer=64 * 2**20)
MEDIA_TYPES = {".css": "text/css", ".png": "image/png", ".jpg": "image/jpeg", ".svg": "image/svg+xml"}
MADE = 50_000  # objects that are made before Python looks for garbage: a sixth less time, and 12 MB more memory
REFUSED = "\nREFUSED "  # what the confined process says before its reason, where it has one to give


class Unrendered(StrEnum):
    """Why there is no PDF."""

    ADDRESS = "address"
    ASSET = "asset"
    CHARACTERS = "characters"
    DEEP = "deep"
    TIME = "time"
    MEMORY = "memory"
    BROKEN = "broken"


SAYS = {
    Unrendered.ADDRESS: "The document asks for something that is not among its parts. Nothing was fetched.",
    Unrendered.CHARACTERS: "These characters cannot be printed: {}. Add the text in Latin letters.",
    Unrendered.ASSET: "A picture or style of the document cannot be read.",
    Unrendered.DEEP: "The document is nested too deep to be laid out.",
    Unrendered.TIME: "The document takes too long to lay out. Shorten its longest text or table, and print it again.",
    Unrendered.MEMORY: "The document needs too much memory to lay out. Make it shorter, and print it again.",
    Unrendered.BROKEN: "The document could not be laid out.",
}


class RenderError(OnboardingError):
    """There is no PDF, and never half of one. `said` is for our own eyes."""

    def __init__(self, reason: Unrendered, about: str = "", said: str = "") -> None:
        self.reason, self.said = reason, said
        super().__init__(SAYS[reason].format(about))


def render(html: str, assets: Mapping[str, bytes], limits: Limits = LIMITS) -> bytes:
    """A tagged PDF (PDF/UA-1 and PDF/A-3b): of the same input the same bytes. Raises RenderError.

    The HTML must say its `lang` and `title`. Takes about a second, most of it to start.
    """
    parts = {name: base64.b64encode(content).decode() for name, content in sorted(assets.items())}
    sent = json.dumps({"html": html, "assets": parts}).encode()
    try:
        return confined.run(f"{__name__}:rendered", sent, limits, {"FONTCONFIG_FILE": str(FONTS)})
    except ConfinedError as error:
        raise render_error(error) from error


def render_error(error: ConfinedError) -> RenderError:
    """Why there is no PDF, from how the process ended."""
    _, refused, why = f"\n{error.said}".rpartition(REFUSED)
    if refused:
        reason, _, about = why.partition(" ")
        return RenderError(Unrendered(reason), about, about)
    ended = {Ending.TIME: Unrendered.TIME, Ending.MEMORY: Unrendered.MEMORY, Ending.ANSWER: Unrendered.MEMORY}
    return RenderError(ended.get(error.ending, Unrendered.BROKEN), said=error.said)


# From here on: inside of the confined process.


def rendered(sent: bytes, more: Callable[[Any], None] = lambda _: None) -> bytes:
    """The PDF, laid out here and now. Run apart. `more`: what else is done to it before it is saved."""
    _begin()
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError

    parts = json.loads(sent)
    assets = {name: base64.b64decode(content) for name, content in parts["assets"].items()}
    heard = _Heard()
    logging.getLogger("weasyprint").addHandler(heard)
    identifier = hashlib.sha256(sent).digest()[:16]
    refused: list[str] = []
    try:
        document = HTML(string=parts["html"], base_url=SCHEME, url_fetcher=_fetcher(assets, refused))
        pdf = document.write_pdf(font_config=_fonts(refused), pdf_variant="pdf/a-3a", pdf_identifier=identifier)
    except FatalURLFetchingError:
        raise _refusal(Unrendered.ADDRESS, "; ".join(refused)) from None
    except RecursionError:
        raise _refusal(Unrendered.DEEP) from None
    if refused:  # some of WeasyPrint's parts catch even what it calls fatal
        raise _refusal(Unrendered.ADDRESS, "; ".join(refused))
    if heard.unloaded:
        raise _refusal(Unrendered.ASSET, "; ".join(heard.unloaded))
    if heard.characters:
        raise _refusal(Unrendered.CHARACTERS, ", ".join(sorted(heard.characters)))
    return _finished(pdf, more)


@cache
def _begin() -> None:
    """Load WeasyPrint. What it makes of itself, and of a page, stays: looking through it for garbage takes long."""
    _speak_utf8()
    gc.set_threshold(MADE)
    import weasyprint  # noqa: F401

    gc.freeze()


def _refusal(reason: Unrendered, about: str = "") -> SystemExit:
    return SystemExit(f"{REFUSED}{reason} {' '.join(about.split())}")


def _speak_utf8() -> None:
    """Without an environment Python speaks ASCII, and could not name a character that is missing."""
    if isinstance(sys.stderr, TextIOWrapper):
        sys.stderr.reconfigure(encoding="utf-8", errors="replace")


def _fonts(refused: list[str]) -> Any:
    """The fonts of FONTS, to which a document can add none: that would need a file to be written."""
    from weasyprint.text.fonts import FontConfiguration

    class Fonts(FontConfiguration):  # type: ignore[misc]  # WeasyPrint ships no types
        def add_font_face(self, rule_descriptors: Any, url_fetcher: Any) -> None:  # noqa: ARG002 - as it is called
            refused.append(f"font {rule_descriptors['font_family']}")

    return Fonts()


def _fetcher(assets: Mapping[str, bytes], refused: list[str]) -> Any:
    """What serves the assets, and refuses and notes everything else, ending the rendering."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Assets(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ARG002 - the shape it is called in
            name = url.removeprefix(SCHEME)
            if not url.startswith(SCHEME) or name not in assets:
                refused.append(url)
                raise ValueError(url)
            return URLFetcherResponse(url, assets[name], {"Content-Type": MEDIA_TYPES[Path(name).suffix]})

    return Assets(allowed_protocols=(), fail_on_errors=True)


class _Heard(logging.Handler):
    """What WeasyPrint only warns of, printing an empty box or leaving a picture out."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.characters: set[str] = set()
        self.unloaded: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the characters that no font has, and what could not be loaded."""
        what = str(record.msg)
        if what.startswith(".notdef"):
            self.characters.add(record.getMessage().partition(": ")[2])
        elif record.levelno >= logging.ERROR or "cannot be loaded" in what:
            self.unloaded.append(record.getMessage())


def _finished(pdf: bytes, more: Callable[[Any], None]) -> bytes:
    """The PDF saying that it is PDF/UA too, which WeasyPrint says only of a file that is no PDF/A."""
    import pikepdf

    from onboarding.packets.tags import mend

    into = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        mend(document)
        metadata = document.Root.Metadata
        head, end, rest = metadata.read_bytes().rpartition(b"</rdf:RDF>")
        metadata.write(head.replace(LEVEL_A, LEVEL_B) + UNIVERSAL.encode() + end + rest)
        more(document)
        document.save(into, deterministic_id=True)
    return into.getvalue()


# Level A says of tags and letters what no checker here confirms: they are there, and only level B is claimed.
LEVEL_A, LEVEL_B = b'pdfaid:conformance="A"', b'pdfaid:conformance="B"'
# The claim, and the description of its property that PDF/A asks for.
UNIVERSAL = """
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that the file keeps to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
