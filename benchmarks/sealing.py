"""Sealing and checking packets of some sizes: milliseconds of the processor beside rendering the same pages, and bytes.

`to render`: how much of the time that the pages take to lay out. `checked` is without the start of the process apart.

    python -m benchmarks.sealing
"""

import json
import statistics
from collections.abc import Callable
from time import process_time
from typing import Any

from onboarding.packets import paper
from onboarding.packets.checking import found
from onboarding.packets.part import Part
from onboarding.packets.render import rendered
from onboarding.packets.sealing import prepared, sealed
from onboarding.packets.signature import Signer, of
from onboarding.signing_keys import made

PACKET: dict[str, Any] = {"number": "2026-0001", "cohe": "Valley COHE", "issued_at": "2026-11-30T18:00:00+00:00"}
SIZES = ((12, 2, 200_000), (60, 20, 500_000), (200, 60, 500_000))  # pages, exhibits, bytes of each
TIMES = 5
PAGE = """<section style="break-before: page"><h2>Person {0}</h2><table><thead><tr><th>Day</th><th>Module</th>
<th>Minutes</th></tr></thead><tbody>{1}</tbody></table></section>"""
LINE = "<tr><td>Nov {0}, 2026</td><td>Module {0}, with what was learned in it</td><td>{0}0</td></tr>"
HEADINGS = ("pages", "exhibits", "MB", "render", "prepared", "sealed", "to render", "checked")


def main() -> None:
    """Print a line for each size."""
    signer = of(made("Evidence packets"))
    print("  ".join(f"{heading:>9}" for heading in HEADINGS))
    for pages, exhibits, size in SIZES:
        _line(signer, pages, exhibits, size)


def _line(signer: Signer, pages: int, exhibits: int, size: int) -> None:
    html, assets = _html(pages), paper.assets()
    render, pdf = _timed(lambda: rendered(_sent(html, assets)), 1)
    parts = [Part(f"{place}.jpg", f"Exhibit {place}", "image/jpeg", bytes(size), "Source") for place in range(exhibits)]
    before, _ = _timed(lambda: prepared(pdf, PACKET, parts))
    seal, packet = _timed(lambda: sealed(pdf, PACKET, parts, signer))
    check, said = _timed(lambda: found(packet))
    assert not json.loads(said)["faults"]
    row = (
        f"{pages}", f"{exhibits}", f"{len(packet) / 1e6:.1f}", f"{render:,.0f}", f"{before:.0f}", f"{seal:.0f}",
        f"{seal / render:.1%}", f"{check:.0f}",
    )  # fmt: skip
    print("  ".join(f"{figure:>9}" for figure in row), flush=True)


def _timed(call: Callable[[], bytes | Any], times: int = TIMES) -> tuple[float, Any]:
    """The median of the milliseconds, and what came of it."""
    took, gave = [], None
    for _ in range(times):
        start = process_time()
        gave = call()
        took.append((process_time() - start) * 1000)
    return statistics.median(took), gave


def _html(pages: int) -> str:
    body = "".join(PAGE.format(page, "".join(LINE.format(line) for line in range(1, 26))) for page in range(1, pages))
    style = '<link rel="stylesheet" href="asset:packet.css">'
    return f'<!doctype html><html lang="en"><head><title>A packet</title>{style}</head><body><h1>A packet</h1>{body}'


def _sent(html: str, assets: dict[str, bytes]) -> bytes:
    import base64

    return json.dumps(
        {"html": html, "assets": {name: base64.b64encode(each).decode() for name, each in assets.items()}}
    ).encode()


if __name__ == "__main__":
    main()
