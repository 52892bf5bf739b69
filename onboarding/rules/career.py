"""An applicant's jobs made ready for counting: their days, and what a day of each counts for under every reading."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from onboarding.rules.credit import NEVER, Credit
from onboarding.rules.facts import Applicant, Job
from onboarding.rules.findings import Bounds, Exact
from onboarding.rules.once import once
from onboarding.rules.titles import Suggestion, suggest

COUNTING = frozenset({"direct_patient_care", "return_to_work", "occupational_health", "equivalent"})
CLAIMS_MANAGEMENT = "claims_management"
CATEGORIES = (*sorted(COUNTING), CLAIMS_MANAGEMENT, "excluded", "other")

Part = tuple[int, int]  # an exact part of a day: numerator, denominator
Credits = tuple[int, ...]  # what a day of each job counts for, in the career's unit
ALL, NOTHING = (1, 1), (0, 1)
# How the three questions are read, as a number of three bits, each 1 where the reading is the more generous one:
# claims management counts, mixed duties count whole, part-time days count as days.
READINGS = 8
ALWAYS, NEVER_COUNTS = (ALL,) * READINGS, (NOTHING,) * READINGS
PLAIN = (ALWAYS, NEVER_COUNTS)


# Read far more often than made: slots are read faster than a named tuple's fields, and frozen ones are slow to fill.
@dataclass(eq=False, slots=True)
class Work:
    """A job made ready: its days (first, after the last) and what a day counts for under each of READINGS.

    `certain` are the days from the latest start to the earliest end, and may be none (first not before after).
    `sure` is whether it is certain what the job was, as claimed and as verified.
    """

    job: Job
    place: int
    sure: tuple[bool, bool]
    certain: tuple[int, int]
    possible: tuple[int, int]
    parts: tuple[Part, ...]
    is_part_time: bool

    @property
    def suggestion(self) -> Suggestion | None:
        """What the title suggests."""
        return suggest(self.job.position) if self.job.position else None


class Career:
    """The jobs of one applicant through a day. Credits are whole numbers of 1/`unit` day; what is added up is kept."""

    def __init__(self, applicant: Applicant, full_time_hours: Fraction, through: int) -> None:
        self.through = through
        full_time = full_time_hours.as_integer_ratio()
        self.works = [_work(job, place, full_time) for place, job in enumerate(applicant.jobs)]
        self.unit = lcm(*{bottom for work in self.works if work.parts not in PLAIN for _, bottom in work.parts})
        self._parts = list(zip(*[work.parts for work in self.works], strict=True)) or [()] * READINGS
        counting = [work for work in self.works if work.parts is not NEVER_COUNTS]
        self._certain = _Days([(work.place, *work.certain) for work in counting], self.unit, through)
        self._possible = _Days([(work.place, *work.possible) for work in counting], self.unit, through)
        self._credits: dict[int, Credits] = {}
        self._exact: dict[int, Exact] = {}

    @once
    def touched(self) -> tuple[bool, bool, bool]:
        """Whether there is claims management, mixed duties, part-time work: what each of the QUESTIONS is about."""
        duties = [duty for work in self.works for duty in work.job.duties]
        categories = [*[work.job.category for work in self.works], *[duty.category for duty in duties]]
        return (
            CLAIMS_MANAGEMENT in categories,
            any(duty.share < 1 for duty in duties),
            any(work.is_part_time for work in self.works),
        )

    def days(self, place: int) -> tuple[int, int]:
        """How many days a job has, by itself: for certain, and at most."""
        work = self.works[place]
        return _days(work.certain, self.through), _days(work.possible, self.through)

    def bounds(self, least: int, most: int) -> Bounds:
        """So many credited days, at least and at most."""
        if self.unit == 1:
            return Bounds(least, most)
        at_most = self.exactly(most)
        return Bounds(at_most if least == most else self.exactly(least), at_most)

    def credits(self, reading: int) -> Credits:
        """What a day of each job counts for under a reading, if it is all as stated."""
        found = self._credits.get(reading)
        if found is None:
            parts = self._parts[reading]
            found = self._credits[reading] = tuple([self.unit * top // bottom for top, bottom in parts])
        return found

    def certain(self, credits: Credits) -> Credit:
        """The days that the jobs surely had added up, each counting for what is given for its job."""
        return self._certain.added_up(credits)

    def possible(self, credits: Credits) -> Credit:
        """All days that the jobs may have had added up, each counting for what is given for its job."""
        return self._possible.added_up(credits)

    def exactly(self, credit: int) -> Exact:
        """So many credited days, whole where they are."""
        found = self._exact.get(credit)
        if found is None:
            days, rest = divmod(credit, self.unit)
            found = self._exact[credit] = Fraction(credit, self.unit) if rest else days
        return found


class _Days:
    """The days of jobs (place, first, after the last), to be added up for whatever a day of each counts."""

    def __init__(self, spans: Iterable[tuple[int, int, int]], unit: int, through: int) -> None:
        self._unit, self._through = unit, through
        self._added_up: dict[Credits, Credit] = {}
        # Each day on which a job begins (1) or ends (-1), in order.
        self._turns = sorted(
            [turn for place, first, after in spans if first < after for turn in ((first, place, 1), (after, place, -1))]
        )

    def added_up(self, credits: Credits) -> Credit:
        found = self._added_up.get(credits)
        if found is None:
            changes = [(day, sign * credits[place]) for day, place, sign in self._turns if credits[place]]
            found = self._added_up[credits] = Credit(changes, self._unit, self._through)
        return found


def _days(span: tuple[int, int], through: int) -> int:
    first, after = span
    if after > through:
        after = through + 1
    return after - first if after > first else 0


def _work(job: Job, place: int, full_time: Part) -> Work:
    start, end = job.start, job.end
    time = _time(job.hours_a_week, full_time)
    return Work(
        job,
        place,
        _sure(job),
        (start.latest.toordinal(), end.earliest.toordinal() + 1 if end else NEVER),
        (start.earliest.toordinal(), end.latest.toordinal() + 1 if end else NEVER),
        _parts(job, time),
        time is not ALL,
    )


def _sure(job: Job) -> tuple[bool, bool]:
    """A screener said what it was, and it is verified or not; or the title of what is claimed says so."""
    if job.category is not None or job.duties:
        return True, job.verified
    suggestion = suggest(job.position) if job.position else None
    return suggestion is not None and suggestion.category in COUNTING, False


def _time(hours: Fraction | None, full_time: Part) -> Part:
    """The share of full time. Hours not stated are full time here; where unknown, the lower bound does not use it."""
    if hours is None:
        return ALL
    top, bottom = hours.as_integer_ratio()
    top, bottom = top * full_time[1], bottom * full_time[0]
    return ALL if top >= bottom else (top, bottom)


def _parts(job: Job, time: Part) -> tuple[Part, ...]:
    """A job that nobody has put in a category may be all qualifying; whether it is sure is told apart."""
    if job.duties:
        without, with_claims = _share(job, COUNTING), _share(job, COUNTING | {CLAIMS_MANAGEMENT})
        return _by_reading(without, time) + _by_reading(with_claims, time)
    if job.category == CLAIMS_MANAGEMENT:
        return (NOTHING,) * 4 + (time, ALL) * 2
    if job.category is None or job.category in COUNTING:
        return ALWAYS if time is ALL else (time, ALL) * 4
    return NEVER_COUNTS


def _share(job: Job, counting: frozenset[str]) -> Part:
    share = sum((duty.share for duty in job.duties if duty.category in counting), Fraction(0))
    return share.numerator, share.denominator


def _by_reading(share: Part, time: Part) -> tuple[Part, ...]:
    """By share and by whole, each prorated and by the calendar."""
    whole = ALL if share[0] else NOTHING
    return tuple([part for duty in (share, whole) for part in ((duty[0] * time[0], duty[1] * time[1]), duty)])
