"""The experience requirement: which job counts for how much, under which reading, and whether the years are reached.

Only judged here; the sentences are in `experience_wording`. Source: provisions experience-hsc, experience-assistant.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import compress

from onboarding.rules.career import Career, Credits
from onboarding.rules.credit import NEVER, Credit
from onboarding.rules.days import add_years
from onboarding.rules.degrees import DegreeCredit
from onboarding.rules.findings import Outcome
from onboarding.rules.readings import Agreement, Combination, agreement, combinations
from onboarding.rules.rulebook import Question
from onboarding.rules.rulings import Law

MET, UNDETERMINED, NOT_MET = Outcome.MET, Outcome.UNDETERMINED, Outcome.NOT_MET
DEGREE_PATH, EXPERIENCE_PATH = "degree_and_experience", "experience_only"

# The readings of each question from the less to the more generous: whatever the jobs, the second never counts less.
# So the least and the most generous reading of all questions together bound all combinations.
GENEROSITY = {
    Question.CLAIMS_MANAGEMENT: ("does-not-count", "counts"),
    Question.MIXED_DUTY: ("share", "whole"),
    Question.PART_TIME: ("prorated", "calendar"),
}
QUESTIONS = tuple(GENEROSITY)


@dataclass(eq=False, slots=True)  # as in `career`: these are read far more often than made
class Way:
    """One path over all open readings: its outcome, the day it is met from, the credit lacking (at least, at most)."""

    path: str
    years: int
    outcome: Outcome
    met_from: int
    short: tuple[int, int]


@dataclass(eq=False, slots=True)
class Weighed:
    """The experience under one combination of readings."""

    lower: Credit
    upper: Credit
    outcome: Outcome


@dataclass(eq=False, slots=True)
class Weighing:
    """Everything that the finding says, before it is put in words. Credits are in 1/unit day.

    `lower` is under the least generous readings, `upper` under the most. `sure`, `hours_known` and what a day
    counts for (`low`, and at most `high`) are told for each job; `touched` are the questions whose reading makes a
    difference. `path` is the first that is met under every open reading, `met_from` the first as-of date on which one
    is (None: never). `tried` are all combinations, where the answer hangs on them.
    """

    law: Law
    as_of: date
    as_verified: bool
    career: Career
    sure: Sequence[bool]
    hours_known: Sequence[bool]
    low: Credits
    high: Credits
    touched: tuple[Question, ...]
    degrees: Sequence[DegreeCredit]
    lower: Credit
    upper: Credit
    ways: tuple[Way, ...]
    path: str | None
    met_from: date | None
    tried: Sequence[tuple[Combination, Weighed]]
    agreement: Agreement


def paths_of(role: str, law: Law) -> tuple[tuple[str, int], ...]:
    """The paths open to a role, each with the years it asks for."""
    numbers = law.numbers
    if role == "assistant":
        return ((EXPERIENCE_PATH, numbers.years_assistant),)
    return ((DEGREE_PATH, numbers.years_with_degree), (EXPERIENCE_PATH, numbers.years_without_degree))


def weigh(career: Career, degrees: Sequence[DegreeCredit], role: str, law: Law, as_verified: bool) -> Weighing:
    """Judge the experience, as claimed or as verified, over all open readings."""
    works, through, held = career.works, career.through, _held(degrees)
    sure = [work.sure[as_verified] for work in works]
    hours_known = [not as_verified or work.job.hours_a_week is not None for work in works]
    # Prorated, a job whose hours are not known counts for nothing certain.
    surely = ([certain and known for certain, known in zip(sure, hours_known, strict=True)], sure)

    def lows(reading: int) -> Credits:
        return _only(career.credits(reading), surely[reading & 1])

    def hangs_on_readings() -> bool:
        """Whether what is certain is enough under some reading, or what may be is not enough under some."""
        surest, fewest = career.certain(lows(most)), career.possible(career.credits(least))
        return _outcome(surest, fewest, held, paths, through) is not UNDETERMINED

    paths = paths_of(role, law)
    least, most = law.remembered("extremes", lambda: _extremes(law))
    low, high = lows(least), career.credits(most)
    lower, upper = career.certain(low), career.possible(high)
    ways = tuple([_way(path, years, lower, upper, held, through) for path, years in paths])
    touched = _touched(career, hours_known)
    live = tuple([question for question in touched if law.is_open(question)])
    tried: list[tuple[Combination, Weighed]] = []
    agreed = Agreement(_best([way.outcome for way in ways]))
    if agreed.outcome is UNDETERMINED and live and hangs_on_readings():
        for combination, reading in law.remembered(live, lambda: _ranked(law, live, least)):
            below, above = career.certain(lows(reading)), career.possible(career.credits(reading))
            tried.append((combination, Weighed(below, above, _outcome(below, above, held, paths, through))))
        found = tuple([each.outcome for _, each in tried])
        agreed = law.remembered(
            (live, found), lambda: agreement([(combination, each.outcome) for combination, each in tried])
        )
    path = next((way.path for way in ways if way.outcome is MET), None)
    as_of = date.fromordinal(through)
    met_from = _met_from(ways, as_of, law)
    return Weighing(
        law, as_of, as_verified, career, sure, hours_known, low, high, touched, degrees, lower, upper, ways, path,
        met_from, tried, agreed,
    )  # fmt: skip


def is_enough_for_assistant(career: Career, law: Law) -> bool:
    """Whether the experience, as claimed, meets the assistants' requirement under every open reading."""
    least, _ = law.remembered("extremes", lambda: _extremes(law))
    sure = [work.sure[False] for work in career.works]
    return career.certain(_only(career.credits(least), sure)).has(law.numbers.years_assistant)


