"""The same tables and text as the HTML of a packet, laid out by typst: another typesetter, to be measured against.

What is drawn (time lines, charts) is left out, which favors typst. Each is compiled in a process of its own, as typst
keeps what it laid out for the next time in the same one.
"""

import json
import multiprocessing
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import html
from lxml.html import HtmlElement

from onboarding.config import ROOT

PRINT_FONTS = ROOT / "static" / "vendor" / "print-fonts"
TEMPLATE = Path(__file__).with_name("packet.typ")
HEADINGS = {f"h{level}": level for level in range(1, 5)}
Block = dict[str, Any]


def compiled(document: str) -> int:
    """Lay it out; how many bytes that is. The time is that of a child, which has ended."""
    spawned = multiprocessing.get_context("fork")
    hears, says = spawned.Pipe(duplex=False)
    process = spawned.Process(target=_compile, args=(json.dumps(list(blocks(document))), says))
    process.start()
    size = int(hears.recv())
    process.join()
    return size


def _compile(told: str, says: Any) -> None:
    import typst

    pdf = typst.compile(
        TEMPLATE, font_paths=[PRINT_FONTS], ignore_system_fonts=True, sys_inputs={"blocks": told}, pdf_standards="a-3a"
    )
    says.send(len(pdf))


def blocks(document: str) -> Iterator[Block]:
    """Headings, paragraphs, lists and tables in their order, each with its text."""
    return _within(html.fromstring(document).find("body"))


def _within(element: HtmlElement) -> Iterator[Block]:
    for each in element:
        if each.tag in HEADINGS:
            yield {"kind": "heading", "level": HEADINGS[each.tag], "text": _text(each)}
        elif each.tag == "table":
            yield _table(each)
        elif each.tag in ("ul", "ol"):
            yield {"kind": "list", "items": [_text(item) for item in each]}
        elif each.tag in ("p", "dt", "dd", "pre"):
            yield {"kind": "text", "text": _text(each)}
        elif isinstance(each.tag, str) and each.tag != "svg":
            yield from _within(each)


def _table(table: HtmlElement) -> Block:
    head = [_text(each) for each in table.xpath("./thead/tr/th")]
    rows = [[_text(each) for each in row.xpath("./td|./th")] for row in table.xpath("./tbody/tr")]
    columns = max(map(len, [head, *rows]), default=1)
    cells = [cell for row in rows for cell in [*row, *[""] * (columns - len(row))]]
    return {"kind": "table", "columns": columns, "head": head, "cells": cells}


def _text(element: HtmlElement) -> str:
    return re.sub(r"\s+", " ", element.text_content()).strip()
