"""The experience requirement in words: why, and what each job counted for.

Everything said here was computed in `experience`; nothing is judged. What would settle it is in `experience_needs`.
"""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from onboarding.rules import wording
from onboarding.rules.career import CLAIMS_MANAGEMENT, Work
from onboarding.rules.credit import Credit
from onboarding.rules.days import years_months_days
from onboarding.rules.experience import DEGREE_PATH, Way, Weighing
from onboarding.rules.experience_needs import needs
from onboarding.rules.findings import Bounds, Exact, ExperienceFinding, LedgerLine, Outcome, PathFinding
from onboarding.rules.rulebook import Provision, Question
from onboarding.rules.wording import SETTLED_BY, count, days

CATEGORY = {
    "direct_patient_care": "direct patient care",
    "return_to_work": "return-to-work coordination",
    "occupational_health": "occupational health care",
    "equivalent": "equivalent experience",
    "claims_management": "workers' compensation claims management",
    "excluded": "work that L&I excludes",
    "other": "other work",
}


def finding(weighing: Weighing, claimed: ExperienceFinding | None = None) -> ExperienceFinding:
    """The finding with every sentence written. `claimed`: the one as claimed, whose lines may hold as verified too."""
    agreed = weighing.agreement
    ways = {way.path: _path(weighing, way) for way in weighing.ways}
    bounds = Bounds(weighing.exact(weighing.lower.total), weighing.exact(weighing.upper.total))
    return ExperienceFinding(
        outcome=agreed.outcome,
        path=weighing.path,
        because=_because(weighing, ways),
        source=_source(weighing),
        credited_days=bounds,
        met_from=weighing.met_from,
        paths=ways,
        ledger=tuple(
            claimed.ledger[work.place] if claimed and _is_proven(weighing, work) else _line(weighing, work)
            for work in weighing.career.works
        ),
        questions=agreed.questions,
        readings=agreed.readings,
        needs=needs(weighing),
    )


def _is_proven(weighing: Weighing, work: Work) -> bool:
    return work.job.verified and weighing.sure[work.place] and weighing.hours_known[work.place]


def _length(first: int | None, credited: Exact) -> str:
    """Credited days laid end to end from the day `first`: years, months and days rounded down, and the days exactly."""
    if not credited or first is None:
        return "none"
    years, months, over = years_months_days(date.fromordinal(first), int(credited))
    return f"{count(years, 'year')}, {count(months, 'month')} and {count(over, 'day')} ({days(credited)})"


def _range(weighing: Weighing, low: Credit, high: Credit) -> str:
    """One length of time, or from the certain to all that may count."""
    if low.total == high.total:
        return _length(low.first, weighing.exact(low.total))
    return (
        f"between {_length(low.first, weighing.exact(low.total))} and {_length(high.first, weighing.exact(high.total))}"
    )


def _because(weighing: Weighing, ways: dict[str, PathFinding]) -> str:
    credited = f"Credited experience: {_range(weighing, weighing.lower, weighing.upper)}."
    if weighing.path is not None:
        return f"{ways[weighing.path].because} {credited}"
    text = " ".join(way.because for way in ways.values()) + " " + credited
    if weighing.agreement.outcome is Outcome.UNDETERMINED:
        text = f"Not certain either way. {text}{_questions(weighing)}"
    if weighing.met_from is not None:  # a day still to come: on one past it would be met
        text += f" As things stand it will be met on {weighing.met_from}."
    return text


def _questions(weighing: Weighing) -> str:
    """Which open question matters, and what each of its readings would give."""
    text = ""
    for question in weighing.agreement.questions:
        said = []
        for reading in (each for each in weighing.agreement.readings if each.question == question):
            tried = [each for combination, each in weighing.tried if combination[question] == reading.reading]
            low = min((each.lower for each in tried), key=lambda credit: credit.total)
            high = max((each.upper for each in tried), key=lambda credit: credit.total)
            outcome = wording.outcome(reading.outcome)
            said.append(f"read as {reading.reading} it is {outcome} (credited: {_range(weighing, low, high)})")
        text += f" The open question {question} matters: {'; '.join(said)}. {SETTLED_BY}"
    return text


