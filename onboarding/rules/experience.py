"""The experience requirement: which job counts for how much, under which reading, and whether the years are reached.

Only judged here; the sentences are in `experience_wording`. Source: provisions experience-hsc, experience-assistant.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from onboarding.rules.career import CLAIMS_MANAGEMENT, COUNTING, Career, Work
from onboarding.rules.credit import NEVER_ENDS, Credit
from onboarding.rules.days import add_years
from onboarding.rules.degrees import DegreeCredit
from onboarding.rules.findings import Exact, Outcome
from onboarding.rules.readings import Agreement, Combination, agreement, combinations
from onboarding.rules.rulebook import Question
from onboarding.rules.rulings import Law

DEGREE_PATH, EXPERIENCE_PATH = "degree_and_experience", "experience_only"

# The readings of each question from the less to the more generous: whatever the jobs, the second never counts less.
# So the least and the most generous reading of all questions together bound all combinations.
GENEROSITY = {
    Question.CLAIMS_MANAGEMENT: ("does-not-count", "counts"),
    Question.MIXED_DUTY: ("share", "whole"),
    Question.PART_TIME: ("prorated", "calendar"),
}
QUESTIONS = tuple(GENEROSITY)


class Way(NamedTuple):
    """One path over all open readings: its outcome, the day it is met from, the credit lacking (at least, at most)."""

    path: str
    years: int
    outcome: Outcome
    met_from: int | None
    short: tuple[int, int]


class Weighed(NamedTuple):
    """The experience under one combination of readings."""

    lower: Credit
    upper: Credit
    outcome: Outcome


class Weighing(NamedTuple):
    """Everything that the finding says, before it is put in words. Credits are in 1/unit day.

    `lower` is under the least generous readings, `upper` under the most. `sure`, `hours_known` and `alone` (what it
    gives by itself, at least and at most) are told for each job; `touched` are the questions whose reading makes a
    difference. `tried` are all combinations, where they can differ.
    """

    law: Law
    as_of: date
    as_verified: bool
    career: Career
    sure: Sequence[bool]
    hours_known: Sequence[bool]
    alone: Sequence[tuple[int, int]]
    touched: tuple[Question, ...]
    degrees: Sequence[DegreeCredit]
    lower: Credit
    upper: Credit
    ways: tuple[Way, ...]
    tried: Sequence[tuple[Combination, Weighed]]
    agreement: Agreement

    def exact(self, credit: int) -> Exact:
        """So many credited days, whole where they are."""
        days, rest = divmod(credit, self.career.unit)
        return Fraction(credit, self.career.unit) if rest else days

    @property
    def path(self) -> str | None:
        """The first path that is met under every open reading; None where no one path is."""
        return next((way.path for way in self.ways if way.outcome is Outcome.MET), None)

    @property
    def met_from(self) -> date | None:
        """The first as-of date on which the requirement is met under every open reading; None where never.

        A day further ahead than `foreseen_years` is as good as never: nobody plans by it.
        """
        days = [way.met_from for way in self.ways if way.met_from is not None]
        if not days or min(days) > _foreseen(self.as_of, self.law.numbers.foreseen_years):
            return None
        return date.fromordinal(min(days))


def paths_of(role: str, law: Law) -> tuple[tuple[str, int], ...]:
    """The paths open to a role, each with the years it asks for."""
    numbers = law.numbers
    if role == "assistant":
        return ((EXPERIENCE_PATH, numbers.years_assistant),)
    return ((DEGREE_PATH, numbers.years_with_degree), (EXPERIENCE_PATH, numbers.years_without_degree))


def weigh(
    career: Career, degrees: Sequence[DegreeCredit], role: str, law: Law, as_of: date, as_verified: bool
) -> Weighing:
    """Judge the experience, as claimed or as verified, over all open readings."""
    sure = [_is_sure(work, as_verified) for work in career.works]
    hours_known = [not as_verified or work.job.hours_a_week is not None for work in career.works]
    paths, through = paths_of(role, law), as_of.toordinal()
    least, most = _extremes(law)
    lows, highs = _lows(career, least, sure, hours_known), career.credits(most)
    lower, upper = career.certain(lows, through), career.possible(highs, through)
    ways = _ways(lower, upper, degrees, paths, through)
    touched = _touched(career.works, hours_known)
    live = [question for question in touched if law.is_open(question)]
    tried: list[tuple[Combination, Weighed]] = []
    agreed = Agreement(_outcome(ways))
    if agreed.outcome is Outcome.UNDETERMINED and live:
        for combination in combinations(law, live):
            reading = _rank(combination, least)
            below = career.certain(_lows(career, reading, sure, hours_known), through)
            above = career.possible(career.credits(reading), through)
            found = _outcome(_ways(below, above, degrees, paths, through))
            tried.append((combination, Weighed(below, above, found)))
        agreed = agreement([(combination, each.outcome) for combination, each in tried])
    alone = [_alone(work, low, high, through + 1) for work, low, high in zip(career.works, lows, highs, strict=True)]
    return Weighing(
        law, as_of, as_verified, career, sure, hours_known, alone, touched, degrees, lower, upper, ways, tried, agreed
    )


def _is_sure(work: Work, as_verified: bool) -> bool:
    """Whether it is certain what the job was: a screener said so, or the title of what is claimed does."""
    job = work.job
    if job.category is not None or job.duties:
        return job.verified or not as_verified
    return not as_verified and work.suggestion is not None and work.suggestion.category in COUNTING


def _lows(career: Career, reading: int, sure: Iterable[bool], hours_known: Iterable[bool]) -> tuple[int, ...]:
    """What a day of each job counts for at least: nothing where the job is not sure, or prorated hours are unknown."""
    is_prorated = not reading & 1
    return tuple(
        credit if certain and (known or not is_prorated) else 0
        for credit, certain, known in zip(career.credits(reading), sure, hours_known, strict=True)
    )


def _touched(works: Iterable[Work], hours_known: Iterable[bool]) -> tuple[Question, ...]:
    """The questions whose reading can make a difference to what some job counts for."""
    claims = mixed = part_time = False
    for work, known in zip(works, hours_known, strict=True):
        part_time = part_time or not known or work.is_part_time
        claims = claims or work.job.category == CLAIMS_MANAGEMENT
        for duty in work.job.duties:
            claims = claims or duty.category == CLAIMS_MANAGEMENT
            mixed = mixed or duty.share < 1
    return tuple(question for question, does in zip(QUESTIONS, (claims, mixed, part_time), strict=True) if does)


def _extremes(law: Law) -> tuple[int, int]:
    """The least and the most generous of the readings in force, as ranks; the same where a question is settled."""
    least = most = 0
    for question, readings in GENEROSITY.items():
        ranks = [readings.index(reading) for reading in law.readings[question]]
        least, most = least * 2 + min(ranks), most * 2 + max(ranks)
    return least, most


def _rank(combination: Combination, settled: int) -> int:
    """A combination as a rank: a bit for each of QUESTIONS, 1 where it is read generously, the part-time one last.

    The bits of questions that are not in the combination are taken from `settled`: they are, or make no difference.
    """
    rank = settled
    for place, (question, readings) in enumerate(reversed(GENEROSITY.items())):
        if question in combination:
            rank = rank & ~(1 << place) | readings.index(combination[question]) << place
    return rank


def _ways(
    lower: Credit, upper: Credit, degrees: Sequence[DegreeCredit], paths: tuple[tuple[str, int], ...], through: int
) -> tuple[Way, ...]:
    ways = []
    for path, years in paths:
        below, above = lower.reach(years), upper.reach(years)
        certain, possible = below.on, above.on
        if path == DEGREE_PATH:
            certain = _later(certain, [degree.certain_from for degree in degrees])
            possible = _later(possible, [degree.possible_from for degree in degrees])
        if certain is not None and certain <= through:
            outcome = Outcome.MET
        else:
            outcome = Outcome.UNDETERMINED if possible is not None and possible <= through else Outcome.NOT_MET
        ways.append(Way(path, years, outcome, certain, (above.short, below.short)))
    return tuple(ways)


def _outcome(ways: Iterable[Way]) -> Outcome:
    """One path met is enough; one that may be met keeps the answer open."""
    outcomes = [way.outcome for way in ways]
    best = (Outcome.MET, Outcome.UNDETERMINED, Outcome.NOT_MET)
    return next(outcome for outcome in best if outcome in outcomes)


def _later(reached: int | None, held_from: Iterable[date | None]) -> int | None:
    """The day on which both the years and the first of the degrees are there; None where one never is."""
    days = [day.toordinal() for day in held_from if day is not None]
    return max(reached, min(days)) if days and reached is not None else None


def _alone(work: Work, low: int, high: int, after: int) -> tuple[int, int]:
    """The credit that one job gives by itself, at least and at most."""
    certain = min(work.certain[1], after) - work.certain[0]
    possible = min(work.possible[1], after) - work.possible[0]
    return max(0, certain) * low, max(0, possible) * high


def _foreseen(as_of: date, years: int) -> int:
    try:
        return add_years(as_of, years).toordinal()
    except OverflowError:
        return NEVER_ENDS
