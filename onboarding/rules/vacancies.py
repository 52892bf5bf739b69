"""Vacancies: leavings that took a COHE below its required level and are not made good, and by when to hire for that.

Whether the level was regained is judged in `replacement`: by a person in place, never by a posting.
"""

from datetime import date, timedelta
from typing import NamedTuple

from onboarding.rules.duties import About, Duty, Kind, Who
from onboarding.rules.facts import Staffing
from onboarding.rules.findings import Outcome
from onboarding.rules.lead_times import LeadTime
from onboarding.rules.replacement import ReplacementFinding, replacements
from onboarding.rules.rulebook import Question
from onboarding.rules.rulings import Law
from onboarding.rules.wording import count

BELOW = "The COHE is below its required level already, so this leaving starts no three months. Hire as soon as you can."
LATE = "The last day has passed. Hire as soon as you can."
STANDING = (Outcome.OPEN, Outcome.OVERDUE)


class Vacancy(NamedTuple):
    """`hire_by`: the last day on which to hire somebody who counts in time; None: passed, or it cannot be told.

    `ahead`: the leaving is still to come.
    """

    found: ReplacementFinding
    ahead: bool
    hire_by: date | None
    advice: str


def vacancies(facts: Staffing, law: Law, bill: LeadTime, as_of: date) -> list[Vacancy]:
    """What stands open on a day and what a last day that is recorded will open, in order of day.

    A leaving of which it cannot be told is among them while its months run. `bill`: how long it took from the hire to
    billing here.
    """
    to_come = [row.last for row in facts.staff if row.last and row.last > as_of]
    found = list(replacements(facts, law, as_of))
    if to_come:
        found += [each for each in replacements(facts, law, max(to_come)) if each.left_on > as_of]
    return [_vacancy(each, law, bill, as_of) for each in found if _stands(each, as_of)]


def duty(vacancy: Vacancy) -> Duty | None:
    """To replace who leaves, by the last of the months; told from the last day in the role on. None where it is not
    certain that the level is missed. It names nobody, so that a mail can say it."""
    found = vacancy.found
    if found.outcome not in STANDING or found.replace_by is None:
        return None
    verb = "leaves" if vacancy.ahead else "left"
    says = f"Replace the HSC who {verb} on {found.left_on}: that takes the COHE below its required level."
    since, due = found.left_on, found.replace_by
    return Duty(About.STAFFING, Kind.REPLACE, "", Who.COHE, since, due, since, says, found.source)


def _stands(found: ReplacementFinding, as_of: date) -> bool:
    if found.outcome is Outcome.UNDETERMINED:
        return found.replace_by is not None and found.replace_by >= as_of
    return found.outcome in STANDING or found.left_on > as_of


def _vacancy(found: ReplacementFinding, law: Law, bill: LeadTime, as_of: date) -> Vacancy:
    ahead, due = found.left_on > as_of, found.replace_by
    if due is None:
        return Vacancy(found, ahead, None, BELOW)
    if due < as_of:
        return Vacancy(found, ahead, None, LATE)
    return Vacancy(found, ahead, *in_time(due, law, bill, as_of))


def counts_from_first_day(law: Law) -> bool:
    """Whether it is settled that a person's time counts before they may bill: then nobody waits for that."""
    return law.readings[Question.UNBILLABLE_TIME] == ("included",)


def in_time(due: date, law: Law, bill: LeadTime, as_of: date) -> tuple[date | None, str]:
    """The last day on which to hire somebody who counts by a day, and why; None where it passed or is not known."""
    if counts_from_first_day(law):
        counts = "By a ruling, time counts before a person may bill"
        if due < as_of:
            return None, f"{counts}. No day is left."
        return due, f"{counts}, so somebody whose first day in the role is {due} or earlier is in time."
    if bill.slowest_days is None or bill.cases < law.numbers.own_cases_least:
        few = f"Here {count(bill.cases, 'person', 'people')} went from the hire to billing"
        return None, f"{few}, and {law.numbers.own_cases_least} are needed to tell how long that takes."
    last = due - timedelta(days=bill.slowest_days)
    took = f"From the hire to billing it took {count(bill.slowest_days, 'day')} at the most here"
    if last < as_of:
        return None, f"{took}, so somebody hired today may bill too late."
    return last, f"{took}, so somebody hired by {last} can bill in time."
