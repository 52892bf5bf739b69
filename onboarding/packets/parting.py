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
    asked = _asked_about(whole, id)
    return {
        "told": {**told, "people": people, "exhibits": exhibits, "questions": asked},
        "kept": {
            **kept,
            "people": [id] if people else [],
            "named": [id] if people else [],
            "exhibits": where,
            "questions": [[id]] * len(asked),
        },
    }


def _asked_about(whole: Mapping[str, Any], id: int) -> list[Any]:
    """What was asked about this person alone. A line that tells of several, or of nobody knows whom, is in no file."""
    told, about = whole["told"].get("questions", ()), whole["kept"].get("questions", ())
    return [question for question, people in zip(told, about, strict=False) if people == [id]]


def listed(files: Iterable[tuple[str, str, str | None, int | None, str | None]]) -> bytes:
    """The list that goes with the files: of each its name, number, person, pages and hash, as CSV."""
    return to_csv(HEADINGS, list(files))