def _path(weighing: Weighing, way: Way) -> PathFinding:
    least, most = weighing.exact(way.short[0]), weighing.exact(way.short[1])
    asked = count(way.years, "year")
    if not most:
        time = f"the {asked} asked for are reached"
    elif least == most:
        time = f"{days(most)} of credit short of the {asked} asked for"
    elif not least:
        time = f"whether the {asked} asked for are reached is not certain, up to {days(most)} of credit are lacking"
    else:
        time = f"between {days(least)} and {days(most)} of credit short of the {asked} asked for"
    how = f"With a degree: {_degree(weighing)}; " if way.path == DEGREE_PATH else "By experience alone: "
    return PathFinding(way.outcome, f"{how}{time}.", Bounds(least, most))


def _degree(weighing: Weighing) -> str:
    """The best degree on the as-of date: one that counts, else one that may, else one to come."""
    as_of, held = weighing.as_of, [degree for degree in weighing.degrees if degree.possible_from is not None]
    for degree in held:
        if degree.certain_from is not None and degree.certain_from <= as_of:
            return f"{degree.name} counts"
    for degree in held:
        if degree.possible_from is not None and degree.possible_from <= as_of:
            return f"{degree.name} may count, which is not certain"
    if held:
        return f"{held[0].name} is not conferred by {as_of}"
    return "no bachelor's or higher degree that counts is on record"


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


def _line(weighing: Weighing, work: Work) -> LedgerLine:
    job = work.job
    low, high = weighing.alone[work.place]
    credited = Bounds(weighing.exact(low), weighing.exact(high))
    said = _counted(weighing, work, credited)
    return LedgerLine(
        work.place,
        job.category,
        work.suggestion.category if work.suggestion else None,
        credited,
        f"{job.start} to {job.end or 'now'}: {said}",
    )


def _counted(weighing: Weighing, work: Work, credited: Bounds) -> str:
    at_least, at_most = credited
    assert at_least is not None and at_most is not None  # noqa: PT018 - bounds of days are always known
    what = _what(weighing, work)
    if not at_most:
        if work.possible[0] > weighing.as_of.toordinal():
            return f"{what}; it begins after {weighing.as_of}, so nothing counts yet."
        return f"{what}, which does not count."
    said = "; ".join((what, *_conditions(weighing, work)))
    if at_least == at_most:
        return f"{said}; counts for {_length(work.possible[0], at_most)}."
    certain = f"{days(at_least)} are certain" if at_least else "nothing is certain"
    return f"{said}; {certain}, and {days(at_most)} may count."


def _what(weighing: Weighing, work: Work) -> str:
    job = work.job
    if job.category is not None:
        return CATEGORY[job.category]
    if job.duties:
        return f"mixed duties ({_shares(job.duties)})"
    if work.suggestion is None:
        return "no category has been decided, and the title suggests none"
    taken = "taken as stated" if weighing.sure[work.place] else "to be decided by a screener"
    return f"no category has been decided; {work.suggestion.because} ({taken})"


def _shares(duties: Iterable[tuple[str, Fraction]]) -> str:
    return ", ".join(f"{wording.figure(share * 100)} % {CATEGORY[category]}" for category, share in duties)


def _conditions(weighing: Weighing, work: Work) -> list[str]:
    """What keeps the job from counting in full, day for day."""
    job = work.job
    said = []
    if weighing.as_verified and not job.verified:
        said.append("not verified")
    if job.hours_a_week is not None and work.is_part_time:
        full = weighing.law.numbers.full_time_hours
        hours = f"{wording.figure(job.hours_a_week)} of {wording.figure(full)} hours a week"
        said.append(hours + _reading(weighing, Question.PART_TIME))
    elif not weighing.hours_known[work.place]:
        said.append("hours not stated" + _reading(weighing, Question.PART_TIME))
    if job.category == CLAIMS_MANAGEMENT:
        said.append("which counts or not" + _reading(weighing, Question.CLAIMS_MANAGEMENT))
    if job.duties:
        said.append("counted by share or whole" + _reading(weighing, Question.MIXED_DUTY))
    if len(job.start.written) < 10 or (job.end is not None and len(job.end.written) < 10):
        said.append("dates known only in part")
    return said


def _reading(weighing: Weighing, question: Question) -> str:
    readings = weighing.law.readings[question]
    return f" (open question {question})" if len(readings) > 1 else f" (read as {readings[0]})"
