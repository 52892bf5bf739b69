"""Laying out the sections of a packet in one confined process, each by itself: starting one takes longer than most.

No process goes on from one packet to the next: what a document could do to it is done to the same COHE's.
"""

import base64
import json
import struct
from collections.abc import Mapping, Sequence
from typing import Any

from onboarding import confined
from onboarding.confined import ConfinedError, Kept
from onboarding.packets.render import FONTS, LIMITS, render_error, rendered

TOGETHER = 8  # sections laid out in one turn, for which others wait seconds
LENGTH = struct.Struct(">I")
Document = tuple[str, Mapping[str, bytes]]


def renderer() -> Kept:
    """The process that lays out the sections of one packet: started at the first, and ended with the packet."""
    limits = LIMITS._replace(cpu_seconds=LIMITS.cpu_seconds * 2, wall_seconds=LIMITS.wall_seconds * 2)
    return confined.Kept(f"{__name__}:all_rendered", limits, {"FONTCONFIG_FILE": str(FONTS)})


def laid_out(documents: Sequence[Document], by: Kept) -> list[bytes]:
    """The PDF of each: HTML and its assets, at most TOGETHER of them. Raises RenderError, without saying of which."""
    sent = json.dumps(
        [
            {"html": html, "assets": {name: base64.b64encode(data).decode() for name, data in sorted(assets.items())}}
            for html, assets in documents
        ]
    ).encode()
    try:
        answer = by.ask(sent)
    except ConfinedError as error:
        raise render_error(error) from error
    return list(_parted(answer))


def _parted(answer: bytes) -> Sequence[bytes]:
    found, at = [], 0
    while at < len(answer):
        (length,) = LENGTH.unpack_from(answer, at)
        at += LENGTH.size
        found.append(answer[at : at + length])
        at += length
    return found


# From here on: inside of the confined process.


def all_rendered(sent: bytes) -> list[bytes]:
    """Each with its length before it. For `laid_out` alone, which has this run apart."""
    found = []
    for document in json.loads(sent):
        pdf = rendered(json.dumps(document).encode(), _as_section)
        found += [LENGTH.pack(len(pdf)), pdf]
    return found


def _as_section(document: Any) -> None:
    """Make it a part of a whole: ids of cells that no other section has, and a section where a document was."""
    import pikepdf

    prefix = bytes(document.trailer.ID[0]).hex()[:12] + "."
    for each in document.objects:
        if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/StructElem":
            if each.get("/S") == "/Document":
                each.S = pikepdf.Name.Sect
            if "/ID" in each:
                each.ID = pikepdf.String(prefix + str(each.ID))
            attributes = each.get("/A")
            if isinstance(attributes, pikepdf.Dictionary) and "/Headers" in attributes:
                names = [pikepdf.String(prefix + str(name)) for name in attributes.Headers]
                attributes.Headers = pikepdf.Array(names)
