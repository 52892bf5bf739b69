"""The experience requirement in words: why, and what each job counted for.

Everything said here was computed in `experience`; nothing is judged. What would settle it is in `experience_needs`.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from itertools import zip_longest
from operator import attrgetter
from typing import NamedTuple

from onboarding.rules import wording
from onboarding.rules.career import CLAIMS_MANAGEMENT, Career, Work
from onboarding.rules.credit import NEVER, Credit
from onboarding.rules.days import years_months_days
from onboarding.rules.experience import DEGREE_PATH, EXPERIENCE_PATH, Experience, Way
from onboarding.rules.experience_points import called
from onboarding.rules.facts import Duty
from onboarding.rules.findings import LedgerLine, Outcome, PathFinding, ReadingOutcome
from onboarding.rules.rulebook import Provision, Question
from onboarding.rules.rulings import Law
from onboarding.rules.titles import Suggestion
from onboarding.rules.wording import count, listed

LABEL = {DEGREE_PATH: "With a degree", EXPERIENCE_PATH: "By experience alone"}
CATEGORY = {
    "direct_patient_care": "direct patient care",
    "return_to_work": "return-to-work coordination",
    "occupational_health": "occupational health care",
    "equivalent": "equivalent experience",
    "claims_management": "workers' compensation claims management",
    "excluded": "work that L&I excludes",
    "other": "other work",
}


class Head(NamedTuple):
    """What is said of a job however it is judged, what keeps it from counting day for day, what its title suggests."""

    said: str
    conditions: str
    suggestion: Suggestion | None


def ledger(judged: Experience, heads: Iterable[Head], stated: Iterable[LedgerLine] = ()) -> tuple[LedgerLine, ...]:
    """A line for each job, with what is said of it in any case. `stated`: as claimed, which may be all there is to say.

    It is where all is proven, or nothing could count in any case.
    """
    return tuple(
        [
            line if line and (_is_proven(judged, work) or not line.credited_days.at_most) else _line(judged, work, head)
            for work, head, line in zip_longest(judged.career.works, heads, stated)
        ]
    )


def _is_proven(judged: Experience, work: Work) -> bool:
    return work.job.verified and judged.sure[work.place] and judged.hours_known[work.place]


def _length(first: int | None, credit: int, career: Career) -> str:
    """Credited days laid end to end from the day `first`: years, months and days rounded down, and the days exactly."""
    if not credit or first is None:
        return "none"
    after = min(first + credit // career.unit, NEVER - 1)
    span = years_months_days(date.fromordinal(first), date.fromordinal(after))
    days = _days(credit, career)
    return f"{_span(*span)} ({days})" if span[0] or span[1] else days


def _days(credit: int, career: Career) -> str:
    return wording.days(career.exactly(credit))


@lru_cache(maxsize=16384)
def _span(years: int, months: int, over: int) -> str:
    parts = ((years, "year"), (months, "month"), (over, "day"))
    return listed([count(number, what) for number, what in parts if number])


def _range(judged: Experience, low: Credit, high: Credit) -> str:
    """One length of time, or from the certain to all that may count."""
    career = judged.career
    most = _length(high.first, high.total, career)
    if low.total == high.total:
        return most
    return (
        f"between {_length(low.first, low.total, career)} and {most}" if low.total else f"at most {most}, none certain"
    )


def because(judged: Experience, paths: Mapping[str, PathFinding]) -> str:
    """Why it is met, not met or undecided, with the figures that decide it."""
    outcome, lower, upper = judged.agreement.outcome, judged.lower, judged.upper
    if judged.path is not None:
        at_least = "" if lower.total == upper.total else "at least "
        credited = f"Credited experience: {at_least}{_length(lower.first, lower.total, judged.career)}."
        return f"{LABEL[judged.path]}: {paths[judged.path].because} {credited}"
    text = " ".join([f"{LABEL[path]}: {way.because}" for path, way in paths.items()])
    text += f" Credited experience: {_range(judged, lower, upper)}."
    day = judged.met_from
    if outcome is Outcome.NOT_MET:
        return f"{text} As things stand it will be met on {day}." if day else text
    text = f"This cannot be decided yet. {text}{_questions(judged)}"
    return (
        f"{text} Whatever is found out, it is met on {day} at the latest if the present work goes on." if day else text
    )


def _questions(judged: Experience) -> str:
    """Which open question matters, and what each of its readings would give."""

    def credited(reading: ReadingOutcome) -> str:
        tried = [each for each in judged.tried if each.combination[reading.question] == reading.reading]
        low = min([each.lower for each in tried], key=attrgetter("total"))
        high = max([each.upper for each in tried], key=attrgetter("total"))
        return f" (credited: {_range(judged, low, high)})"

    return wording.matters(judged.law, judged.agreement, credited)


def path(judged: Experience, way: Way) -> PathFinding:
    """What one path comes to, and how much is lacking."""
    career, (least, most) = judged.career, way.short
    asked = count(way.path.years, "year")
    if not most:
        time = f"the {asked} asked for are reached"
    elif least == most:
        time = f"{_days(most, career)} short of the {asked} asked for"
    elif not least:
        time = f"up to {_days(most, career)} short of the {asked} asked for, and none if all that may count does"
    else:
        at_least, at_most = _days(least, career), _days(most, career)
        time = f"at least {at_least} short of the {asked} asked for, and {at_most} on what is certain"
    said = f"{_degree(judged)}; {time}." if way.path.name == DEGREE_PATH else f"{time}."
    return PathFinding(way.outcome, said, career.bounds(least, most))


def _degree(judged: Experience) -> str:
    """The best degree on the as-of date: one that counts, else one that may, else one to come, else none."""
    through, none, best = judged.as_of, "no bachelor's or higher degree is on record, which this path asks for", ""
    for degree in judged.degrees:
        if degree.certain_from is not None and degree.certain_from <= through:
            return f"{degree.said} counts"
        if degree.possible_from is None:
            none = f"{degree.said} {degree.doubt}"
        elif degree.possible_from > through:
            best = best or f"{degree.said} is not conferred by {through}"
        else:
            best = f"{degree.said} may count: {degree.doubt or 'the day it was conferred is not known exactly'}"
    return best or none


def source(judged: Experience) -> tuple[str, ...]:
    """The provision and what else it leans on."""
    law, role, touched = judged.law, judged.role, judged.touched
    return law.remembered(("experience", role, touched), lambda: _source(law, role, touched))


def _source(law: Law, role: str, touched: tuple[Question, ...]) -> tuple[str, ...]:
    if role == "assistant":
        provision, relied_on = Provision.EXPERIENCE_ASSISTANT, ["years_assistant"]
    else:
        provision, relied_on = Provision.EXPERIENCE_HSC, ["years_with_degree", "years_without_degree"]
    relied_on += touched
    if Question.PART_TIME in touched:
        relied_on.append("full_time_hours")
    return law.source((provision,), relied_on)


def head(work: Work, law: Law) -> Head:
    """What is said of a job however it is judged: its dates and work, and what keeps it from counting day for day."""
    job, suggestion, conditions = work.job, work.suggestion, ""
    if job.category is not None:
        what = CATEGORY[job.category]
    elif job.duties:
        what = f"mixed duties ({_shares(job.duties)})"
        conditions += f"; counted by share or whole{_reading(law, Question.MIXED_DUTY)}"
    elif suggestion is None:
        what = "no category has been decided, and the title suggests none"
    else:
        what = f"no category has been decided; {suggestion.because}"
    if job.category == CLAIMS_MANAGEMENT:
        conditions += _reading(law, Question.CLAIMS_MANAGEMENT)
    if work.is_part_time and job.hours_a_week is not None:
        hours, full = wording.figure(job.hours_a_week), wording.figure(law.numbers.full_time_hours)
        conditions += f"; {hours} of {full} hours a week{_reading(law, Question.PART_TIME)}"
    if work.certain != work.possible:
        conditions += "; dates known only in part"
    return Head(f"{called(job.position, job.name, job.start, job.end, work.place)}: {what}", conditions, suggestion)


def _line(judged: Experience, work: Work, head: Head) -> LedgerLine:
    place, career = work.place, judged.career
    certain, possible = career.days(place)
    least, most = certain * judged.low[place], possible * judged.high[place]
    because = _counted(judged, work, head, least, most)
    suggested = head.suggestion.category if head.suggestion else None
    return LedgerLine(place, work.job.category, suggested, career.bounds(least, most), because)


def _counted(judged: Experience, work: Work, head: Head, least: int, most: int) -> str:
    """What the job counts for; `least` and `most` are in 1/unit day."""
    said, conditions, suggestion = head
    if not most:
        if work.possible[0] > judged.career.through:
            return f"{said}; it begins after {judged.as_of}, so nothing counts yet."
        return f"{said}, which does not count."
    said = f"{said}{_decided(judged, work, suggestion)}{conditions}"
    if not judged.hours_known[work.place]:
        said += f"; hours not stated{_reading(judged.law, Question.PART_TIME)}"
    career = judged.career
    if least == most:
        return f"{said}; counts for {_length(work.possible[0], most, career)}."
    certain = f"{_days(least, career)} are certain" if least else "nothing is certain"
    return f"{said}; {certain}, and {_days(most, career)} may count."


def _decided(judged: Experience, work: Work, suggestion: Suggestion | None) -> str:
    job, said = work.job, ""
    if job.category is None and not job.duties and suggestion is not None:
        said = "; counted as that" if judged.sure[work.place] else "; a screener has yet to decide"
    return f"{said}; not verified" if judged.as_verified and not job.verified else said


def _shares(duties: Iterable[Duty]) -> str:
    return ", ".join([f"{wording.percent(duty.share)} {CATEGORY[duty.category]}" for duty in duties])


def _reading(law: Law, question: Question) -> str:
    """How a question is read, in brackets."""
    readings = law.readings[question]
    return f" (open question {question.value})" if len(readings) > 1 else f" (read as {readings[0]})"
