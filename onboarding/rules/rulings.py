"""Rulings: what settles a question or replaces a number, and what is then in force for one document on one day."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from onboarding.rules.faults import Fault
from onboarding.rules.numbers import Numbers, as_numbers
from onboarding.rules.rulebook import UNITS, Citation, Provision, Question, Rulebook

Remembered = TypeVar("Remembered")

# A ruling for an HSC holds for a surgical HSC too.
ROLES = {"hsc": ("hsc",), "assistant": ("assistant",), "surgical_hsc": ("surgical_hsc", "hsc")}


class Ruling(NamedTuple):
    """A contract manager's answer: `settles` is a question's id or a number's, with the reading or the value.

    `cohe` and `role` None: for all. `recorded_by`: who did on their word, while nobody at L&I has confirmed it.
    `hires_only`: of training it holds for people hired on its day or later, and for nobody else.
    """

    settles: str
    reading: str | None
    value: Fraction | None
    since: date
    cohe: str | None
    role: str | None
    by: str
    reference: str
    recorded_by: str | None = None
    hires_only: bool = False

    def __str__(self) -> str:
        what = f"{self.settles} read as {self.reading}" if self.reading else f"{self.settles} is {self.value}"
        said = f"Ruling in force from {self.since}, by {self.by} ({self.reference}): {what}"
        return f"{said}; {self.caution}" if self.caution else said

    @property
    def caution(self) -> str:
        """What is to be said wherever something leans on it; nothing where it is L&I's own word."""
        recorded = f"recorded by {self.recorded_by} on the word of {self.by}, and not confirmed by L&I yet"
        return recorded if self.recorded_by else ""


@dataclass(frozen=True, eq=False, slots=True)  # hashed by identity: it is a key of caches
class Law:
    """What is in force for one document: every number, the readings to try of each question, the rulings relied on."""

    book: Rulebook
    on: date
    numbers: Numbers
    readings: dict[Question, tuple[str, ...]]
    rulings: dict[str, Ruling]
    _remembered: dict[Hashable, Any] = field(default_factory=dict)

    def remembered(self, key: Hashable, make: Callable[[], Remembered]) -> Remembered:
        """What follows from the law alone and many documents share, such as citations: made once."""
        found = self._remembered.get(key)
        if found is None:
            found = self._remembered[key] = make()
        remembered: Remembered = found
        return remembered

    def is_open(self, question: Question) -> bool:
        return len(self.readings[question]) > 1

    def agrees(self, other: "Law", hangs_on: Iterable[str]) -> bool:
        """Whether the other says the same of these numbers and questions, and keeps the same holidays."""
        return self.book.holidays == other.book.holidays and all(self._says(id) == other._says(id) for id in hangs_on)

    def _says(self, id: str) -> object:
        return getattr(self.numbers, id) if id in self.book.numbers else self.readings[Question(id)]

    def source(self, provisions: Iterable[Provision], relied_on: Iterable[str] = ()) -> tuple[str, ...]:
        """The citations of a finding: the provisions, and where each number and question that it leans on stands.

        `relied_on` are ids of numbers and questions; what a ruling settled is cited by the ruling.
        """
        leans_on = tuple(provisions), tuple(relied_on)
        return self.remembered(("source", *leans_on), lambda: self._source(*leans_on))

    def _source(self, provisions: Iterable[Provision], relied_on: Iterable[str]) -> tuple[str, ...]:
        cited = [str(self.book.provisions[provision].citation) for provision in provisions]
        cited += [str(self.rulings.get(id) or self._citation(id)) for id in relied_on]
        return tuple(dict.fromkeys(cited))

    def caution(self, source: Iterable[str]) -> str:
        """Sentences to append to a finding with that source: on which rulings it leans that L&I has not confirmed."""
        cited = [each for each in self.rulings.values() if each.caution and str(each) in source]
        return "".join(f" This leans on a ruling {each.caution}." for each in dict.fromkeys(cited))

    def _citation(self, id: str) -> Citation:
        if id in self.book.numbers:
            return self.book.numbers[id].on(self.on).citation
        return self.book.questions[Question(id)].citation


