"""docs/changing.md: each file that is to be touched for a change is named, and names what it is said to name."""

import re
from functools import cache
from typing import NamedTuple

import pytest

from onboarding.config import ROOT

GUIDE = (ROOT / "docs" / "changing.md").read_text(encoding="utf-8")
PRODUCT = ("onboarding", "templates", "static")
TEXTS = {".py", ".toml", ".html", ".txt", ".js", ".css"}
ASKED_FOR = {"category", "training", "field", "reminder", "role", "evidence", "number", "page"}


class Change(NamedTuple):
    """A section: what is like it, every file to touch, and those of them that name the example."""

    title: str
    example: str
    files: frozenset[str]
    naming: frozenset[str]


def changes() -> list[Change]:
    found = []
    for section in GUIDE.split("\n## ")[1:]:
        rows = re.findall(r"^\| `([^`]+)` \| (✓?) ?\| .+ \|$", section, re.MULTILINE)
        (example,) = re.findall(r"^Like `([^`]+)`\.$", section, re.MULTILINE)
        naming = frozenset(path for path, tick in rows if tick)
        found.append(Change(section.partition("\n")[0], example, frozenset(path for path, _ in rows), naming))
    return found


@cache
def product() -> dict[str, str]:
    """The text of every file of the product, by its path."""
    files = (path for folder in PRODUCT for path in (ROOT / folder).rglob("*") if path.suffix in TEXTS)
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in files}


def holding(example: str) -> set[str]:
    word = re.compile(rf"(?<!\w){re.escape(example)}(?!\w)")
    return {path for path, text in product().items() if word.search(text)}


def test_the_guide_has_every_kind_of_change_that_was_asked_for() -> None:
    titles = " ".join(each.title.casefold() for each in changes())
    assert {word for word in ASKED_FOR if word not in titles} == set()
    assert len(changes()) == GUIDE.count("\nLike `") >= len(ASKED_FOR)


@pytest.mark.parametrize("change", changes(), ids=lambda change: change.title)
def test_every_file_of_a_change_is_there_and_named(change: Change) -> None:
    assert {path for path in change.files if not (ROOT / path).is_file()} == set()
    assert holding(change.example) == change.naming


def test_a_file_that_is_not_named_is_found() -> None:
    assert "onboarding/rules/career.py" in holding("occupational_health")
    assert holding("occupational_healt") == set()
