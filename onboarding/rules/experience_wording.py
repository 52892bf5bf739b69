"""The experience requirement in words: why, and what each job counted for.

Everything said here was computed in `experience`; nothing is judged. What would settle it is in `experience_needs`.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache

from onboarding.rules import wording
from onboarding.rules.career import CLAIMS_MANAGEMENT, Work
from onboarding.rules.credit import NEVER, Credit
from onboarding.rules.days import years_months_days
from onboarding.rules.experience import DEGREE_PATH, EXPERIENCE_PATH, Way, Weighing
from onboarding.rules.experience_needs import needs
from onboarding.rules.facts import Duty
from onboarding.rules.findings import ExperienceFinding, LedgerLine, Outcome, PathFinding, ReadingOutcome
from onboarding.rules.rulebook import Provision, Question
from onboarding.rules.rulings import Law
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


def findings(claimed: Weighing, verified: Weighing) -> tuple[ExperienceFinding, ExperienceFinding]:
    """The findings as claimed and as verified, with every sentence written."""
    heads = [_head(work, claimed.law) for work in claimed.career.works]
    stated = [_line(claimed, work, head) for work, head in zip(claimed.career.works, heads, strict=True)]
    proven = [
        line if _holds(line, verified, work) else _line(verified, work, head)
        for work, head, line in zip(verified.career.works, heads, stated, strict=True)
    ]
    return _finding(claimed, stated), _finding(verified, proven)


def _finding(weighing: Weighing, ledger: Sequence[LedgerLine]) -> ExperienceFinding:
    agreed = weighing.agreement
    ways = {way.path: _path(weighing, way) for way in weighing.ways}
    return ExperienceFinding(
        agreed.outcome,
        weighing.path,
        _because(weighing, ways),
        _source(weighing),
        weighing.career.bounds(weighing.lower.total, weighing.upper.total),
        weighing.met_from,
        ways,
        tuple(ledger),
        agreed.questions,
        agreed.readings,
        needs(weighing, ledger),
    )


def _holds(claimed: LedgerLine, verified: Weighing, work: Work) -> bool:
    """Whether the line as claimed is the line as verified: all is proven, or nothing could count in any case."""
    proven = work.job.verified and verified.sure[work.place] and verified.hours_known[work.place]
    return proven or not claimed.credited_days.at_most


def _length(first: int | None, credit: int, unit: int) -> str:
    """Credited days laid end to end from the day `first`: years, months and days rounded down, and the days exactly."""
    if not credit or first is None:
        return "none"
    after = min(first + credit // unit, NEVER - 1)
    span = years_months_days(date.fromordinal(first), date.fromordinal(after))
    days = _days(credit, unit)
    return f"{_span(*span)} ({days})" if span[0] or span[1] else days


def _days(credit: int, unit: int) -> str:
    return wording.days(Fraction(credit, unit) if credit % unit else credit // unit)


@lru_cache(maxsize=16384)
def _span(years: int, months: int, over: int) -> str:
    parts = ((years, "year"), (months, "month"), (over, "day"))
    return listed([count(number, what) for number, what in parts if number])


def _range(weighing: Weighing, low: Credit, high: Credit) -> str:
    """One length of time, or from the certain to all that may count."""
    unit = weighing.career.unit
    most = _length(high.first, high.total, unit)
    if low.total == high.total:
        return most
    return f"between {_length(low.first, low.total, unit)} and {most}" if low.total else f"at most {most}, none certain"


def _because(weighing: Weighing, ways: dict[str, PathFinding]) -> str:
    outcome, lower, upper = weighing.agreement.outcome, weighing.lower, weighing.upper
    if weighing.path is not None:
        at_least = "" if lower.total == upper.total else "at least "
        credited = f"Credited experience: {at_least}{_length(lower.first, lower.total, weighing.career.unit)}."
        return f"{LABEL[weighing.path]}: {ways[weighing.path].because} {credited}"
    text = " ".join([f"{LABEL[path]}: {way.because}" for path, way in ways.items()])
    text += f" Credited experience: {_range(weighing, lower, upper)}."
    day = weighing.met_from
    if outcome is Outcome.NOT_MET:
        return f"{text} As things stand it will be met on {day}." if day else text
    text = f"This cannot be decided yet. {text}{_questions(weighing)}"
    return (
        f"{text} Whatever is found out, it is met on {day} at the latest if the present work goes on." if day else text
    )


def _questions(weighing: Weighing) -> str:
    """Which open question matters, and what each of its readings would give."""

    def credited(reading: ReadingOutcome) -> str:
        low = high = None
        for combination, each in weighing.tried:
            if combination[reading.question] == reading.reading:
                low = each.lower if low is None or each.lower.total < low.total else low
                high = each.upper if high is None or each.upper.total > high.total else high
        assert low is not None and high is not None
        return f" (credited: {_range(weighing, low, high)})"

    return wording.matters(weighing.law, weighing.agreement, credited)


def _path(weighing: Weighing, way: Way) -> PathFinding:
    unit, (least, most) = weighing.career.unit, way.short
    asked = count(way.years, "year")
    if not most:
        time = f"the {asked} asked for are reached"
    elif least == most:
        time = f"{_days(most, unit)} short of the {asked} asked for"
    elif not least:
        time = f"up to {_days(most, unit)} short of the {asked} asked for, and none if all that may count does"
    else:
        at_least, at_most = _days(least, unit), _days(most, unit)
        time = f"at least {at_least} short of the {asked} asked for, and {at_most} on what is certain"
    said = f"{_degree(weighing)}; {time}." if way.path == DEGREE_PATH else f"{time}."
    return PathFinding(way.outcome, said, weighing.career.bounds(least, most))


def _degree(weighing: Weighing) -> str:
    """The best degree on the as-of date: one that counts, else one that may, else one to come, else none."""
    through, none, best = weighing.as_of, "no bachelor's or higher degree is on record, which this path asks for", ""
    for degree in weighing.degrees:
        if degree.certain_from is not None and degree.certain_from <= through:
            return f"{degree.said} counts"
        if degree.possible_from is None:
            none = f"{degree.said} {degree.doubt}"
        elif degree.possible_from > through:
            best = best or f"{degree.said} is not conferred by {through}"
        else:
            best = f"{degree.said} may count: {degree.doubt or 'the day it was conferred is not known exactly'}"
    return best or none


def _source(weighing: Weighing) -> tuple[str, ...]:
    law, role = weighing.law, "assistant" if len(weighing.ways) == 1 else "hsc"
    return law.remembered(("experience", role, weighing.touched), lambda: _cited(weighing))


def _cited(weighing: Weighing) -> tuple[str, ...]:
    if len(weighing.ways) == 1:
        provision, relied_on = Provision.EXPERIENCE_ASSISTANT, ["years_assistant"]
    else:
        provision, relied_on = Provision.EXPERIENCE_HSC, ["years_with_degree", "years_without_degree"]
    relied_on += weighing.touched
    if Question.PART_TIME in weighing.touched:
        relied_on.append("full_time_hours")
    return weighing.law.source((provision,), relied_on)


def _head(work: Work, law: Law) -> tuple[str, str]:
    """What is said of a job however it is judged: its dates and work, and what keeps it from counting day for day."""
    job, conditions = work.job, ""
    if job.category is not None:
        what = CATEGORY[job.category]
    elif job.duties:
        what = f"mixed duties ({_shares(job.duties)})"
        conditions += f"; counted by share or whole{_reading(law, Question.MIXED_DUTY)}"
    elif work.suggestion is None:
        what = "no category has been decided, and the title suggests none"
    else:
        what = f"no category has been decided; {work.suggestion.because}"
    if job.category == CLAIMS_MANAGEMENT:
        conditions += _reading(law, Question.CLAIMS_MANAGEMENT)
    if work.is_part_time and job.hours_a_week is not None:
        hours, full = wording.figure(job.hours_a_week), wording.figure(law.numbers.full_time_hours)
        conditions += f"; {hours} of {full} hours a week{_reading(law, Question.PART_TIME)}"
    if work.certain != work.possible:
        conditions += "; dates known only in part"
    if job.position and job.name:
        where = f"{job.position}, {job.name}"
    else:
        where = job.position or job.name or f"Job {work.place + 1}"
    return f"{where}, {job.start.written} to {job.end.written if job.end else 'now'}: {what}", conditions


def _line(weighing: Weighing, work: Work, head: tuple[str, str]) -> LedgerLine:
    place, career = work.place, weighing.career
    certain, possible = career.days[place]
    least, most = certain * weighing.low[place], possible * weighing.high[place]
    suggestion = work.suggestion.category if work.suggestion else None
    because = _counted(weighing, work, head, least, most)
    return LedgerLine(place, work.job.category, suggestion, career.bounds(least, most), because)


def _counted(weighing: Weighing, work: Work, head: tuple[str, str], least: int, most: int) -> str:
    """What the job counts for; `least` and `most` are in 1/unit day."""
    said, conditions = head
    if not most:
        if work.possible[0] > weighing.career.through:
            return f"{said}; it begins after {weighing.as_of}, so nothing counts yet."
        return f"{said}, which does not count."
    said = f"{said}{_decided(weighing, work)}{conditions}"
    if not weighing.hours_known[work.place]:
        said += f"; hours not stated{_reading(weighing.law, Question.PART_TIME)}"
    unit = weighing.career.unit
    if least == most:
        return f"{said}; counts for {_length(work.possible[0], most, unit)}."
    certain = f"{_days(least, unit)} are certain" if least else "nothing is certain"
    return f"{said}; {certain}, and {_days(most, unit)} may count."


def _decided(weighing: Weighing, work: Work) -> str:
    job, said = work.job, ""
    if job.category is None and not job.duties and work.suggestion is not None:
        said = "; counted as that" if weighing.sure[work.place] else "; a screener has yet to decide"
    return f"{said}; not verified" if weighing.as_verified and not job.verified else said


def _shares(duties: Iterable[Duty]) -> str:
    return ", ".join([f"{wording.percent(duty.share)} {CATEGORY[duty.category]}" for duty in duties])


def _reading(law: Law, question: Question) -> str:
    """How a question is read, in brackets."""
    readings = law.readings[question]
    return f" (open question {question.value})" if len(readings) > 1 else f" (read as {readings[0]})"
