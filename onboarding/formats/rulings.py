"""A rulings file: a JSON array of rulings, checked in full before anything is answered."""

from datetime import date
from typing import Any

from onboarding.formats.faults import Refused
from onboarding.formats.json_documents import parse
from onboarding.formats.shape import Shape
from onboarding.rules.faults import Fault
from onboarding.rules.rulebook import Rulebook
from onboarding.rules.rulings import ROLES, Ruling, inadmissible


def rulings(text: str, book: Rulebook) -> list[Ruling]:
    """The rulings of a file. Raises Refused with every fault of every ruling, named by its place in the array."""
    content = parse(text)
    if not isinstance(content, list):
        raise Refused([Fault("(file)", "not a JSON array of rulings")])
    return rulings_of(content, book)


def rulings_of(content: list[Any], book: Rulebook) -> list[Ruling]:
    """The same of an array that was read."""
    found, faults = list[Ruling](), list[Fault]()
    for place, entry in enumerate(content):
        try:
            found.append(_ruling(Shape.of(entry), book))
        except Refused as refused:
            faults += [Fault(f"[{place}].{path}", says) for path, says in refused.faults]
    if faults:
        raise Refused(faults)
    return found


def _ruling(entry: Shape, book: Rulebook) -> Ruling:
    of_number = entry.has("number")
    if of_number == entry.has("question"):
        entry.fault("question", "one of question and number is needed, not both")
    if of_number:
        settles, reading, value = entry.text("number"), None, entry.amount("value") if entry.needed("value") else None
    else:
        settles, reading, value = (
            entry.text("question"),
            entry.text("reading") if entry.needed("reading") else None,
            None,
        )
    since = entry.day("from") if entry.needed("from") else None
    for key in ("by", "reference"):  # a ruling that nobody gave and that is written nowhere is none
        entry.needed(key)
    cohe, role = entry.text("cohe"), entry.word("role", tuple(ROLES), "role")
    by, reference = entry.text("by") or "", entry.text("reference") or ""
    ruling = Ruling(settles or "", reading, value, since or date.max, cohe, role, by, reference)
    if not entry.faults and (fault := inadmissible(book, ruling)):
        entry.fault(*fault)
    entry.close()
    return ruling
