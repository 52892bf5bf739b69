"""The experience requirement once more, as the contract has it: literal days, fractions, every combination of readings.

Nothing here is clever, and nothing is shared with the rule but the facts and the law. Only titles in TITLES are known.
"""

from datetime import date
from fractions import Fraction
from functools import lru_cache
from itertools import product
from math import lcm

from onboarding.rules.facts import Applicant, Degree, Job
from onboarding.rules.rulebook import Question
from onboarding.rules.rulings import Law

TITLES = {"Registered Nurse": "direct_patient_care", "Scheduler": "excluded", "Staff": None}
COUNTING = {"direct_patient_care", "return_to_work", "occupational_health", "equivalent"}
HIGHER = {"bachelor", "master", "professional", "doctorate"}
QUESTIONS = (Question.CLAIMS_MANAGEMENT, Question.MIXED_DUTY, Question.PART_TIME)

Exact = int | Fraction
Way = tuple[str, ...]  # a reading of each of QUESTIONS
Readings = dict[tuple[str, str], str]
Span = tuple[int, int, Exact]  # first day, last day, credit a day


def judge(applicant: Applicant, law: Law, as_of: date, proven: bool) -> tuple[str, tuple[Exact, Exact], Readings]:
    """The outcome under all combinations of readings, the days credited, what each reading gives that matters."""
    ways = product(*(law.readings[question] for question in QUESTIONS))
    tried = {way: _outcome(applicant, law, way, as_of, proven) for way in ways}
    least = min(total(_spans(applicant, law, way, as_of, proven, True)) for way in tried)
    most = max(total(_spans(applicant, law, way, as_of, proven, False)) for way in tried)
    readings = {}
    for place, question in enumerate(QUESTIONS):
        others = {(way[:place], way[place + 1 :]) for way in tried}
        if len({(way[:place], way[place + 1 :], found) for way, found in tried.items()}) > len(others):
            for to in law.readings[question]:
                readings[question.value, to] = _merged({tried[way] for way in tried if way[place] == to})
    return _merged(set(tried.values())), (least, most), readings


@lru_cache(maxsize=1024)
def credit(spans: tuple[Span, ...]) -> tuple[dict[int, int], int]:
    """Each credited day, and for how many parts of a day, never more than all; and how many parts a day has.

    Parts, because adding whole numbers is much quicker than adding fractions.
    """
    parts = lcm(*(Fraction(factor).denominator for _, _, factor in spans))
    found: dict[int, int] = {}
    for first, last, factor in spans:
        each = int(factor * parts)
        for day in range(first, last + 1) if each else ():
            found[day] = min(parts, found.get(day, 0) + each)
    return found, parts


def total(spans: tuple[Span, ...]) -> Exact:
    """The days credited, laid end to end."""
    found, parts = credit(spans)
    return Fraction(sum(found.values()), parts)


@lru_cache(maxsize=1024)
def reached(spans: tuple[Span, ...], years: int) -> bool:
    """Whether there is a day from which on the credited days, laid end to end, reach its N-th anniversary."""
    found, parts = credit(spans)
    left = 0
    for day in sorted(found, reverse=True):
        left += found[day]
        if left < parts * 365 * years:
            continue  # no anniversary is nearer
        first = date.fromordinal(day)
        last = 28 if first.month == 2 and first.day == 29 else first.day
        if left >= parts * (date(first.year + years, first.month, last).toordinal() - day):
            return True
    return False


def _merged(found: set[str]) -> str:
    return found.pop() if len(found) == 1 else "undetermined"


def _outcome(applicant: Applicant, law: Law, way: Way, as_of: date, proven: bool) -> str:
    for low, outcome in ((True, "met"), (False, "undetermined")):
        spans = _spans(applicant, law, way, as_of, proven, low)
        held = any(_is_held(degree, as_of, proven, low) for degree in applicant.degrees)
        needed = [law.numbers.years_without_degree, law.numbers.years_with_degree][: 1 + held]
        needed = [law.numbers.years_assistant] if applicant.role == "assistant" else needed
        if any(reached(spans, years) for years in needed):
            return outcome
    return "not_met"


def _spans(applicant: Applicant, law: Law, way: Way, as_of: date, proven: bool, low: bool) -> tuple[Span, ...]:
    """The days of each job through the as-of date: those certain (`low`), or all that may be."""
    spans = []
    for job in [job for job in applicant.jobs if job.verified or not (proven and low)]:
        first = job.start.latest if low else job.start.earliest
        last = as_of if job.end is None else min(as_of, job.end.earliest if low else job.end.latest)
        factor = _time(job, law, way, proven and low) * _duty(job, way, proven, low)
        spans.append((first.toordinal(), last.toordinal(), int(factor) if factor in (0, 1) else factor))
    return tuple(spans)


def _time(job: Job, law: Law, way: Way, only_certain: bool) -> Exact:
    full = law.numbers.full_time_hours
    hours = full * (not only_certain) if job.hours_a_week is None else job.hours_a_week
    return 1 if "calendar" in way else min(1, hours / full)


def _duty(job: Job, way: Way, proven: bool, low: bool) -> Exact:
    counting = COUNTING | {"claims_management"} if "counts" in way else COUNTING
    if job.duties:
        share = sum(duty.share for duty in job.duties if duty.category in counting)
        return share if "share" in way else int(share > 0)
    if job.category:
        return int(job.category in counting)
    return int(not low or (not proven and TITLES[job.position or ""] == "direct_patient_care"))


def _is_held(degree: Degree, as_of: date, proven: bool, low: bool) -> bool:
    evaluated, conferred = degree.equivalency, degree.conferred
    level = evaluated.level if evaluated else degree.level
    if not low or (level is not None and level not in HIGHER):
        return (level is None or level in HIGHER) and (conferred is None or conferred.earliest <= as_of)
    is_abroad = degree.country not in (None, "US", "USA", "United States") and not evaluated
    is_proven = not proven or (degree.verified and (evaluated is None or evaluated.verified))
    return level is not None and not is_abroad and is_proven and conferred is not None and conferred.latest <= as_of
