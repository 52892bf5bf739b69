"""Screening an applicant: the four requirements for an HSC or an Assistant HSC, as claimed and as verified."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from onboarding.rules import standing, unread
from onboarding.rules.career import Career
from onboarding.rules.degrees import judge_all
from onboarding.rules.experience import Experience
from onboarding.rules.experience_finding import ExperienceFinding
from onboarding.rules.facts import Applicant
from onboarding.rules.findings import Finding, Judgement, Outcome, Screening
from onboarding.rules.generosity import QUESTIONS
from onboarding.rules.rulings import Law, Rulings

ROLES = ("hsc", "assistant")
# The numbers and questions that an outcome hangs on. Nothing else that a ruling can settle makes it another.
HANGS_ON = ("full_time_hours", "years_assistant", "years_with_degree", "years_without_degree", *QUESTIONS)


def screen(applicant: Applicant, rulings: Rulings, as_of: date) -> Screening:
    """Whether the applicant qualifies for the role, judged as claimed and as verified, on the as-of date.

    An applicant for HSC who is not qualified as claimed is judged as an assistant too.
    """
    return screen_under_each(applicant, (rulings,), as_of)[0]


def screen_under_each(applicant: Applicant, several: Iterable[Rulings], as_of: date) -> list[Screening]:
    """The same under each of several rulings; what the facts come to whatever was ruled is worked out once."""
    known = _Known(applicant, as_of)
    return [_screened(known, rulings) for rulings in several]


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


def _screened(known: _Known, rulings: Rulings) -> Screening:
    applicant, degrees, as_of = known.applicant, known.degrees, known.as_of
    law = rulings.in_force(as_of, applicant.cohe, applicant.role)
    career = known.career(law)
    as_claimed = ExperienceFinding(Experience(career, degrees[0], applicant.role, law, as_verified=False))
    as_verified = ExperienceFinding(
        Experience(career, degrees[1], applicant.role, law, as_verified=True), stated=as_claimed
    )
    if applicant.unread is not None:
        as_claimed, as_verified = (unread.left_open(found, applicant.unread) for found in (as_claimed, as_verified))
    others = _others(applicant, applicant.role, law)
    claimed, verified = _judgement(as_claimed, others[0]), _judgement(as_verified, others[1])
    also = None
    if applicant.role == "hsc" and claimed.outcome is not Outcome.QUALIFIED:
        also = _as_assistant(known, rulings.in_force(as_of, applicant.cohe, "assistant"))
    return Screening(applicant.id, applicant.role, as_of, claimed, verified, also)


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
