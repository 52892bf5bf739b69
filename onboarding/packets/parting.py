"""A file for each person: of what a packet says, what the file of one person says; and the list of the files."""

from collections.abc import Iterable, Mapping
from typing import Any

from onboarding.formats.tables.writing import to_csv

HEADINGS = ("File", "Packet", "Person", "Pages", "SHA-256")
Content = dict[str, Any]


def of_person(whole: Mapping[str, Any], id: int) -> Content:
    """What is said of one person, and of nobody else; their exhibits numbered from 1."""
    told, kept = whole["told"], whole["kept"]
    people = [told["people"][place] for place, each in enumerate(kept["people"]) if each == id]
    pairs = zip(told["exhibits"], kept["exhibits"], strict=True)
    mine = [(exhibit, where) for exhibit, where in pairs if where["person"] in (id, None)]
    exhibits = [{**exhibit, "number": number} for number, (exhibit, _) in enumerate(mine, start=1)]
    where = [each for _, each in mine]
    asked, about = _asked_about(whole, id)
    return {
        "told": {**told, "people": people, "exhibits": exhibits, "questions": asked},
        "kept": {
            **kept,
            "people": [id] if people else [],
            "named": [id] if people else [],
            "exhibits": where,
            "questions": about,
        },
    }


def _asked_about(whole: Mapping[str, Any], id: int) -> tuple[list[Any], list[list[int]]]:
    """What was asked about this person alone, and about the COHE as a whole; and whom each tells of.

    What concerns everybody stands in each file, as rulings do: their reader may have no other. A line of the COHE may
    name others, so of that it says only what it is about.
    """
    told, kept = whole["told"].get("questions", ()), whole["kept"]
    in_each = kept.get("in_each") or [None] * len(told)  # what was frozen earlier does not say
    found: list[tuple[Any, list[int]]] = []
    for question, people, says in zip(told, kept.get("questions", ()), in_each, strict=True):
        if people == [id]:
            found.append((question, [id]))
        elif says is not None:
            found.append(({**question, "says": says}, []))
    return [question for question, _ in found], [about for _, about in found]


def largest(whole: Mapping[str, Any], each: bool) -> int:
    """The bytes of evidence in it; with a file for each person, in the largest of these."""
    kept = whole["kept"]
    sizes = list(zip((where["person"] for where in kept["exhibits"]), kept["sizes"], strict=True))
    if not each:
        return sum(size for _, size in sizes)
    return max((sum(size for whose, size in sizes if whose in (id, None)) for id in kept["people"]), default=0)


def listed(files: Iterable[tuple[str, str, str | None, int | None, str | None]]) -> bytes:
    """The list that goes with the files: of each its name, number, person, pages and hash, as CSV."""
    return to_csv(HEADINGS, list(files))
