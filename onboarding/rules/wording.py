"""Small pieces of sentences that several findings use: counts, days, figures and lists in words."""

import re
from collections.abc import Callable, Iterable
from dataclasses import fields
from datetime import date
from fractions import Fraction
from functools import lru_cache

from onboarding.rules.days import PartialDate, Quarter
from onboarding.rules.findings import Exact, Need, Outcome, ReadingOutcome
from onboarding.rules.numbers import Numbers
from onboarding.rules.readings import Agreement
from onboarding.rules.rulebook import ABOUT, READ_AS
from onboarding.rules.rulings import Law

# Not one that is quoted as somebody typed it, or given as an example, or a part of something longer.
ISO_DAY = re.compile(r"(?<!like )(?<!example: )(?<![“\w/.-])[12][0-9]{3}-[01][0-9]-[0-3][0-9](?![\w-])")
ISO_QUARTER = re.compile(r"(?<![“\w/.-])([12][0-9]{3})-Q([1-4])(?![\w-])")
ISO_MONTH = re.compile(r"(?<!like )(?<!example: )(?<![“\w/.-])[12][0-9]{3}-(?:0[1-9]|1[0-2])(?![\w-])")
# The ids of the rulebook, which documents name it by and nobody says aloud; and where a house rule is written.
LONG = [each.name for each in fields(Numbers) if "_" in each.name]
IDS: dict[str, str] = {**ABOUT, **{each: each.replace("_", " ") for each in LONG}}
ASIDE = re.compile(rf" \((?:{'|'.join(ABOUT)}|docs/[\w./-]+)\)")
READING = re.compile(rf"(?<=ead as )(?:{'|'.join(sorted(READ_AS, key=len, reverse=True))})(?![\w-])")
OPEN = re.compile(rf"(?<=open question) (?=(?:{'|'.join(ABOUT)})\b)")
ID = re.compile(rf"(?<![“\w/.-])(?:{'|'.join(sorted(IDS, key=len, reverse=True))})(?![\w/-])")
SETTLED_BY = "A ruling by the L&I contract manager settles it."
ALL_NEEDED = "Rulings by the L&I contract manager on all of these settle it."
OUTCOMES: dict[str, str] = {
    Outcome.UNDETERMINED: "can't tell yet",
    Outcome.PENDING: "after hire",
    Outcome.NEEDS_REVIEW: "needs more information",
    "more_information": "more information asked for",  # a decision
}  # where people say it in other words than the contract does
NAMES = {"resume": "résumé", "json_resume": "JSON Resume"}
REQUIREMENTS = {
    "experience": "Experience",
    "provider_id": "Provider ID and standing with L&I",
    "skills": "Skills",
    "training": "L&I's training",
}
WAYS = {"degree_and_experience": "With a degree", "experience_only": "By experience alone"}


