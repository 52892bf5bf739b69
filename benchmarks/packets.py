"""What building a packet costs, against one `HTML(...).write_pdf()` of the same content, in one run on one machine.

Time of the processor, of this process and of those it starts, which others on the machine do not lengthen; the median
of ROUNDS, taken in turn. `kept` says how many of the sections were laid out before. The naive way is WeasyPrint loaded
once, in this process, unconfined, without bookmarks, numbers of pages across sections, or data inside. `chromium`
prints the same document, `start` is a blank page of it.
`typst` lays out the same tables and text (packet_typst.py). All in one process: what changes is said by `way`.

Beside it, on the wall: two new packets by one clock, and by two at once (`workers`). They share the places of the
machine for what is laid out (onboarding/turns.py), of which there is one on two cores.

    python -m benchmarks.packets [SIZES]      sizes are people
"""

import multiprocessing
import os
import re
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from typing import Any

from flask import Flask

from benchmarks.packet_typst import compiled
from benchmarks.stored import fill
from onboarding import clock, create_app, keys
from onboarding.config import Config, Mode
from onboarding.packets import freezing, laying_out, paper, readback
from onboarding.packets.composing import composed
from onboarding.packets.render import FONTS
from onboarding.queries import packets as found, rulings
from onboarding.queries.organisations import by_slug
from onboarding.queries.packets import AsOf, Evidence, Span, Whom
from onboarding.rules.packet_contents import OF_A_PERSON, Section
from onboarding.services import packet_cache, packet_definitions
from onboarding.services.change import SYSTEM

SIZES = (5, 20)
ROUNDS = 3
SECTIONS = (Section.ROSTER, *OF_A_PERSON, Section.STAFFING, Section.RULINGS, Section.GLOSSARY)
HEADINGS = ("people", "pages", "way", "kept", "CPU ms", "naive / this")
Content = dict[str, Any]


