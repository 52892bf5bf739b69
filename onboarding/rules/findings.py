"""What a rule says: outcomes, bounds and findings. Their fields are the keys of the contract in docs/rules.md.

Dates are dates and amounts exact numbers here; `onboarding.formats` turns them into text.
"""

from collections.abc import Mapping
from copy import copy
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Self

from onboarding.rules.once import once
from onboarding.rules.rulebook import Question

if TYPE_CHECKING:
    from onboarding.rules.experience_finding import ExperienceFinding

Exact = int | Fraction


class Outcome(StrEnum):
    """Every word that a finding's outcome can be."""

    __hash__ = str.__hash__  # Enum's own is a call into Python, and these are keys where it is hot

    MET = "met"
    NOT_MET = "not_met"
    UNDETERMINED = "undetermined"
    PENDING = "pending"
    MET_LATE = "met_late"
    DUE = "due"
    OVERDUE = "overdue"
    NOT_REQUIRED = "not_required"
    QUALIFIED = "qualified"
    NEEDS_REVIEW = "needs_review"
    NOT_QUALIFIED = "not_qualified"
    REQUIRED = "required"
    OPEN = "open"
    WITHIN = "within"
    OVER = "over"
    REPLACED = "replaced"
    REPLACED_LATE = "replaced_late"
    ALREADY_BELOW = "already_below"


class Bounds(NamedTuple):
    """What is certain, and all that may be. None: cannot be computed."""

    at_least: Exact | None
    at_most: Exact | None


class Need(NamedTuple):
    """A fact that would settle something, by its path in the document, and the same for a person to read."""

    fact: str
    say: str


class ReadingOutcome(NamedTuple):
    """What one reading of an open question gives; undetermined where others still matter."""

    question: Question
    reading: str
    outcome: Outcome


class Finding(NamedTuple):
    """One requirement judged: the outcome, why, by which source, on which questions it hangs, what would settle it."""

    outcome: Outcome
    because: str
    source: tuple[str, ...]
    questions: tuple[Question, ...] = ()
    readings: tuple[ReadingOutcome, ...] = ()
    needs: tuple[Need, ...] = ()


class OnDemand:
    """A finding whose fields are what it has `once`, in the order in which they stand: written when they are read.

    Otherwise like a named tuple, and used like one. What it is written from cannot be changed (a frozen dataclass).
    """

    _fields: ClassVar[tuple[str, ...]]

    def __init_subclass__(cls) -> None:
        cls._fields = tuple([name for name, value in vars(cls).items() if isinstance(value, once) and name[0] != "_"])

    def _asdict(self) -> dict[str, Any]:
        return {field: getattr(self, field) for field in self._fields}

    def _replace(self, **fields: object) -> Self:
        """The same with some fields said otherwise."""
        other = copy(self)
        vars(other).update(fields)
        return other

    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(self)) and self._asdict() == other._asdict()

    __hash__ = None  # type: ignore[assignment]  # no more than a named tuple that holds a mapping


class LedgerLine(NamedTuple):
    """What one job would count for alone, and why. `job` is its place in the document, from 0."""

    job: int
    category: str | None
    suggestion: str | None
    credited_days: Bounds
    because: str


class PathFinding(NamedTuple):
    """One of the ways to meet the experience requirement, and how many credited days it is short."""

    outcome: Outcome
    because: str
    short_days: Bounds


class Judgement(NamedTuple):
    """All four requirements, judged as claimed or as verified."""

    outcome: Outcome
    requirements: "Mapping[str, Finding | ExperienceFinding]"
