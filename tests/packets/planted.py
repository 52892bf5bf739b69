"""Packets of evidence with secrets planted in it: none is in the bytes of the packet, unpacked, nor on its pages.

    python -m tests.packets.planted [PACKETS]

Each file has a word that is its own and nobody may see, in places chosen by chance. What would show on a page has a
color that nothing else has, too. Beside it stands a word that belongs there, so that a packet of blank pages fails.
"""

import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pikepdf
import pypdfium2
from flask import Flask
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image, ImageDraw

from onboarding import clock, create_app
from onboarding.config import Config, Mode
from onboarding.documents.redaction import Box
from onboarding.packets import freezing
from onboarding.packets.building import built
from onboarding.packets.signature import signer
from onboarding.queries import packets as found, rulings
from onboarding.queries.packets import Evidence
from onboarding.rules.packet_contents import Section
from onboarding.services import evidence, redacting
from onboarding.services.change import SYSTEM
from tests.documents.make import make_pdf
from tests.make import make_cohe, make_person
from tests.packets.issued import make_definition
from tests.stored import migrated

SECRET, SHOWN = (255, 0, 254), (0, 120, 60)
FILES = 3
TOLERANCE = 60  # of a color, after JPEG
TOP = Box(1, 0.0, 0.0, 1.0, 0.5)  # what is made black of a page
Change = Callable[[Pdf, str], None]


class Planted(NamedTuple):
    """A file, the word that nobody may see, where it stands, and whether it is visible and has to be made black."""

    data: bytes
    name: str
    word: str
    where: str
    redact: bool


def _metadata(pdf: Pdf, word: str) -> None:
    pdf.docinfo["/Author"], pdf.docinfo["/Keywords"] = word, word
    with pdf.open_metadata() as metadata:
        metadata["dc:creator"] = [word]


def _layer(pdf: Pdf, word: str) -> None:
    """Text and a mark in a layer that is off."""
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(f"Layer {word}")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group]), Order=Array([group])))
    pdf.pages[0].obj.Resources.Properties = Dictionary(Hidden=group)
    _draw(pdf, f"/OC /Hidden BDC {_marked(word, 500)} EMC")


def _annotation(pdf: Pdf, word: str) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 9, 9], Contents=word, T=word)
    pdf.pages[0].obj.Annots = pdf.make_indirect(Array([note]))


def _attached(pdf: Pdf, word: str) -> None:
    pdf.attachments[f"{word}.txt"] = pikepdf.AttachedFileSpec(pdf, word.encode(), filename=f"{word}.txt")


def _invisible(pdf: Pdf, word: str) -> None:
    """As a scanner lays what it read over the picture."""
    _draw(pdf, f"BT 3 Tr /F1 12 Tf 60 300 Td ({word}) Tj ET")


def _outside(pdf: Pdf, word: str) -> None:
    """Beyond the edge to which the page is cut."""
    pdf.pages[0].obj.MediaBox, pdf.pages[0].obj.CropBox = Array([0, 0, 1200, 792]), Array([0, 0, 612, 792])
    _draw(pdf, _marked(word, 500, 700))


def _bookmark(pdf: Pdf, word: str) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(word, 0))


def _visible(pdf: Pdf, word: str) -> None:
    _draw(pdf, _marked(word, 600))


IN_PDF: dict[str, Change] = {
    "metadata": _metadata, "hidden layer": _layer, "annotation": _annotation, "attached file": _attached,
    "invisible text": _invisible, "outside of the page": _outside, "bookmark": _bookmark,
    "visible, made black": _visible,
}  # fmt: skip
ELSEWHERE = ("file name", "old revision", "EXIF of a photo", "note")


def planted(word: str, where: str) -> Planted:
    """A file with the word there, and with a word and a mark that belong on its page."""
    name = f"{word}.pdf" if where == "file name" else "scan.pdf"
    if where == "EXIF of a photo":
        return Planted(_photo(word), "photo.jpg", word, where, False)
    if where == "old revision":
        return Planted(_revised(word), name, word, where, False)
    change = IN_PDF.get(where, lambda _pdf, _word: None)
    return Planted(make_pdf(lambda pdf: _with(pdf, change, word)), name, word, where, where == "visible, made black")


def _with(pdf: Pdf, change: Change, word: str) -> None:
    _draw(pdf, "0 0.47 0.235 rg 60 100 200 60 re f")  # SHOWN
    change(pdf, word)


def _marked(word: str, up: int, across: int = 60) -> str:
    return f"1 0 0.996 rg {across} {up} 200 60 re f BT /F1 12 Tf {across} {up - 20} Td ({word}) Tj ET"


def _draw(pdf: Pdf, drawn: str) -> None:
    pdf.pages[0].contents_add(f"q {drawn} Q".encode())


def _photo(word: str) -> bytes:
    exif = Image.Exif()
    exif[0x010F], exif[0x010E] = word, word
    exif.get_ifd(0x8769)[0x9286] = b"ASCII\0\0\0" + word.encode()
    picture = Image.new("RGB", (400, 300), "white")
    ImageDraw.Draw(picture).rectangle((50, 200, 250, 260), fill=SHOWN)
    into = BytesIO()
    picture.save(into, "JPEG", exif=exif, comment=word.encode(), quality=90)
    return into.getvalue()


