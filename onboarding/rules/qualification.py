"""Screening an applicant: the four requirements for an HSC or an Assistant HSC, as claimed and as verified."""

from collections.abc import Iterable
from datetime import date

from onboarding.rules import standing, unread
from onboarding.rules.career import Career
from onboarding.rules.degrees import judge_all
from onboarding.rules.experience import Experience
from onboarding.rules.experience_finding import ExperienceFinding
from onboarding.rules.facts import Applicant
from onboarding.rules.findings import Finding, Judgement, Outcome, Screening
from onboarding.rules.rulings import Law, Rulings

ROLES = ("hsc", "assistant")


def screen(applicant: Applicant, rulings: Rulings, as_of: date) -> Screening:
    """Whether the applicant qualifies for the role, judged as claimed and as verified, on the as-of date.

    An applicant for HSC who is not qualified as claimed is judged as an assistant too.
    """
    law = rulings.in_force(as_of, applicant.cohe, applicant.role)
    career = Career(applicant, law.numbers.full_time_hours, as_of.toordinal())
    degrees = judge_all(applicant.degrees)
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
        also = _as_assistant(applicant, career, law, rulings.in_force(as_of, applicant.cohe, "assistant"))
    return Screening(applicant.id, applicant.role, as_of, claimed, verified, also)


def _others(applicant: Applicant, role: str, law: Law) -> tuple[dict[str, Finding], dict[str, Finding]]:
    return standing.findings(law.book, role, applicant.able, applicant.issues_reported, applicant.skills)


def _judgement(experienced: ExperienceFinding, others: dict[str, Finding]) -> Judgement:
    outcomes = [experienced.outcome, *[finding.outcome for finding in others.values()]]
    requirements: dict[str, Finding | ExperienceFinding] = {"experience": experienced, **others}
    return Judgement(overall(outcomes), requirements)


def _as_assistant(applicant: Applicant, career: Career, as_hsc: Law, law: Law) -> str | None:
    """`assistant` where the applicant qualifies as one, as claimed, under the rulings for assistants."""
    others = _others(applicant, "assistant", law)[0]
    if overall(finding.outcome for finding in others.values()) is not Outcome.QUALIFIED:
        return None
    if law.numbers.full_time_hours != as_hsc.numbers.full_time_hours:
        career = Career(applicant, law.numbers.full_time_hours, career.through)
    experience = Experience(career, (), "assistant", law, as_verified=False)
    return "assistant" if experience.agreement.outcome is Outcome.MET else None


def overall(outcomes: Iterable[Outcome]) -> Outcome:
    """The screening's outcome: one not met decides, then one undetermined; pending counts against nobody."""
    found = [*outcomes]
    if Outcome.NOT_MET in found:
        return Outcome.NOT_QUALIFIED
    return Outcome.NEEDS_REVIEW if Outcome.UNDETERMINED in found else Outcome.QUALIFIED
