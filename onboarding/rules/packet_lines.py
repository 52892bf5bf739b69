"""The lines of an issued packet, on each of which its reader can answer: from what was frozen, and nothing else.

A line is known by its place and by a digest of what it says there: an answer is about exactly what was issued.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from onboarding.rules.wording import count, spoken

COHE = "The COHE"
DIGITS = 16  # of the digest in a key: what is told apart are the lines of one packet


class Stands(StrEnum):
    """How an exception stands, and somebody by theirs; what is worst comes first.

    `UNKNOWN`: a rule may be kept or not, and nothing recorded says which. That is no fault, and no "in order" either.
    """

    OUT = "Not in order"
    UNKNOWN = "Can’t tell yet"
    OPEN = "Open"
    IN = "In order"


ORDER = tuple(Stands)


def stands(line: Mapping[str, Any]) -> Stands:
    """How an exception stands. Packets that were issued earlier do not say `unknown`."""
    if line["out"]:
        return Stands.OUT
    return Stands.UNKNOWN if line.get("unknown") else Stands.OPEN


def worst(lines: Iterable[Mapping[str, Any]]) -> Stands:
    """How somebody stands, of whom these are the exceptions."""
    return min(map(stands, lines), key=ORDER.index, default=Stands.IN)


class Tally(NamedTuple):
    """How many exceptions stand how."""

    out: int
    unknown: int
    open: int

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(self)

    @property
    def says(self) -> str:
        """The same in words, as on page 2: "2 not in order, 1 can’t tell yet, 7 open"."""
        counted = zip(self, (Stands.OUT, Stands.UNKNOWN, Stands.OPEN), strict=True)
        return ", ".join(f"{many} {each.lower()}" for many, each in counted if many) or "No exceptions"

    @property
    def sentence(self) -> str:
        """The same as a sentence of its own."""
        return f"Exceptions: {self.says}." if self.total else f"{self.says}."


def tally(told: Mapping[str, Any]) -> Tally:
    """How many exceptions of the COHE and of everybody stand how, in what a packet was frozen as."""
    every = [*told["exceptions"], *(each for person in told["people"] for each in person["exceptions"])]
    found = Counter(stands(each) for each in every)
    return Tally(found[Stands.OUT], found[Stands.UNKNOWN], found[Stands.OPEN])


class Line(NamedTuple):
    """One line: of whom, about what, how that stands (a word, or nothing), and what it says.

    `place`: of the person in the packet, from 1; 0 for the COHE as a whole.
    """

    key: str
    who: str
    about: str
    stands: str
    says: str
    place: int = 0

    @property
    def called(self) -> str:
        """Of whom and about what: "Ana Ruiz, training"; what begins with initials keeps them."""
        about = self.about
        return f"{self.who}, {about[:1].lower() + about[1:] if about[1:2].islower() else about}"


def lines(told: Mapping[str, Any]) -> list[Line]:
    """Every line in the order of a reader: the COHE, then people, who is not in order first, and then
    staffing, rulings and what changed.
    """
    people = [_of_person(place, each) for place, each in enumerate(told.get("people", ()), start=1)]
    people.sort(key=lambda one: (ORDER.index(Stands(one[0].stands)), one[0].place))
    cohe = _exceptions("cohe", COHE, told.get("exceptions", ()), 0)
    return [*cohe, *(line for one in people for line in one), *_of_sections(told)]


def by_key(told: Mapping[str, Any]) -> dict[str, Line]:
    """The same by their keys."""
    return {each.key: each for each in lines(told)}


def is_of_cohe(key: str) -> bool:
    """Whether a line is about the COHE as a whole, by its key alone, also where nobody can open its packet any more."""
    return not key.startswith("person-")


def names_nobody(key: str) -> bool:
    """Whether its words name nobody, by its key: an exception of the COHE says of a vacancy who left."""
    return is_of_cohe(key) and not key.startswith("cohe/")


def _of_person(place: int, person: Mapping[str, Any]) -> list[Line]:
    """The person as a whole, and each exception of theirs."""
    at, found = f"person-{place}", person["exceptions"]
    says = ", ".join(each for each in (person.get("role"), person.get("stands")) if each)
    whole = Line(_key(at, person), person["name"], "As a whole", worst(found), f"{says}." if says else "", place)
    return [whole, *_exceptions(at, person["name"], found, place)]


def _exceptions(at: str, who: str, found: Sequence[Mapping[str, Any]], place: int) -> list[Line]:
    return [
        Line(
            _key(f"{at}/exception-{number}", each),
            who,
            each["about"],
            stands(each),
            each["says"],
            place,
        )
        for number, each in enumerate(found, start=1)
    ]


def _of_sections(told: Mapping[str, Any]) -> Iterator[Line]:
    """The lines of staffing, each ruling, and what changed since the packet before."""
    for number, each in enumerate((told.get("staffing") or {}).get("lines", ()), start=1):
        says = f"{each['says'].rstrip('.')}: {each['distance']}"
        yield Line(_key(f"staffing-{number}", each), COHE, f"Staffing, {each['nature'].lower()}", each["outcome"], says)
    for number, each in enumerate(told.get("rulings", ()), start=1):
        yield Line(_key(f"ruling-{number}", each), COHE, "Ruling relied on", "", f"{each['settles']} {each['how']}")
    changes = told.get("changes") or {}
    if changes.get("before"):
        changed = count(len(changes["lines"]), "difference")
        says = f"{changed} from packet {changes['before']['number']}."
        yield Line(_key("changes", changes), COHE, "What changed", "", spoken(says))


def _key(place: str, said: Any) -> str:
    written = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return f"{place}@{hashlib.sha256(written).hexdigest()[:DIGITS]}"
