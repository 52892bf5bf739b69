"""What docs/operations.md has somebody do: its blocks, in order, each with who does it and for which choice.

A block of commands begins with a comment that says as whom, a file's with its path:

    # As root, with PostgreSQL:
    # /etc/onboarding.env
    # Added to /etc/onboarding.env, with PostgreSQL:
"""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from tests.house.source import ROOT

PAGE = ROOT / "docs" / "operations.md"
SHOWN = {"json"}  # what is looked at and not done
PART = re.compile(r"^## (?P<heading>[^\n]+)$|^```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.M | re.S)
MARK = re.compile(
    r"^(?:#|--) (?:As (?P<who>root|postgres)|(?P<added>Added to )?(?P<path>/[^\s,:]+))(?P<rest>(?:, .+?)?):?$"
)
NEW = "on the new machine"


class Block(NamedTuple):
    """Commands that `who` gives, or what `path` is filled with (`added`: what is added to it).

    `choices` are those that it is for, such as `with nginx`; `new` is for the machine that a backup is restored on.
    """

    heading: str
    kind: str
    text: str
    who: str | None
    path: str | None
    added: bool
    choices: frozenset[str]
    new: bool

    def filled(self, words: Mapping[str, str]) -> str:
        """The text with what is for the reader to fill in."""
        text = self.text
        for word, value in words.items():
            text = re.sub(rf"\b{re.escape(word)}\b", value, text)
        return text


def blocks(page: str) -> Iterator[Block]:
    """Every block that is to be done. Raises ValueError for one that does not say by whom or where."""
    heading = ""
    for part in PART.finditer(page):
        if part["heading"]:
            heading = part["heading"]
        elif part["kind"] not in SHOWN:
            yield _block(heading, part["kind"], part["text"])


def _block(heading: str, kind: str, text: str) -> Block:
    first = text.partition("\n")[0]
    mark = MARK.match(first)
    if mark is None:
        raise ValueError(f"Under {heading!r} a block of {kind} does not begin with who gives it or its path: {first}")
    said = mark["rest"].split(", ")
    choices = frozenset(each for each in said if each.startswith("with "))
    return Block(heading, kind, text, mark["who"], mark["path"], bool(mark["added"]), choices, NEW in said)


def done(page: str, choices: Collection[str], new: bool = False) -> Iterator[Block]:
    """The blocks that somebody with these choices does; on the machine that is restored, those for it as well."""
    yield from (each for each in blocks(page) if each.choices <= set(choices) and (new or not each.new))