def _revised(word: str) -> bytes:
    """What stood there first is still in the file, before what replaced it."""
    first = make_pdf(lambda pdf: _with(pdf, _visible, word), compress_streams=False)
    with pikepdf.open(BytesIO(first)) as pdf:
        page = pdf.pages[0].obj.objgen[0]
        font = pdf.pages[0].obj.Resources.Font.F1.objgen[0]
        size, parent = int(pdf.trailer.Size), pdf.Root.Pages.objgen[0]
        root = pdf.Root.objgen[0]
    start = int(re.findall(rb"startxref\s+(\d+)", first)[-1])
    drawn = b"q 0 0.47 0.235 rg 60 100 200 60 re f Q"
    objects = {
        size: b"<</Length %d>>\nstream\n%s\nendstream" % (len(drawn), drawn),
        page: b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 612 792]/Contents %d 0 R/Resources<</Font<</F1 %d 0 R>>>>>>"
        % (parent, size, font),
    }
    body, table = bytearray(first), b"xref\n"
    for number, content in objects.items():
        table += b"%d 1\n%010d 00000 n \n" % (number, len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    trailer = b"trailer\n<</Size %d/Root %d 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        size + 1,
        root,
        start,
        len(body),
    )
    return bytes(body + table + trailer)


def issued(app: Flask, chance: Random) -> tuple[bytes, list[Planted]]:
    """A packet of one person with such files, signed, and what was planted."""
    number = chance.randrange(10**9)
    cohe = make_cohe(f"cohe-{number}")
    ana = make_person(cohe, f"Ana Ruiz {number}")
    places = chance.sample([*IN_PDF, *ELSEWHERE], FILES)
    files = [planted(f"QZ{chance.getrandbits(60):015X}QZ", where) for where in places]
    for number, file in enumerate(files):
        note = file.word if file.where == "note" else None
        facts = evidence.ItemFacts(f"Paper {number}", evidence.Proves.OTHER, date(2020, 1, 2), note)
        item = evidence.take_in(SYSTEM, ana, file.data, file.name, facts)
        if file.redact:
            redacting.redact(SYSTEM, item, [TOP], None)
    asked = {"sections": (Section.TRAINING,), "evidence": Evidence.ALL, "people": (ana.id,)}
    definition = make_definition(cohe, whom=found.Whom.CHOSEN, **asked)
    law = rulings.of(cohe, app.extensions["rulebook"])
    content = freezing.gathered(cohe, definition, law, found.days(definition, clock.today()))
    at = f"{clock.today()}T12:00:00+00:00"
    content["told"] |= {"number": "X-0001", "changes": None, "issued": {"by": "Mia", "on": at[:10], "at": at}}
    pdf = built(content, cohe.id, signer(app.extensions["config"], cohe.slug), lambda _done, _of: None)
    return pdf, files


def faults(pdf: bytes, files: list[Planted]) -> Iterator[str]:
    """Each secret that is there, and each mark that is not."""
    everything = [pdf, *_unpacked(pdf)]
    for file in files:
        for said in _written(file.word):
            if any(said in each for each in everything):
                yield f"{file.where}: its word is in the bytes"
    pages = list(_pages(pdf))
    shown = sum(_has(page, SHOWN) for page in pages)
    if shown != len(files):
        yield f"{shown} of {len(files)} files are shown"
    if any(_has(page, SECRET) for page in pages):
        yield f"one of these is seen: {[file.where for file in files]}"


def _written(word: str) -> set[bytes]:
    """The ways in which a PDF or a picture may hold it."""
    plain, wide = word.encode(), word.encode("utf-16-be")
    every = {plain, wide, word.encode("utf-16-le")}
    return (
        every
        | {each.hex().encode() for each in (plain, wide)}
        | {each.hex().upper().encode() for each in (plain, wide)}
    )


def _unpacked(pdf: bytes) -> Iterator[bytes]:
    with pikepdf.open(BytesIO(pdf)) as document:
        for each in document.objects:
            if isinstance(each, pikepdf.Stream):
                yield each.read_raw_bytes()
                if each.get("/Subtype") != "/Image":
                    yield each.read_bytes()


def _pages(pdf: bytes) -> Iterator[Any]:
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            yield page.render(scale=0.6).to_pil().convert("RGB")


def _has(page: Any, color: tuple[int, int, int]) -> bool:
    """Whether at least a few points of the page have about that color."""
    counted = page.getcolors(page.width * page.height)
    return (
        sum(many for many, seen in counted if all(abs(a - b) < TOLERANCE for a, b in zip(seen, color, strict=True)))
        > 20
    )


def main(packets: int) -> int:
    """Make so many; how many faults there were."""
    folder, chance, faulty = Path(tempfile.mkdtemp(prefix="hsc-planted-")), Random(1), 0
    places: set[str] = set()
    with create_app(migrated(Config(instance=folder, mode=Mode.SAMPLE))).app_context():
        from flask import current_app

        app: Any = current_app
        for number in range(packets):
            pdf, files = issued(app, chance)
            places |= {file.where for file in files}
            for fault in faults(pdf, files):
                print(f"packet {number + 1}: {fault}", flush=True)
                faulty += 1
    shutil.rmtree(folder)
    print(f"{packets} packets, secrets in {len(places)} kinds of places, {faulty} faults")
    return faulty


if __name__ == "__main__":
    sys.exit(bool(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)))