def _only(credits: Credits, counted: Sequence[bool]) -> Credits:
    """What a day of each job counts for, nothing for those that are not to be counted."""
    return tuple([credit if counts else 0 for credit, counts in zip(credits, counted, strict=True)])


def _met_from(ways: Sequence[Way], as_of: date, law: Law) -> date | None:
    """The first as-of date on which a path is met under every open reading; None where never.

    A day further ahead than `foreseen_years` is as good as never: nobody plans by it.
    """
    first = min([way.met_from for way in ways])
    if first > as_of.toordinal() and first > _foreseen(as_of, law.numbers.foreseen_years):
        return None
    return date.fromordinal(first)


def _touched(career: Career, hours_known: Sequence[bool]) -> tuple[Question, ...]:
    """The questions whose reading can make a difference to what some job counts for."""
    part_time = career.part_time or not all(hours_known)
    return tuple(compress(QUESTIONS, (career.claims_management, career.mixed, part_time)))


def _extremes(law: Law) -> tuple[int, int]:
    """The least and the most generous of the readings in force, as ranks; the same where a question is settled."""
    least = most = 0
    for question, readings in GENEROSITY.items():
        ranks = [readings.index(reading) for reading in law.readings[question]]
        least, most = least * 2 + min(ranks), most * 2 + max(ranks)
    return least, most


def _ranked(law: Law, live: tuple[Question, ...], settled: int) -> list[tuple[Combination, int]]:
    """Every combination of readings of the live questions, each with its rank."""
    return [(combination, _rank(combination, settled)) for combination in combinations(law, live)]


def _rank(combination: Combination, settled: int) -> int:
    """A combination as a rank: a bit for each of QUESTIONS, 1 where it is read generously, the part-time one last.

    The bits of questions that are not in the combination are taken from `settled`: they are, or make no difference.
    """
    rank = settled
    for place, (question, readings) in enumerate(reversed(GENEROSITY.items())):
        if question in combination:
            rank = rank & ~(1 << place) | readings.index(combination[question]) << place
    return rank


def _held(degrees: Sequence[DegreeCredit]) -> tuple[int, int]:
    """The first day on which a degree is certainly held, and the first on which one may be (or never)."""
    certain = possible = NEVER
    for degree in degrees:
        if degree.possible_from is not None:
            possible = min(possible, degree.possible_from.toordinal())
            if degree.certain_from is not None:
                certain = min(certain, degree.certain_from.toordinal())
    return certain, possible


def _way(path: str, years: int, lower: Credit, upper: Credit, held: tuple[int, int], through: int) -> Way:
    below, above = lower.reach(years), upper.reach(years)
    certain, possible = below.on, above.on
    if path == DEGREE_PATH:
        certain, possible = max(certain, held[0]), max(possible, held[1])
    outcome = MET if certain <= through else UNDETERMINED if possible <= through else NOT_MET
    return Way(path, years, outcome, certain, (above.short, below.short))


def _best(outcomes: Sequence[Outcome]) -> Outcome:
    """One path met is enough; one that may be met keeps the answer open."""
    return MET if MET in outcomes else UNDETERMINED if UNDETERMINED in outcomes else NOT_MET


def _outcome(
    lower: Credit, upper: Credit, held: tuple[int, int], paths: tuple[tuple[str, int], ...], through: int
) -> Outcome:
    """The same as `_best` of all `_way`s, without a closer look at what is far from enough."""
    best = NOT_MET
    for path, years in paths:
        certain, possible = (held[0] <= through, held[1] <= through) if path == DEGREE_PATH else (True, True)
        if certain and lower.has(years):
            return MET
        if possible and upper.has(years):
            best = UNDETERMINED
    return best


def _foreseen(as_of: date, years: int) -> int:
    try:
        return add_years(as_of, years).toordinal()
    except OverflowError:
        return NEVER - 1