class Rulings:
    """A rulebook and the rulings given under it. Raises ValueError for a ruling that the rulebook does not admit."""

    def __init__(self, book: Rulebook, rulings: Iterable[Ruling] = ()) -> None:
        self.book = book
        self._rulings = tuple(rulings)
        self._for_hires = [each for each in self._rulings if each.hires_only]
        for ruling in self._rulings:
            if fault := inadmissible(book, ruling):
                raise ValueError(str(fault))
        self._in_force = lru_cache(maxsize=256)(self._law)

    def in_force(self, on: date, cohe: str | None, role: str | None, hired_on: date | None = None) -> Law:
        """What holds on a day for a document of this COHE and role (None: the document has none).

        `hired_on`: whom it is about was hired then, and rulings for later hires alone pass them by.
        """
        passed_by = frozenset([each for each in self._for_hires if hired_on is not None and hired_on < each.since])
        return self._in_force(on, cohe, role, passed_by)

    def _law(self, on: date, named: str | None, role: str | None, passed_by: frozenset[Ruling]) -> Law:
        cohe, book = cohe_id(named), self.book.on(on)
        chosen: dict[str, Ruling] = {}
        for ruling in sorted(self._rulings, key=_specificity):  # stable: the later in the file wins
            if _holds(ruling, on, cohe, role) and ruling not in passed_by and _fault(book, ruling) is None:
                chosen[ruling.settles] = ruling
        values = book.numbers_on(on)
        values |= {id: ruling.value for id, ruling in chosen.items() if ruling.value is not None}
        readings = {id: tuple(reading.id for reading in question.readings) for id, question in book.questions.items()}
        readings |= {Question(id): (ruling.reading,) for id, ruling in chosen.items() if ruling.reading is not None}
        return Law(book, on, as_numbers(values), readings, chosen)


def cohe_id(cohe: str | None) -> str | None:
    """A COHE's name for comparing: a capital or a blank makes no other COHE."""
    return " ".join(cohe.split()).casefold() if cohe else None


def inadmissible(book: Rulebook, ruling: Ruling) -> Fault | None:
    """Why no edition of the rulebook has a place for this ruling, by the key that is at fault; None where one has."""
    faults = [_fault(each, ruling) for each in book.editions()]
    return faults[0] if all(faults) else None


def _fault(book: Rulebook, ruling: Ruling) -> Fault | None:
    if ruling.value is not None:
        number = book.numbers.get(ruling.settles)
        if number is None:
            return Fault("number", f"unknown number {ruling.settles[:40]!a}")
        says = UNITS[number.unit].fault(ruling.value)
        return Fault("value", f"{number.unit}: {says}") if says else None
    if ruling.settles not in [str(question) for question in book.questions]:
        return Fault("question", f"unknown question {ruling.settles[:40]!a}")
    known = [reading.id for reading in book.questions[Question(ruling.settles)].readings]
    if ruling.reading not in known:
        said = (ruling.reading or "")[:40]
        says = f"unknown reading {said!a} of {ruling.settles}; it is one of {', '.join(known)}"
        return Fault("reading", says)
    return None


def _holds(ruling: Ruling, on: date, cohe: str | None, role: str | None) -> bool:
    """A document without a COHE or a role gets only the rulings that name none."""
    return (
        ruling.since <= on
        and (ruling.cohe is None or cohe_id(ruling.cohe) == cohe)
        and (ruling.role is None or (role is not None and ruling.role in ROLES[role]))
    )


def _specificity(ruling: Ruling) -> tuple[bool, int, date]:
    # A ruling for surgical HSCs by name is more specific than one for HSCs that reaches them too.
    role = 0 if ruling.role is None else 2 if ruling.role == "surgical_hsc" else 1
    return (ruling.cohe is not None, role, ruling.since)
