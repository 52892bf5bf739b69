"""The text of a message as HTML, for mail programs that show it: the same words, with our own pages as links.

It is made of the text as it goes out, so that the two never say different things. An address that is not ours stays a
text: what somebody typed into a record leads nobody away.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from flask import current_app, render_template
from markupsafe import Markup, escape

from onboarding.config import Config

BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
ITEM = "- "
WITHIN = "  "  # begins a line that belongs to the item above it
AFTER = ".,;:!?)"  # what follows an address and is no part of it


class Block(NamedTuple):
    """What stands between two blank lines: the lines of a paragraph, or of each item of a list."""

    items: list[list[Markup]]
    is_list: bool


def html(subject: str, body: str) -> str:
    """The page that says the same as the text."""
    return render_template("emails/mail.html", subject=subject, blocks=list(blocks(body)))


def blocks(body: str) -> Iterator[Block]:
    """The text by its paragraphs and lists. A list goes on over blank lines as long as its lines belong to it."""
    config: Config = current_app.extensions["config"]
    open_list, paragraph = list[list[Markup]](), list[Markup]()
    for part in BLANK_LINES.split(body.replace("\r\n", "\n").strip("\n")):
        for line in filter(str.strip, part.split("\n")):
            said = _linked(line.removeprefix(ITEM).strip(), config.base_url)
            if line.startswith(ITEM):
                yield from _ended(paragraph)
                open_list.append([said])
            elif open_list and line.startswith(WITHIN):
                open_list[-1].append(said)
            else:
                yield from _ended_list(open_list)
                paragraph.append(said)
        yield from _ended(paragraph)
    yield from _ended_list(open_list)


def _ended(paragraph: list[Markup]) -> Iterator[Block]:
    if paragraph:
        yield Block([list(paragraph)], is_list=False)
        paragraph.clear()


def _ended_list(items: list[list[Markup]]) -> Iterator[Block]:
    if items:
        yield Block(list(items), is_list=True)
        items.clear()


def _linked(line: str, base_url: str) -> Markup:
    """A line, with the addresses of our pages as links."""
    said, at = Markup(), 0
    for found in re.finditer(re.escape(base_url) + r"(?![\w.:@-])[^\s<>\"]*", line):
        address = found[0].rstrip(AFTER)
        said += escape(line[at : found.start()]) + Markup('<a href="{0}">{0}</a>').format(address)
        at = found.start() + len(address)
    return said + escape(line[at:])
