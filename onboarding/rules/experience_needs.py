"""Which facts would settle the experience requirement, where it is not certain."""

from datetime import date

from onboarding.rules.career import Work
from onboarding.rules.degrees import DegreeCredit
from onboarding.rules.experience import DEGREE_PATH, Weighing
from onboarding.rules.findings import Need, Outcome
from onboarding.rules.rulebook import Question


def needs(weighing: Weighing) -> tuple[Need, ...]:
    """The facts that would close the gap between what is certain and what may be, in the order of the document.

    None where the answer is certain, or only a ruling is missing.
    """
    if weighing.agreement.outcome is not Outcome.UNDETERMINED:
        return ()
    if weighing.tried and all(each.outcome is not Outcome.UNDETERMINED for _, each in weighing.tried):
        return ()
    found = [need for work in weighing.career.works for need in _job(weighing, work)]
    if weighing.ways[0].path == DEGREE_PATH:
        found += [need for degree in weighing.degrees for need in _degree(degree, weighing.as_of)]
    return tuple(found)


def _job(weighing: Weighing, work: Work) -> list[Need]:
    least, most = weighing.alone[work.place]
    if least == most:
        return []
    job, path = work.job, f"work[{work.place}]"
    employer = job.name or job.position or f"job {work.place + 1}"
    found = []
    if job.category is None and not job.duties and not weighing.sure[work.place]:
        found.append(Need(f"{path}.category", f"which kind of work {job.position or 'the job'} at {employer} was"))
    if weighing.as_verified and not job.verified:
        found.append(Need(f"{path}.verified", f"proof of the work at {employer}"))
    if not weighing.hours_known[work.place] and "prorated" in weighing.law.readings[Question.PART_TIME]:
        found.append(Need(f"{path}.hoursPerWeek", f"hours a week at {employer}"))
    if not job.start.exact and job.start.earliest <= weighing.as_of:
        found.append(Need(f"{path}.startDate", f"the exact first day at {employer}"))
    if job.end is not None and not job.end.exact and job.end.earliest < weighing.as_of:
        found.append(Need(f"{path}.endDate", f"the exact last day at {employer}"))
    return found


def _degree(degree: DegreeCredit, as_of: date) -> tuple[Need, ...]:
    if degree.possible_from is None or degree.possible_from > as_of:
        return ()  # not a degree that counts, or not conferred yet
    if degree.certain_from is not None and degree.certain_from > as_of:
        return (Need(f"{degree.path}.endDate", f"the exact day {degree.name} was conferred"),)
    return degree.needs