def main(sizes: Iterable[int], rounds: int = ROUNDS) -> None:
    """Print a row for each size and way."""
    print("  ".join(f"{heading:>14}" for heading in HEADINGS))
    for size in sizes:
        folder = Path(tempfile.mkdtemp(prefix="hsc-bench-"))
        keys.make_missing(folder)
        app = create_app(Config(instance=folder, mode=Mode.SAMPLE))
        fill(app, size * 3 // 2)  # a third of them are applicants
        with app.app_context():
            measure(app, size, rounds)
        shutil.rmtree(folder)


def measure(app: Flask, size: int, rounds: int) -> None:
    """The ways, in turn, and their medians."""
    cohe, content = by_slug("valley"), frozen(app)
    assert cohe
    sections, of = len(composed(content)) + 2, cohe.id
    pages = len(readback.read(build(content, of)).pages)
    number = iter(range(1_000_000))
    ways = ("naive", "nothing", "small", "person", "all", "chromium", "start", "typst")
    took: dict[str, list[float]] = {way: [] for way in ways}
    for _ in range(rounds):
        took["naive"].append(spent(lambda: naive(content)))
        took["nothing"].append(spent(lambda: build(content, of)))
        took["small"].append(spent(lambda: build(with_ruling(content, next(number)), of)))
        took["person"].append(spent(lambda: build(with_name(content, next(number), first=True), of)))
        took["all"].append(spent(lambda: build(with_name(content, next(number), first=False), of)))
        took["chromium"].append(printing(document(content)))
        took["start"].append(printing("<!doctype html><title>Blank</title>"))
        took["typst"].append(spent(lambda: compiled(document(content))))
    packet_cache.clear(of)
    kept = {"chromium": "none", "start": "none", "typst": "none",
            "naive": "none", "nothing": f"{sections} of {sections}", "small": "all but 1 to 3",
            "person": "all but 2 to 4", "all": "the glossary's and the like"}  # fmt: skip
    against = statistics.median(took["naive"])
    for way, each in took.items():
        middle = statistics.median(each)
        row = (f"{size}", f"{pages}", way, kept[way], f"{middle * 1000:.0f}", f"{against / middle:.1f}")
        print("  ".join(f"{figure:>14}" for figure in row), flush=True)
    workers(content, of)


def workers(content: Content, of: int) -> None:
    """Two new packets, one after the other and both at once, on the wall."""
    took = []
    for at_once in (False, True):
        new = [with_name(content, -(2 * at_once + place), first=False) for place in (1, 2)]
        began, clocks = (
            time.perf_counter(),
            [multiprocessing.get_context("fork").Process(target=build, args=(each, of)) for each in new],
        )
        for each in clocks:
            each.start()
            if not at_once:
                each.join()
        for each in clocks:
            each.join()
            assert each.exitcode == 0
        took.append(time.perf_counter() - began)
    packet_cache.clear(of)
    one, two = took
    print(f"two new packets: {one:.1f} s by one clock, {two:.1f} s by two, {one / two:.2f} times as fast", flush=True)


def frozen(app: Flask, holds: Evidence = Evidence.NONE) -> Content:
    """What a packet of everybody on staff says, with this evidence."""
    cohe = by_slug("valley")
    assert cohe
    said = packet_definitions.Said(
        "Everything", Whom.STAFF, (), Span.THIS_QUARTER, None, None, AsOf.ISSUE, SECTIONS, holds
    )
    definition = packet_definitions.define(SYSTEM, cohe, said)
    law = rulings.of(cohe, app.extensions["rulebook"])
    content = freezing.gathered(cohe, definition, law, found.days(definition, clock.today()))
    issued = {"by": "Mia Member", "on": clock.today().isoformat()}
    content["told"] |= {"number": "VALLEY-0001", "issued": issued, "changes": None}
    return content


def naive(content: Content) -> bytes:
    """One document of all sections, laid out at once."""
    from weasyprint import HTML

    pdf: bytes = HTML(string=document(content)).write_pdf(pdf_variant="pdf/a-3a")
    return pdf


def printing(html: str) -> float:
    """Seconds of the processor in which a browser prints it, of all that is started for it; none of them is kept."""
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium"))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.set_content(html)
        assert page.pdf(format="Letter", tagged=True)
        took = _of_children(os.getpid())
        browser.close()
    return took


def _of_children(pid: int) -> float:
    """Seconds of the processor of all that is below a process and still there."""
    below: dict[int, list[tuple[int, float]]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            number, _, rest = stat.read_text().rpartition(")")
            fields = rest.split()
            used = sum(int(each) for each in fields[11:15]) / os.sysconf("SC_CLK_TCK")
            below.setdefault(int(fields[1]), []).append((int(number.split()[0]), used))
    waiting, took = [pid], 0.0
    while waiting:
        for child, used in below.get(waiting.pop(), ()):
            waiting.append(child)
            took += used
    return took


def document(content: Content) -> str:
    """All sections in one."""
    bodies = "".join(re.sub(r"(?s).*<body[^>]*>(.*)</body>.*", r"\1", each.html) for each in composed(content))
    style = paper.sheet_assets()["evidence_packet.css"].decode()
    head = f'<html lang="en"><head><title>All</title><style>{style}</style></head>'
    return f"<!doctype html>{head}<body>{bodies}</body></html>"


def build(content: Content, of: int) -> bytes:
    """The product's way, but for the seal."""
    return laying_out.unsigned(content, of, lambda _done, _of: None)


def with_ruling(content: Content, number: int) -> Content:
    """The same with one small section otherwise."""
    other = deepcopy(content)
    ruling = {
        "settles": "A question",
        "how": f"Answer {number}",
        "since": "2026-01-05",
        "by": "Cora",
        "confirmed": True,
    }
    other["told"]["rulings"] = [{**ruling, "reference": "A letter", "recorded_by": "Mia", "papers": []}]
    return other


def with_name(content: Content, number: int, first: bool) -> Content:
    """The same with one person called otherwise, or all."""
    other = deepcopy(content)
    for person in other["told"]["people"][: 1 if first else None]:
        person["name"] = f"{person['name']} {number}"
    return other


def spent(do: Callable[[], object]) -> float:
    """Seconds of the processor, of this process and of those that ended meanwhile."""
    before = _used()
    do()
    return _used() - before


def _used() -> float:
    every = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in every)


if __name__ == "__main__":
    os.environ["FONTCONFIG_FILE"] = str(FONTS)  # before WeasyPrint is loaded: the same fonts for both
    main([int(each) for each in sys.argv[1:]] or SIZES)
