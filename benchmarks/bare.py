"""The bare decision in plain Python, to measure against: one reading, as claimed, no bounds, no explanation."""

from datetime import date

from benchmarks.applicants import AS_OF
from onboarding.rules.facts import Applicant

COUNTING = {"direct_patient_care", "return_to_work", "occupational_health", "equivalent"}
DEGREES = {"bachelor", "master", "professional", "doctorate"}
DEGREE_WORDS = ("Bachelor", "BSN", "MSN")


def decide(applicant: Applicant) -> bool:
    """Whether the applicant qualifies, taking every statement at its word and every day of work as a day."""
    spans = sorted(
        (job.start.earliest.toordinal(), min(job.end.latest if job.end else AS_OF, AS_OF).toordinal() + 1)
        for job in applicant.jobs
        if job.category in COUNTING or any(duty.category in COUNTING for duty in job.duties)
    )
    first, days, covered = 0, 0, 0
    for start, after in spans:
        first = first or start
        days += max(0, after - max(start, covered))
        covered = max(covered, after)
    has_degree = any(
        (degree.level in DEGREES or any(word in (degree.study_type or "") for word in DEGREE_WORDS))
        and degree.conferred is not None
        and degree.conferred.earliest <= AS_OF
        for degree in applicant.degrees
    )
    years = 3 if applicant.role == "assistant" or has_degree else 7
    return bool(spans) and days >= _anniversary(first, years) - first and _others(applicant)


def _anniversary(first: int, years: int) -> int:
    day = date.fromordinal(first)
    return day.replace(year=day.year + years, day=min(day.day, 28)).toordinal() + max(0, day.day - 28)


def _others(applicant: Applicant) -> bool:
    able, issues = applicant.able, applicant.issues_reported
    skills = dict(applicant.skills)
    return bool(
        able
        and able.value
        and issues
        and not issues.value
        and len(skills) == 4
        and all(s.value for s in skills.values())
    )
