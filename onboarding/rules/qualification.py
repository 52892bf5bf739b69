"""Screening an applicant: the four requirements for an HSC or an Assistant HSC, as claimed and as verified."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from onboarding.rules import standing, unread
from onboarding.rules.career import Career
from onboarding.rules.degrees import judge_all
from onboarding.rules.experience import Experience
from onboarding.rules.experience_finding import ExperienceFinding
from onboarding.rules.facts import Applicant
from onboarding.rules.findings import Finding, Judgement, OnDemand, Outcome
from onboarding.rules.generosity import QUESTIONS
from onboarding.rules.once import once
from onboarding.rules.rulings import Law, Rulings

ROLES = ("hsc", "assistant")
# The numbers and questions that an outcome hangs on. Nothing else that a ruling can settle makes it another.
HANGS_ON = ("full_time_hours", "years_assistant", "years_with_degree", "years_without_degree", *QUESTIONS)


class _Known:
    """An applicant on a day: the degrees judged, and the jobs made ready for each week that is full time somewhere."""

    def __init__(self, applicant: Applicant, as_of: date) -> None:
        self.applicant, self.as_of = applicant, as_of
        self.degrees = judge_all(applicant.degrees)
        self._careers: list[tuple[Fraction, Career]] = []  # one, or two: comparing is quicker than hashing a fraction

    def career(self, law: Law) -> Career:
        full_time = law.numbers.full_time_hours
        for hours, career in self._careers:
            if hours is full_time or hours == full_time:
                return career
        career = Career(self.applicant, full_time, self.as_of.toordinal())
        self._careers.append((full_time, career))
        return career


@dataclass(frozen=True, eq=False)
class Screening(OnDemand):
    """An applicant's answer, each part of it judged when it is read."""

    known: _Known
    rulings: Rulings

    @once
    def id(self) -> str:
        return self.known.applicant.id

    @once
    def role(self) -> str:
        return self.known.applicant.role

    @once
    def as_of(self) -> date:
        return self.known.as_of

    @once
    def claimed(self) -> Judgement:
        return _judgement(self._as_far_as_read(self._stated), self._others[0])

    @once
    def verified(self) -> Judgement:
        career, degrees = self.known.career(self._law), self.known.degrees[1]
        judged = Experience(career, degrees, self.role, self._law, as_verified=True)
        return _judgement(self._as_far_as_read(ExperienceFinding(judged, stated=self._stated)), self._others[1])

    @once
    def also_qualifies_as(self) -> str | None:
        """An applicant for HSC who is not qualified as claimed is judged as an assistant too."""
        if self.role != "hsc" or self.claimed.outcome is Outcome.QUALIFIED:
            return None
        return _as_assistant(self.known, self.rulings.in_force(self.as_of, self.known.applicant.cohe, "assistant"))

    @once
    def _law(self) -> Law:
        return self.rulings.in_force(self.known.as_of, self.known.applicant.cohe, self.known.applicant.role)

    @once
    def _stated(self) -> ExperienceFinding:
        """The experience as claimed, of what could be read."""
        career, degrees = self.known.career(self._law), self.known.degrees[0]
        return ExperienceFinding(Experience(career, degrees, self.role, self._law, as_verified=False))

    @once
    def _others(self) -> tuple[dict[str, Finding], dict[str, Finding]]:
        return _others(self.known.applicant, self.role, self._law)

    def _as_far_as_read(self, found: ExperienceFinding) -> ExperienceFinding:
        where = self.known.applicant.unread
        return found if where is None else unread.left_open(found, where)


def screen(applicant: Applicant, rulings: Rulings, as_of: date) -> Screening:
    """Whether the applicant qualifies for the role, judged as claimed and as verified, on the as-of date."""
    return Screening(_Known(applicant, as_of), rulings)


def screen_under_each(applicant: Applicant, several: Iterable[Rulings], as_of: date) -> list[Screening]:
    """The same under each of several rulings; what the facts come to whatever was ruled is worked out once."""
    known = _Known(applicant, as_of)
    return [Screening(known, rulings) for rulings in several]


def _others(applicant: Applicant, role: str, law: Law) -> tuple[dict[str, Finding], dict[str, Finding]]:
    return standing.findings(law.book, role, applicant.able, applicant.issues_reported, applicant.skills)


def _judgement(experienced: ExperienceFinding, others: dict[str, Finding]) -> Judgement:
    outcomes = [experienced.outcome, *[finding.outcome for finding in others.values()]]
    requirements: dict[str, Finding | ExperienceFinding] = {"experience": experienced, **others}
    return Judgement(overall(outcomes), requirements)


def _as_assistant(known: _Known, law: Law) -> str | None:
    """`assistant` where the applicant qualifies as one, as claimed, under the rulings for assistants."""
    others = _others(known.applicant, "assistant", law)[0]
    if overall(finding.outcome for finding in others.values()) is not Outcome.QUALIFIED:
        return None
    experience = Experience(known.career(law), (), "assistant", law, as_verified=False)
    return "assistant" if experience.agreement.outcome is Outcome.MET else None


def overall(outcomes: Iterable[Outcome]) -> Outcome:
    """The screening's outcome: one not met decides, then one undetermined; pending counts against nobody."""
    found = [*outcomes]
    if Outcome.NOT_MET in found:
        return Outcome.NOT_QUALIFIED
    return Outcome.NEEDS_REVIEW if Outcome.UNDETERMINED in found else Outcome.QUALIFIED
