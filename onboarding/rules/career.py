"""An applicant's jobs made ready for counting: their days, and what a day of each counts for under every reading."""

from collections.abc import Sequence
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from onboarding.rules.credit import NEVER_ENDS, Credit, Span
from onboarding.rules.facts import Applicant, Job
from onboarding.rules.titles import Suggestion, suggest

COUNTING = frozenset({"direct_patient_care", "return_to_work", "occupational_health", "equivalent"})
CLAIMS_MANAGEMENT = "claims_management"
CATEGORIES = (*sorted(COUNTING), CLAIMS_MANAGEMENT, "excluded", "other")

Part = tuple[int, int]  # an exact part of a day: numerator, denominator
ALL, NOTHING = (1, 1), (0, 1)
# How the three questions are read, as a number of three bits, each 1 where the reading is the more generous one:
# claims management counts, mixed duties count whole, part-time days count as days.
READINGS = 8


class Work(NamedTuple):
    """A job made ready: its days (first, after the last) and what a day counts for under each of READINGS.

    `certain` are the days from the latest start to the earliest end, and may be none (first not before after).
    """

    job: Job
    place: int
    suggestion: Suggestion | None
    certain: tuple[int, int]
    possible: tuple[int, int]
    parts: tuple[Part, ...]
    is_part_time: bool


class Career:
    """The jobs of one applicant. Credits are whole numbers of 1/`unit` day; what was added up once is kept."""

    __slots__ = ("_credits", "_known", "unit", "works")

    def __init__(self, applicant: Applicant, full_time_hours: Fraction) -> None:
        self.works = tuple(_work(job, place, full_time_hours) for place, job in enumerate(applicant.jobs))
        self.unit = lcm(*{part[1] for work in self.works for part in work.parts})
        self._credits: dict[int, tuple[int, ...]] = {}
        self._known: dict[tuple[Span, ...], Credit] = {}

    def credits(self, reading: int) -> tuple[int, ...]:
        """What a day of each job counts for under a reading, if it is all as stated."""
        if reading not in self._credits:
            unit = self.unit
            parts = [work.parts[reading] for work in self.works]
            self._credits[reading] = tuple(unit * top // bottom for top, bottom in parts)
        return self._credits[reading]

    def certain(self, credits: Sequence[int], through: int) -> Credit:
        """The jobs' certain days added up, each day counting for what is given for its job."""
        rows = zip(self.works, credits, strict=True)
        return self._added_up(
            tuple((*work.certain, credit) for work, credit in rows if credit and work.certain[0] < work.certain[1]),
            through,
        )

    def possible(self, credits: Sequence[int], through: int) -> Credit:
        """The same for all days that the jobs may have had."""
        rows = zip(self.works, credits, strict=True)
        return self._added_up(tuple((*work.possible, credit) for work, credit in rows if credit), through)

    def _added_up(self, spans: tuple[Span, ...], through: int) -> Credit:
        found = self._known.get(spans)
        if found is None:
            found = self._known[spans] = Credit(spans, self.unit, through)
        return found


def _work(job: Job, place: int, full: Fraction) -> Work:
    start, end = job.start, job.end
    time = _time(job.hours_a_week, full)
    return Work(
        job,
        place,
        suggest(job.position) if job.position else None,
        (start.latest.toordinal(), end.earliest.toordinal() + 1 if end else NEVER_ENDS),
        (start.earliest.toordinal(), end.latest.toordinal() + 1 if end else NEVER_ENDS),
        _parts(job, time),
        time is not ALL,
    )


def _time(hours: Fraction | None, full: Fraction) -> Part:
    """The share of full time. Hours not stated are full time here; where unknown, the lower bound does not use it."""
    if hours is None:
        return ALL
    top, bottom = hours.numerator * full.denominator, hours.denominator * full.numerator
    return ALL if top >= bottom else (top, bottom)


def _parts(job: Job, time: Part) -> tuple[Part, ...]:
    """A job that nobody has put in a category may be all qualifying; whether it is sure is told apart."""
    if job.duties:
        return tuple(_times(time, _duty(job, reading), reading) for reading in range(READINGS))
    if job.category == CLAIMS_MANAGEMENT:
        return (NOTHING,) * 4 + (time, ALL) * 2
    if job.category is None or job.category in COUNTING:
        return (time, ALL) * 4
    return (NOTHING,) * READINGS


def _duty(job: Job, reading: int) -> Part:
    counts_claims, counts_whole = reading & 4, reading & 2
    share = sum(
        (
            duty.share
            for duty in job.duties
            if duty.category in COUNTING or (counts_claims and duty.category == CLAIMS_MANAGEMENT)
        ),
        Fraction(0),
    )
    return ALL if share and counts_whole else (share.numerator, share.denominator)


def _times(time: Part, duty: Part, reading: int) -> Part:
    return duty if reading & 1 else (time[0] * duty[0], time[1] * duty[1])
