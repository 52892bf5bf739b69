"""Which facts would settle the experience requirement, where it is not certain."""

from collections.abc import Sequence
from datetime import date

from onboarding.rules.career import Work
from onboarding.rules.degrees import DegreeCredit
from onboarding.rules.experience import DEGREE_PATH, Experience
from onboarding.rules.findings import LedgerLine, Need, Outcome
from onboarding.rules.rulebook import Question


def needs(judged: Experience, ledger: Sequence[LedgerLine]) -> tuple[Need, ...]:
    """The facts that would close the gap between what is certain and what may be, in the order of the document.

    None where the answer is certain, or only a ruling is missing.
    """
    if judged.agreement.outcome is not Outcome.UNDETERMINED:
        return ()
    if judged.tried and all(each.outcome is not Outcome.UNDETERMINED for each in judged.tried):
        return ()
    as_of, lower = judged.as_of, judged.lower
    found: list[Need] = []
    undetermined = [way.path for way in judged.ways if way.outcome is Outcome.UNDETERMINED]
    if any(not lower.has(path.years) for path in undetermined):
        for work, line in zip(judged.career.works, ledger, strict=True):
            if line.credited_days.at_least != line.credited_days.at_most:
                found += of_job(judged, work)
    if any(path.name == DEGREE_PATH for path in undetermined):
        found += [need for degree in judged.degrees for need in of_degree(degree, as_of)]
    return tuple(found)


def of_job(judged: Experience, work: Work, with_dates: bool = False) -> list[Need]:
    """What is not known of a job.

    While its kind is not decided, its exact dates decide nothing yet, and are named only `with_dates`.
    """
    job, path, where = work.job, f"work[{work.place}]", _where(work)
    found = []
    decided = job.category is not None or bool(job.duties) or judged.sure[work.place]
    if not decided:
        found.append(Need(f"{path}.category", f"which kind of work it was {where}"))
    if judged.as_verified and not job.verified:
        found.append(Need(f"{path}.verified", f"proof of the work {where}"))
    if not judged.hours_known[work.place] and "prorated" in judged.law.readings[Question.PART_TIME]:
        found.append(Need(f"{path}.hoursPerWeek", f"hours a week {where}"))
    if (decided or with_dates) and not job.start.exact and job.start.earliest <= judged.as_of:
        found.append(Need(f"{path}.startDate", f"the exact first day {where}"))
    if (decided or with_dates) and job.end is not None and not job.end.exact and job.end.earliest < judged.as_of:
        found.append(Need(f"{path}.endDate", f"the exact last day {where}"))
    return found


def _where(work: Work) -> str:
    job = work.job
    if job.position and job.name:
        return f"as {job.position} at {job.name}"
    return f"at {job.name}" if job.name else f"as {job.position}" if job.position else f"in job {work.place + 1}"


def of_degree(degree: DegreeCredit, as_of: date) -> tuple[Need, ...]:
    """What is not known of a degree that may count by that day."""
    if degree.possible_from is None or degree.possible_from > as_of:
        return ()  # not a degree that counts, or not conferred yet
    if degree.certain_from is not None and degree.certain_from > as_of:
        return (Need(f"{degree.path}.endDate", f"the exact day {degree.said} was conferred"),)
    return degree.needs
