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
from onboarding.rules.generosity import QUESTIONS, extremes, ranked
from onboarding.rules.readings import Agreement, Combination, agreement
from onboarding.rules.rulebook import Question
from onboarding.rules.rulings import Law

MET, UNDETERMINED, NOT_MET = Outcome.MET, Outcome.UNDETERMINED, Outcome.NOT_MET
DEGREE_PATH, EXPERIENCE_PATH = "degree_and_experience", "experience_only"


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


@dataclass(eq=False, slots=True)
class _Scales:
    """What a judgement weighs with, whatever the reading.

    `surely` tells for each job whether its certain days count for certain, by whether they are taken as days.
    """

    career: Career
    surely: tuple[Sequence[bool], Sequence[bool]]
    held: tuple[int, int]
    paths: tuple[tuple[str, int], ...]

    def low(self, reading: int) -> Credits:
        """What a day of each job counts for with certainty."""
        return _only(self.career.credits(reading), self.surely[reading & 1])

    def weighed(self, reading: int) -> Weighed:
        return self._weighed(self.low(reading), self.career.credits(reading))

    def can_differ(self, least: int, most: int) -> bool:
        """Whether two readings can, where it is undetermined over all of them.

        They cannot where what is certain is not enough however generously it is read, while what may be is enough
        however little it is read to be: then it is undetermined under each.
        """
        return self._weighed(self.low(most), self.career.credits(least)).outcome is not UNDETERMINED

    def _weighed(self, low: Credits, high: Credits) -> Weighed:
        below, above = self.career.certain(low), self.career.possible(high)
        return Weighed(below, above, _outcome(below, above, self.held, self.paths, self.career.through))


def weigh(career: Career, degrees: Sequence[DegreeCredit], role: str, law: Law, as_verified: bool) -> Weighing:
    """Judge the experience, as claimed or as verified, over all open readings."""
    sure = [work.sure[as_verified] for work in career.works]
    hours_known = [not as_verified or work.job.hours_a_week is not None for work in career.works]
    # Prorated, a job whose hours are not known counts for nothing certain.
    surely = ([certain and known for certain, known in zip(sure, hours_known, strict=True)], sure)
    scales = _Scales(career, surely, _held(degrees), paths_of(role, law))
    least, most = extremes(law)
    low, high = scales.low(least), career.credits(most)
    lower, upper = career.certain(low), career.possible(high)
    ways = tuple([_way(path, years, lower, upper, scales.held, career.through) for path, years in scales.paths])
    touched = _touched(career, hours_known)
    tried: list[tuple[Combination, Weighed]] = []
    agreed = Agreement(_best([way.outcome for way in ways]))
    if agreed.outcome is UNDETERMINED and scales.can_differ(least, most):
        tried = [(combination, scales.weighed(reading)) for combination, reading in ranked(law, touched, least)]
        agreed = _agreed(law, touched, tried)
    path = next((way.path for way in ways if way.outcome is MET), None)
    as_of = date.fromordinal(career.through)
    met_from = _met_from(ways, as_of, law)
    return Weighing(
        law, as_of, as_verified, career, sure, hours_known, low, high, touched, degrees, lower, upper, ways, path,
        met_from, tried, agreed,
    )  # fmt: skip


def _agreed(law: Law, touched: tuple[Question, ...], tried: Sequence[tuple[Combination, Weighed]]) -> Agreement:
    """What the combinations say together; the same outcomes say the same every time."""
    found = tuple([each.outcome for _, each in tried])
    return law.remembered(
        (touched, found), lambda: agreement([(combination, each.outcome) for combination, each in tried])
    )


def is_enough_for_assistant(career: Career, law: Law) -> bool:
    """Whether the experience, as claimed, meets the assistants' requirement under every open reading."""
    least, _ = extremes(law)
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
    if first > as_of.toordinal() and first > law.remembered("foreseen", lambda: _foreseen(law)):
        return None
    return date.fromordinal(first)


def _touched(career: Career, hours_known: Sequence[bool]) -> tuple[Question, ...]:
    """The questions whose reading can make a difference to what some job counts for."""
    part_time = career.part_time or not all(hours_known)
    return tuple(compress(QUESTIONS, (career.claims_management, career.mixed, part_time)))


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


def _foreseen(law: Law) -> int:
    try:
        return add_years(law.on, law.numbers.foreseen_years).toordinal()
    except OverflowError:
        return NEVER - 1
