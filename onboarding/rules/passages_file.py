"""The pages whose passages the rulebook cites, as `passages.toml` keeps them; what compares them is `passages`."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from onboarding.rules.strict import Table

SHIPPED = Path(__file__).with_name("passages.toml")
LINES = re.compile(r"([1-9]\d*)-([1-9]\d*)")
# What is answered by a passage, in words.
ASKED = {
    "screening": "the screening of applicants",
    "training": "training after the hire",
    "credentials": "credentials with L&I",
    "staffing": "staffing",
}


@dataclass(frozen=True, slots=True)
class Section:
    """A cited passage: from which to which word of its page, the last left out; and what is answered by it."""

    name: str
    first: int
    last: int
    asked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page as we know it: a digest for each word, and the passages that are cited."""

    title: str
    words: tuple[str, ...]
    sections: tuple[Section, ...]

    @property
    def known(self) -> str:
        """A digest of what we know of the page: another once the passages are brought up to date."""
        cited = (f"{each.name} {each.first}-{each.last}" for each in self.sections)
        return hashlib.sha256("\n".join([" ".join(self.words), *cited]).encode()).hexdigest()


@cache
def shipped() -> Mapping[str, Page]:
    """The pages whose passages the rulebook cites, by document. Raises DataFileError where the file is at fault."""
    return load(SHIPPED)


def load(path: Path) -> dict[str, Page]:
    """The pages of a TOML file. Raises DataFileError naming the first fault."""
    file, found = Table.read(path), {}
    for document, table in file.table("documents").named_tables():
        lines = [tuple(line.split()) for line in table.text("words").splitlines() if line.strip()]
        starts = [sum(map(len, lines[:number])) for number in range(len(lines) + 1)]
        sections = [_section(name, part, starts) for name, part in table.table("sections").named_tables()]
        found[document] = Page(table.text("title"), tuple(word for line in lines for word in line), tuple(sections))
        table.close()
    file.close()
    return found


def _section(name: str, table: Table, starts: Sequence[int]) -> Section:
    lines = LINES.fullmatch(table.text("lines"))
    first, last = map(int, lines.groups()) if lines else (0, 0)
    if not 1 <= first <= last < len(starts):
        raise table.fault("lines", f"not lines of the page, as in 3-4, from 1 to {len(starts) - 1}")
    asked = tuple(table.text("asked").split())
    if unknown := set(asked) - ASKED.keys():
        raise table.fault("asked", f"{min(unknown)} is not one of {', '.join(ASKED)}")
    table.close()
    return Section(name, starts[first - 1], starts[last], asked)
