"""The experience requirement: which job counts for how much, under which reading, and whether the years are reached.

Only judged here; the finding is in `experience_finding`. Source: provisions experience-hsc, experience-assistant.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import compress
from typing import NamedTuple

from onboarding.rules.career import Career, Credits
from onboarding.rules.credit import NEVER, Credit
from onboarding.rules.days import add_years
from onboarding.rules.degrees import DegreeCredit
from onboarding.rules.findings import Outcome
from onboarding.rules.generosity import QUESTIONS, extremes, ranked
from onboarding.rules.once import once
from onboarding.rules.readings import Agreement, Combination, agreement
from onboarding.rules.rulebook import Question
from onboarding.rules.rulings import Law

MET, UNDETERMINED, NOT_MET = Outcome.MET, Outcome.UNDETERMINED, Outcome.NOT_MET
DEGREE_PATH, EXPERIENCE_PATH = "degree_and_experience", "experience_only"


class Path(NamedTuple):
    """One way to meet the requirement: the years it asks for, and from when the degree it asks for is held, or may be.

    Where it asks for none, that is always.
    """

    name: str
    years: int
    certain_from: int = 0
    possible_from: int = 0


class Way(NamedTuple):
    """A path over all open readings: its outcome, and the credit that is lacking (at least, at most)."""

    path: Path
    outcome: Outcome
    short: tuple[int, int]


class Tried(NamedTuple):
    """The experience under one combination of readings."""

    combination: Combination
    lower: Credit
    upper: Credit
    outcome: Outcome


class Experience:
    """The experience of an applicant for a role, judged as claimed or as verified over all open readings.

    `sure` and `hours_known` are told for each job. What a day of it counts for with certainty, under the least generous
    readings, is `low`; what it counts for at most, under the most generous, `high`. `tried` are all combinations of
    readings, where the answer hangs on them. Credits are in 1/unit day.
    """

    def __init__(self, career: Career, degrees: Sequence[DegreeCredit], role: str, law: Law, as_verified: bool) -> None:
        self.career, self.degrees, self.role, self.law, self.as_verified = career, degrees, role, law, as_verified
        self.sure = [work.sure[as_verified] for work in career.works]
        self.hours_known = [not as_verified or work.job.hours_a_week is not None for work in career.works]
        self.paths = _paths(role, law, degrees)
        least, most = extremes(law)
        self.low, self.high = self.low_under(least), career.credits(most)
        self.lower, self.upper = career.certain(self.low), career.possible(self.high)
        self.tried: Sequence[Tried] = ()
        self.agreement = Agreement(_judged(self.paths, self.lower, self.upper))
        if self.agreement.outcome is UNDETERMINED and self._can_differ(least, most):
            self.tried = [
                Tried(combination, lower, upper, _judged(self.paths, lower, upper))
                for combination, reading in ranked(law, self.touched, least)
                for lower, upper in [self._credit(reading, reading)]
            ]
            self.agreement = self._agreed()

    @once
    def as_of(self) -> date:
        return date.fromordinal(self.career.through)

    @once
    def touched(self) -> tuple[Question, ...]:
        """The questions whose reading can make a difference to what some job counts for."""
        claims_management, mixed, part_time = self.career.touched
        return tuple(compress(QUESTIONS, (claims_management, mixed, part_time or not all(self.hours_known))))

    @once
    def ways(self) -> Sequence[Way]:
        """Each path by itself."""
        lower, upper = self.lower, self.upper
        return [
            Way(path, _judged((path,), lower, upper), (upper.short(path.years), lower.short(path.years)))
            for path in self.paths
        ]

    @once
    def path(self) -> str | None:
        """The first that is met under every open reading."""
        return next((way.path.name for way in self.ways if way.outcome is MET), None)

    @once
    def met_from(self) -> date | None:
        """The first as-of date on which a path is met under every open reading; None where never.

        A day further ahead than `foreseen_years` is as good as never: nobody plans by it.
        """
        lower = self.lower
        first = min([max(path.certain_from, lower.reached_on(path.years)) for path in self.paths])
        if first > self.career.through and first > self.law.remembered("foreseen", lambda: _foreseen(self.law)):
            return None
        return date.fromordinal(first)

    def _can_differ(self, least: int, most: int) -> bool:
        """Whether two readings can, where it is undetermined over all of them.

        They cannot where what is certain is not enough however generously it is read, while what may be is enough
        however little it is read to be: then it is undetermined under each.
        """
        return _judged(self.paths, *self._credit(most, least)) is not UNDETERMINED

    def _credit(self, lower: int, upper: int) -> tuple[Credit, Credit]:
        """What is certain as read in one way, and all that may be as read in another."""
        return self.career.certain(self.low_under(lower)), self.career.possible(self.career.credits(upper))

    def _agreed(self) -> Agreement:
        """What the combinations say together; the same outcomes say the same every time."""
        found = tuple([each.outcome for each in self.tried])
        return self.law.remembered(
            (self.touched, found), lambda: agreement([(each.combination, each.outcome) for each in self.tried])
        )

    def low_under(self, reading: int) -> Credits:
        """What a day of each job counts for with certainty. Prorated, it is nothing where the hours are not known."""
        by_the_calendar = reading & 1
        return tuple(
            [
                credit if sure and (known or by_the_calendar) else 0
                for credit, sure, known in zip(self.career.credits(reading), self.sure, self.hours_known, strict=True)
            ]
        )


def _paths(role: str, law: Law, degrees: Sequence[DegreeCredit]) -> tuple[Path, ...]:
    """The paths open to a role."""
    numbers = law.numbers
    if role == "assistant":
        return (Path(EXPERIENCE_PATH, numbers.years_assistant),)
    return (
        Path(DEGREE_PATH, numbers.years_with_degree, *_held(degrees)),
        Path(EXPERIENCE_PATH, numbers.years_without_degree),
    )


def _judged(paths: Iterable[Path], lower: Credit, upper: Credit) -> Outcome:
    """What the paths come to: one met with what is certain is enough; one that may be met keeps the answer open."""
    for path in paths:
        if path.certain_from <= lower.through and lower.has(path.years):
            return MET
    for path in paths:
        if path.possible_from <= upper.through and upper.has(path.years):
            return UNDETERMINED
    return NOT_MET


def _held(degrees: Sequence[DegreeCredit]) -> tuple[int, int]:
    """The first day on which a degree is certainly held, and the first on which one may be (or never)."""
    certain = possible = NEVER
    for degree in degrees:
        if degree.possible_from is not None:
            possible = min(possible, degree.possible_from.toordinal())
            if degree.certain_from is not None:
                certain = min(certain, degree.certain_from.toordinal())
    return certain, possible


def _foreseen(law: Law) -> int:
    try:
        return add_years(law.on, law.numbers.foreseen_years).toordinal()
    except OverflowError:
        return NEVER - 1
