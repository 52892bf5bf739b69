"""What a rule says: outcomes, bounds and findings. Their fields are the keys of the contract in docs/rules.md.

Dates are dates and amounts exact numbers here; `onboarding.formats` turns them into text.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from onboarding.rules.rulebook import Question

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


class ExperienceFinding(NamedTuple):
    """The experience requirement, with both paths and the ledger of jobs."""

    outcome: Outcome
    path: str | None
    because: str
    source: tuple[str, ...]
    credited_days: Bounds
    met_from: date | None
    paths: Mapping[str, PathFinding]
    ledger: tuple[LedgerLine, ...]
    questions: tuple[Question, ...]
    readings: tuple[ReadingOutcome, ...]
    needs: tuple[Need, ...]


class Judgement(NamedTuple):
    """All four requirements, judged as claimed or as verified."""

    outcome: Outcome
    requirements: Mapping[str, Finding | ExperienceFinding]


class Screening(NamedTuple):
    """An applicant's answer."""

    id: str
    role: str
    as_of: date
    claimed: Judgement
    verified: Judgement
    also_qualifies_as: str | None
