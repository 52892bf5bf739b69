"""A packet of twelve pages with two exhibits, sealed once for all tests of a process."""

from functools import cache
from io import BytesIO
from typing import Any

import pikepdf

from onboarding.packet_keys import Known
from onboarding.packets import paper
from onboarding.packets.checking import Report, found, report
from onboarding.packets.part import Part
from onboarding.packets.render import render
from onboarding.packets.sealing import sealed
from onboarding.packets.signature import Signer, of
from onboarding.signing_keys import PacketKey, made
from tests.documents.make import make_pdf, make_picture

PACKET: dict[str, Any] = {
    "number": "2026-0042",
    "cohe": "Valley COHE",
    "period": "Quarter 3 of 2026",
    "as_of": "2026-09-30",
    "rulebook": "2026.11",
    "issued_at": "2026-11-30T18:00:00+00:00",
    "definition": "Training compliance",
}
PAGES = 12
NAMES = ("Ana", "Ben", "Chau", "Dora", "Emil", "Fay", "Gus", "Hoa", "Ida", "Jon", "Kim")
PAGE = """<section style="break-before: page"><h2>{0}</h2><p>{0} wrote this, in {1} words.</p>
<table><thead><tr><th>Day of {0}</th><th>{0} learned</th><th>Minutes of {0}</th></tr></thead><tbody>
<tr><td>{0}, Nov 4</td><td>Orientation of {0}</td><td>{0} took {2}</td></tr>
<tr><td>{0}, Nov 5</td><td>{0} and claims</td><td>{0} took 6{2}</td></tr></tbody></table></section>"""


@cache
def key() -> PacketKey:
    return made("Evidence packets of Valley COHE")


@cache
def signer() -> Signer:
    return of(key())


@cache
def pages(word: str = "first") -> bytes:
    """The pages of a packet; of another word, of another packet."""
    body = "".join(PAGE.format(name, word, 10 * place) for place, name in enumerate(NAMES, start=2))
    title = f"Evidence packet of Valley COHE, {word}"
    style = '<link rel="stylesheet" href="asset:packet.css">'
    head = f'<!doctype html><html lang="en"><head><title>{title}</title>{style}</head><body><h1>{title}</h1>'
    return render(f"{head}<p>How to check it is on the last page.</p>{body}</body></html>", paper.assets())


def parts() -> list[Part]:
    return [
        Part("content.json", "What the pages say, as data", "application/json", b'{"people": []}', "Data"),
        Part("diploma.jpg", "Diploma of Ana Łukasiewicz", "image/jpeg", make_picture("JPEG"), "Source"),
        Part("letter.pdf", "Letter of Valley Clinic", "application/pdf", make_pdf(), "Source"),
    ]


@cache
def packet(word: str = "first") -> bytes:
    """The packet, sealed."""
    return sealed(pages(word), PACKET, parts(), signer())


def known() -> dict[str, Known]:
    """The certificate that it is signed with, as an installation knows it."""
    return {key().fingerprint: Known(key().holder, "2036-11-27", frozenset(), True)}


def check(pdf: bytes) -> Report:
    """What is found of it, without a process apart."""
    import json

    return report(pdf, json.loads(found(pdf)), known())


def written_anew(pdf: bytes, change: Any = lambda _: None) -> bytes:
    """The file as another program writes it, once it was changed."""
    into = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        change(document)
        document.save(into)
    return into.getvalue()
