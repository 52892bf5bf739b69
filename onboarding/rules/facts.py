"""What a rule may know: frozen facts, already checked for shape. Nothing here is computed or judged.

A fact may be absent (None): then it is unknown, and a rule must say so. `verified` is true only where somebody
checked the fact against its source.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from onboarding.rules.days import PartialDate, Quarter
from onboarding.rules.faults import Fault


class Contradiction(ValueError):  # noqa: N818 - it is what the facts are, not an error of ours
    """Facts that cannot all be true."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(map(str, self.faults)))


class Duty(NamedTuple):
    """A part of a job: its category and its share of the job's time, above 0 and at most 1."""

    category: str
    share: Fraction


class Job(NamedTuple):
    """One job. `end` None: it goes on. `category` and `duties` are a screener's decision, never both."""

    name: str | None
    position: str | None
    start: PartialDate
    end: PartialDate | None
    category: str | None
    duties: tuple[Duty, ...]
    hours_a_week: Fraction | None
    verified: bool


class Equivalency(NamedTuple):
    """What an evaluator found a degree to be worth."""

    level: str
    evaluator: str | None
    verified: bool


class Degree(NamedTuple):
    """One course of study. `conferred` None: not conferred, or the day is not stated."""

    institution: str | None
    study_type: str | None
    area: str | None
    level: str | None
    country: str | None
    conferred: PartialDate | None
    equivalency: Equivalency | None
    verified: bool


class Statement(NamedTuple):
    """A yes or no on record, and whether it was checked."""

    value: bool
    verified: bool


class Applicant(NamedTuple):
    """One applicant, for one role (`hsc` or `assistant`) at one COHE (None: not said which).

    `unread`: where the document keeps its jobs, if that is in a format that we do not read.
    """

    id: str
    name: str | None
    role: str
    cohe: str | None
    jobs: tuple[Job, ...]
    degrees: tuple[Degree, ...]
    able: Statement | None
    issues_reported: Statement | None
    skills: tuple[tuple[str, Statement], ...]
    unread: str | None = None


@dataclass(frozen=True, slots=True)
class AreaTrained:
    """Initial training in one area of the standard work."""

    area: str
    on: date
    verified: bool


@dataclass(frozen=True, slots=True)
class Required:
    """Something that L&I requires by name. `passed` None: no test result with this entry."""

    name: str
    completed_on: date | None
    passed: bool | None
    verified: bool


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity of the additional training; only the fields of its kind are filled.

    Of approved content that is a version of a course: `asked_about` is the version whose approval L&I was asked for and
    has not answered, `unconfirmed` the one that it approved by the COHE's word alone. Documents say neither.
    """

    kind: str
    on: date
    verified: bool
    topics: frozenset[str] = frozenset()
    approved_on: date | None = None
    location: str | None = None
    minutes: Fraction = Fraction(0)
    host_cohe: str | None = None
    host_role: str | None = None
    sponsor: str | None = None
    attended: bool = False
    asked_about: str | None = None
    unconfirmed: str | None = None


@dataclass(frozen=True, slots=True)
class Trainee:
    """One new hire's training, from the day the person entered the role at this COHE."""

    id: str
    role: str
    cohe: str | None
    hired_on: date
    initial: tuple[AreaTrained, ...]
    required: tuple[Required, ...]
    activities: tuple[Activity, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """One dated event of a track. `place` is where the document has it, for a message that names it."""

    on: date
    event: str
    number: str | None
    reason: str | None
    place: str


@dataclass(frozen=True, slots=True)
class Tracks:
    """The two tracks that follow a hire: the provider account and the HSC Supplemental Application."""

    id: str
    cohe: str | None
    provider: tuple[Event, ...]
    supplemental: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class QuarterClaims:
    """Claims initiated in a calendar quarter; surgical claims (None: not stated) are not among `claims`."""

    quarter: Quarter
    claims: int
    surgical_claims: int | None


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A person's time on claim-specific tasks from `first` through `last` (None: goes on).

    `claim_fte` None: nobody recorded it, so that it is anything from 0 to 1. `billable_from` is the first day the
    person may bill: `date.min` throughout, None not yet.
    """

    id: str
    role: str
    claim_fte: Fraction | None
    first: date
    last: date | None
    billable_from: date | None


@dataclass(frozen=True, slots=True)
class Absence:
    """Days on which somebody is away, both ends included, and who covers for them."""

    staff: str
    first: date
    last: date
    covered_by: str | None


@dataclass(frozen=True, slots=True)
class Staffing:
    """One COHE's claims, staff and absences."""

    id: str
    cohe: str | None
    quarters: tuple[QuarterClaims, ...]
    staff: tuple[StaffRow, ...]
    absences: tuple[Absence, ...]