@lru_cache(maxsize=16384)
def count(number: int, what: str, several: str | None = None) -> str:
    """ "1 year", "3 years"; "1 person waits", "2 people wait"."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {several or what + 's'}"


def days(number: Exact) -> str:
    """ "1,096 days", "858.5 days": exact, and never rounded without the exact fraction beside it."""
    return count(number, "day") if type(number) is int else f"{figure(number)} days"


def figure(number: Exact) -> str:
    """A figure as people write it: exact where four decimals do, else cut after the fourth, the fraction beside it."""
    if type(number) is int:
        return f"{number:,}"
    return _figure(number.numerator, number.denominator)


@lru_cache(maxsize=4096)
def _figure(top: int, bottom: int) -> str:
    ten_thousandths, rest = divmod(top * 10**4, bottom)
    whole, decimals = divmod(ten_thousandths, 10**4)
    if rest:
        return f"{whole:,}.{decimals:04} ({Fraction(top, bottom)})"
    return f"{whole:,}.{decimals:04}".rstrip("0").rstrip(".") if decimals else f"{whole:,}"


def percent(share: Fraction) -> str:
    """ "60 %", exact like every figure."""
    return f"{_figure(share.numerator * 100, share.denominator)} %"


def spoken(text: str) -> str:
    """The same sentence for a page, with days, months, quarters and the rulebook's ids in words: 2026-11-22 becomes
    Nov 22, 2026; 2026-11 becomes Nov 2026; 2026-Q1 becomes Q1 2026.
    """
    said = ASIDE.sub("", ISO_DAY.sub(lambda found: _day_or(found[0]), text))
    said = ISO_QUARTER.sub(r"Q\2 \1", said)
    said = ISO_MONTH.sub(lambda found: f"{date.fromisoformat(f'{found[0]}-01'):%b %Y}", said)
    said = OPEN.sub(": ", said)
    said = READING.sub(lambda found: f"“{READ_AS[found[0]]}”", said)
    return ID.sub(lambda found: IDS[found[0]], said)


def _day_or(text: str) -> str:
    try:
        return short_day(date.fromisoformat(text))
    except ValueError:  # no such day: it stays as it was typed
        return text


def ahead(day: date, today: date) -> str:
    """ "76 days overdue", "today", "in 11 days": how far off the day is by which something is to be done."""
    away = (day - today).days
    return f"{count(-away, 'day')} overdue" if away < 0 else f"in {count(away, 'day')}" if away else "today"


def outcome(outcome: Outcome | str) -> str:
    """The word of the contract as a person says it, and any other word as `plainly` does."""
    return OUTCOMES.get(outcome) or plainly(outcome)


def label(word: Outcome | str) -> str:
    """The same where it stands by itself, as on a tag or in a list to choose from: "Not met"."""
    return first_up(outcome(word))


def long_day(day: date) -> str:
    """A day as people in Washington write it: "November 22, 2026"."""
    return f"{day:%B} {day.day}, {day.year}"


def short_day(day: date) -> str:
    """The same for a narrow column: "Nov 22, 2026"."""
    return f"{day:%b} {day.day}, {day.year}"


def typed_day(day: date) -> str:
    """A day as people here type it: "11/22/2026"."""
    return f"{day.month}/{day.day}/{day.year}"


def typed_vague_day(day: PartialDate) -> str:
    """The same of a date known to the day, the month or the year: "11/22/2026", "November 2026", "2026"."""
    precision = day.written.count("-")
    return (f"{day.earliest.year}", f"{day.earliest:%B %Y}", typed_day(day.earliest))[precision]


def short_vague_day(day: PartialDate) -> str:
    """A date known to the day, the month or the year: "Nov 22, 2026", "Nov 2026", "2026"."""
    precision = day.written.count("-")
    return (f"{day.earliest.year}", f"{day.earliest:%b %Y}", short_day(day.earliest))[precision]


def quarter(of: Quarter) -> str:
    """A calendar quarter as people say it: "Q1 2026"."""
    return f"Q{of.number} {of.year}"


def listed(names: Iterable[str]) -> str:
    """ "a, b and c"."""
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def plainly(identifier: str) -> str:
    """An id of the contract in words: "return_to_work" is "return to work"."""
    return NAMES.get(identifier) or identifier.replace("_", " ")


def matters(law: Law, agreed: Agreement, credited: Callable[[ReadingOutcome], str] = lambda _: "") -> str:
    """Which open questions matter and what each reading gives, as sentences to append; empty where none does.

    `credited` adds to a reading what it comes to.
    """
    if not agreed.questions:
        return ""
    text, settles = "", False
    for question in agreed.questions:
        readings = [each for each in agreed.readings if each.question == question]
        text += f" L&I's text leaves open ({question}): {law.book.questions[question].asks}"
        if all(each.outcome is Outcome.UNDETERMINED for each in readings):
            text += " Neither reading settles it alone."
            continue
        settles = True
        said = [f"read as {each.reading}: {outcome(each.outcome)}{credited(each)}" for each in readings]
        text += f" {first_up('; '.join(said))}."
    return f"{text} {SETTLED_BY if settles else ALL_NEEDED}"


def first_up(text: str) -> str:
    """The same, beginning with a capital; the rest as it is."""
    return text[:1].upper() + text[1:]


def needed_quarters(missing: Iterable[Quarter]) -> tuple[Need, ...]:
    """The claims that are not given, as one need."""
    return (Need("quarters", f"claims of {', '.join(map(str, missing))}"),)
