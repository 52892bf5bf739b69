"""Replacing an HSC who left: by when, and whether the level required on leaving was regained."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from onboarding.rules import fte
from onboarding.rules.claims_ratio import needed_time, unrecorded
from onboarding.rules.days import QUARTERS_A_YEAR, Quarter, add_months
from onboarding.rules.facts import Staffing, StaffRow
from onboarding.rules.findings import Need, Outcome, ReadingOutcome
from onboarding.rules.readings import Combination, agreement, combinations, unanimous
from onboarding.rules.rulebook import Provision, Question
from onboarding.rules.rulings import Law
from onboarding.rules.wording import count, figure, listed, matters, needed_quarters, outcome

QUESTIONS = (Question.FTE_ROUNDING, Question.ASSISTANT_TIME, Question.UNBILLABLE_TIME)
HALF = Fraction(1, 2)


class ReplacementFinding(NamedTuple):
    """One leaving that took, or may have taken, the COHE below its required level."""

    staff: str
    left_on: date
    replace_by: date | None
    outcome: Outcome
    replaced_on: date | None
    because: str
    source: tuple[str, ...]
    questions: tuple[Question, ...] = ()
    readings: tuple[ReadingOutcome, ...] = ()
    needs: tuple[Need, ...] = ()


class _Tried(NamedTuple):
    """One leaving under one combination of readings: the staffing before and after, the level, what became of it."""

    outcome: Outcome
    replaced_on: date | None
    before: Fraction
    after: Fraction
    required: Fraction


def required_fte(claims: int, law: Law, readings: Combination) -> Fraction:
    """The HSC full-time equivalents that a year's claims require."""
    if readings[Question.FTE_ROUNDING] == "half-steps":
        return HALF * ceil(claims / law.numbers.claims_per_half_fte)
    return claims / law.numbers.claims_per_fte


def last_ended(on: date) -> Quarter:
    """The last calendar quarter that ended on or before a day."""
    quarter = Quarter.of(on)
    return quarter if quarter.last == on else quarter.earlier(1)


def year_to(last: Quarter) -> list[Quarter]:
    """The four quarters that end with this one, oldest first."""
    return [last.earlier(back) for back in reversed(range(QUARTERS_A_YEAR))]


def replacements(facts: Staffing, law: Law, as_of: date) -> tuple[ReplacementFinding, ...]:
    """One finding for each leaving on or before the as-of date that matters, in order of day."""
    ended = [row for row in facts.staff if row.role == "hsc" and row.last is not None and row.last <= as_of]
    leavings = sorted((row.last, row.id) for row in ended if row.last and not _goes_on(row, facts.staff))
    tried = combinations(law, QUESTIONS)
    levels = list(zip(tried, fte.Levels(facts.staff, tried).each, strict=True)) if leavings else []
    found = [_replacement(person, left_on, facts, levels, law, as_of) for left_on, person in leavings]
    return tuple(each for each in found if each is not None)


def _goes_on(row: StaffRow, staff: Sequence[StaffRow]) -> bool:
    """Whether another row of role `hsc` continues the next day: a mere change of time is no leaving."""
    return row.last is not None and any(
        other.id == row.id and other.role == "hsc" and other.first == row.last + fte.A_DAY for other in staff
    )


def _replacement(
    person: str,
    left_on: date,
    facts: Staffing,
    levels: Sequence[tuple[Combination, tuple[fte.Level, fte.Level]]],
    law: Law,
    as_of: date,
) -> ReplacementFinding | None:
    replace_by = add_months(left_on, law.numbers.replacement_months)
    source = law.source(
        (Provision.REPLACEMENT, Provision.CALENDAR_MONTHS, Provision.REQUIRED_FTE),
        ("replacement_months", "claims_per_fte", "claims_per_half_fte", *QUESTIONS),
    )
    given = {row.quarter: row.claims for row in facts.quarters}
    year = year_to(last_ended(left_on))
    missing = [quarter for quarter in year if quarter not in given]
    if missing:
        because = (
            f"{person} left on {left_on}. Whether that took the COHE below its required level is not known without the"
            f" claims of {listed(map(str, missing))}; if it did, the replacement is due by {replace_by}."
        )
        return ReplacementFinding(
            person, left_on, replace_by, Outcome.UNDETERMINED, None, because, source, needs=needed_quarters(missing)
        )
    claims = sum(given[quarter] for quarter in year)
    tried = [
        (each, [_try(left_on, replace_by, required_fte(claims, law, each), level, as_of) for level in bounds])
        for each, bounds in levels
    ]
    agreed = agreement([(combination, unanimous(each.outcome for each in both)) for combination, both in tried])
    if agreed.outcome is Outcome.NOT_REQUIRED:
        return None
    every = [each for _, both in tried for each in both]
    days = [each.replaced_on for each in every if each.replaced_on]
    replaced_on = max(days) if agreed.outcome in (Outcome.REPLACED, Outcome.REPLACED_LATE) else None
    due = None if agreed.outcome is Outcome.ALREADY_BELOW else replace_by
    because = _because(person, left_on, due, agreed.outcome, replaced_on, as_of, every)
    needs: tuple[Need, ...] = ()
    if agreed.outcome is Outcome.UNDETERMINED:
        needs = needed_time(fte.who_counts(facts.staff, [each for each, _ in levels]), [(left_on, as_of)])
    because += unrecorded(needs) + matters(law, agreed)
    return ReplacementFinding(
        person, left_on, due, agreed.outcome, replaced_on, because, source, agreed.questions, agreed.readings, needs
    )


def _try(left_on: date, replace_by: date, required: Fraction, level: fte.Level, as_of: date) -> _Tried:
    """`not_required` stands for no entry: enough were left."""
    last = left_on.toordinal()
    before, after = level.on(last), level.on(last + 1)
    if before < required:
        return _Tried(Outcome.ALREADY_BELOW, None, before, after, required)
    if after >= required:
        return _Tried(Outcome.NOT_REQUIRED, None, before, after, required)
    replaced_on = level.regained(required, last, as_of.toordinal())
    if replaced_on:
        found = Outcome.REPLACED if replaced_on <= replace_by else Outcome.REPLACED_LATE
    else:
        found = Outcome.OPEN if as_of <= replace_by else Outcome.OVERDUE
    return _Tried(found, replaced_on, before, after, required)


def _because(
    person: str,
    left_on: date,
    due: date | None,
    found: Outcome,
    replaced_on: date | None,
    as_of: date,
    tried: Sequence[_Tried],
) -> str:
    before, after, required = (
        " to ".join(dict.fromkeys(map(figure, (min(figures), max(figures)))))
        for figures in zip(*((each.before, each.after, each.required) for each in tried), strict=True)
    )
    text = f"{person} left on {left_on}: {before} HSC FTE on that day and {after} on the next; {required} are required."
    if found is Outcome.ALREADY_BELOW:
        return f"{text} The COHE was below its required level already."
    text += f" The replacement {'is' if due and as_of <= due else 'was'} due by {due}."
    if replaced_on:
        return f"{text} The level was regained on {replaced_on}: {outcome(found)}."
    if found is Outcome.OVERDUE and due:
        return f"{text} On {as_of} it is {count((as_of - due).days, 'day')} overdue."
    return f"{text} The level was not regained by {as_of}." if found is Outcome.OPEN else text
