"""An applicant's document: a JSON Resume with a few more keys (docs/rules.md), into facts."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from onboarding.formats.other_formats import jobs_elsewhere
from onboarding.formats.shape import Shape
from onboarding.formats.vague_days import goes_on
from onboarding.rules.career import CATEGORIES
from onboarding.rules.days import PartialDate
from onboarding.rules.facts import Applicant, Degree, Duty, Equivalency, Job, Statement
from onboarding.rules.qualification import ROLES
from onboarding.rules.standing import SKILL_AREAS
from onboarding.rules.study_types import LEVELS

HOURS_A_WEEK = 168
EMPLOYER, EMPLOYER_BEFORE = "name", "company"  # as a JSON Resume calls it since version 1.0, and as it did before
NOWHERE = PartialDate(date.min, date.min, "")  # stands in for a start that was faulted


def applicant(document: Shape, id: str) -> Applicant:
    """The facts of a document. Raises Refused with every fault named by its path."""
    basics, ours = document.part("basics"), document.part("hsc")
    role = ours.word("role", ROLES, "role") if ours else None
    facts = Applicant(
        id=id,
        name=basics.text("name") if basics else None,
        role=role or "hsc",
        cohe=document.text("cohe"),
        jobs=tuple(_job(part) for part in document.parts("work")),
        degrees=tuple(_degree(part) for part in document.parts("education")),
        able=_statement(ours, "providerId", "able"),
        issues_reported=_statement(ours, "lniIssues", "reported"),
        skills=tuple(_skills(ours)),
        unread=jobs_elsewhere(document),
    )
    document.close()
    return facts


def hours_a_week(part: Shape) -> Fraction | None:
    """The hours of a job, with a fault where they cannot be."""
    hours = part.amount("hoursPerWeek")
    if hours is not None and not 0 < hours <= HOURS_A_WEEK:
        part.fault("hoursPerWeek", f"not above 0 and at most {HOURS_A_WEEK}")
    return hours


def _job(part: Shape) -> Job:
    start, end = _start(part), _end(part)
    if start and end and end.latest < start.earliest:
        part.fault("endDate", "before startDate")
    category = part.word("category", CATEGORIES, "category")
    if part.has("category") and part.has("duties"):
        part.fault("duties", "given beside category; a job has the one or the other")
    hours = hours_a_week(part)
    before = part.is_blank(EMPLOYER) and part.plain_text(EMPLOYER_BEFORE) is not None
    return Job(
        part.text(EMPLOYER_BEFORE if before else EMPLOYER),
        part.text("position"),
        start or NOWHERE,
        end,
        category,
        _duties(part),
        hours,
        bool(part.yes("verified")),
    )


def _start(part: Shape) -> PartialDate | None:
    return part.partial_day("startDate") if part.needed("startDate") else None


def _end(part: Shape) -> PartialDate | None:
    """None for a job that goes on, and for a degree not conferred."""
    written = part.text("endDate")
    return None if written is None or goes_on(written) else part.partial_day("endDate")


def _duties(part: Shape) -> tuple[Duty, ...]:
    before, duties = part.faults, []
    for duty in part.parts("duties"):
        category = duty.word("category", CATEGORIES, "category") if duty.needed("category") else None
        share = duty.amount("share") if duty.needed("share") else None
        if share is not None and share <= 0:
            duty.fault("share", "not above 0")
        duties.append(Duty(category or "other", share or Fraction(0)))
    if part.has("duties") and part.faults == before:
        total = sum((duty.share for duty in duties), Fraction(0))
        if not duties:
            part.fault("duties", "empty; name at least one duty, or leave the key out")
        elif total != 1:
            part.fault("duties", f"shares add up to {total}, not to 1")
    return tuple(duties)


def _degree(part: Shape) -> Degree:
    return Degree(
        part.text("institution"),
        part.text("studyType"),
        part.text("area"),
        part.word("level", LEVELS, "level"),
        part.text("country"),
        _end(part),
        _equivalency(part.part("equivalency")),
        bool(part.yes("verified")),
    )


def _equivalency(part: Shape | None) -> Equivalency | None:
    if part is None:
        return None
    level = part.word("level", LEVELS, "level") if part.needed("level") else None
    return Equivalency(level or "other", part.text("evaluator"), bool(part.yes("verified")))


def _statement(ours: Shape | None, key: str, value_key: str) -> Statement | None:
    part = ours.part(key) if ours else None
    if part is None:
        return None
    value, verified = part.yes(value_key), part.yes("verified")
    return None if value is None else Statement(value, bool(verified))


def _skills(ours: Shape | None) -> Iterator[tuple[str, Statement]]:
    skills = ours.part("skills") if ours else None
    if skills is None:
        return
    skills.only(SKILL_AREAS, "skill area")
    for area in SKILL_AREAS:
        if statement := _statement(skills, area, "demonstrated"):
            yield area, statement
