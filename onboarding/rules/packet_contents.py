"""What a packet of evidence can hold, and the definitions that are ready: pure words and days."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from onboarding.rules.days import Quarter
from onboarding.rules.wording import long_day, quarter


class Section(StrEnum):
    """A section that a definition can ask for, in the order in which they stand unless they are moved."""

    CHANGES = "changes"
    ROSTER = "roster"
    DETERMINATION = "determination"
    CREDENTIALS = "credentials"
    TRAINING = "training"
    REMINDERS = "reminders"
    STAFFING = "staffing"
    RULINGS = "rulings"
    GLOSSARY = "glossary"


# Each as it is asked for. Cover, summary, contents, exceptions and how to check are in every packet.
SECTIONS = {
    Section.CHANGES: "What changed since the last packet of this definition",
    Section.ROSTER: "Roster: role, time, hire date, Provider ID",
    Section.DETERMINATION: "Each person: determination, jobs and time line",
    Section.CREDENTIALS: "Each person: applications to L&I",
    Section.TRAINING: "Each person: training, hosts and sign-offs",
    Section.REMINDERS: "Each person: reminders of training",
    Section.STAFFING: "Staffing worksheet",
    Section.RULINGS: "Rulings relied on",
    Section.GLOSSARY: "Glossary",
}
OF_A_PERSON = (Section.DETERMINATION, Section.CREDENTIALS, Section.TRAINING, Section.REMINDERS)


PEOPLE = "people"
# What can be moved: a section, or what is said of each person together.
BLOCKS = {
    PEOPLE: "Each person",
    **{each.value: says for each, says in SECTIONS.items() if each not in OF_A_PERSON},
}


def blocks(sections: Iterable[str]) -> list[str]:
    """What stands in a packet of these sections, in their order; the sheets of people where the first of theirs is."""
    return list(dict.fromkeys(PEOPLE if each in OF_A_PERSON else str(each) for each in sections))


def moved(sections: Iterable[str], block: str, up: bool) -> list[str]:
    """The sections with one block a place further up, or down; as they are where there is no such place."""
    every, order = list(sections), blocks(sections)
    at = order.index(block) if block in order else -1
    to = at - 1 if up else at + 1
    if at < 0 or not 0 <= to < len(order):
        return every
    order[at], order[to] = order[to], order[at]
    return [each for name in order for each in every if each == name or (name == PEOPLE and each in OF_A_PERSON)]


class Standard(NamedTuple):
    """A definition that is ready: its name, and what it asks for, by the words that are stored."""

    name: str
    says: str
    whom: str
    span: str
    as_of: str
    sections: tuple[Section, ...]
    evidence: str


STANDARDS = {
    "roster": Standard(
        "Quarterly roster",
        "Everybody on staff in the quarter that ended last, and whether they are in order.",
        "staff", "last_quarter", "period_end",
        (Section.CHANGES, Section.ROSTER, Section.CREDENTIALS, Section.TRAINING, Section.STAFFING, Section.RULINGS,
         Section.GLOSSARY),
        "none",
    ),
    "new_hire": Standard(
        "New hire",
        "One person: determination, applications to L&I, training, and the evidence for each.",
        "person", "this_quarter", "issue",
        (Section.ROSTER, *OF_A_PERSON, Section.RULINGS, Section.GLOSSARY),
        "used",
    ),
    "determination": Standard(
        "One applicant’s determination",
        "How one applicant was determined, with the evidence it rests on.",
        "person", "this_quarter", "issue",
        (Section.DETERMINATION, Section.RULINGS, Section.GLOSSARY),
        "used",
    ),
    "training": Standard(
        "Training compliance",
        "Everybody’s training after hire, with hosts, sign-offs and reminders.",
        "staff", "this_quarter", "issue",
        (Section.CHANGES, Section.ROSTER, Section.TRAINING, Section.REMINDERS, Section.RULINGS, Section.GLOSSARY),
        "used",
    ),
    "staffing": Standard(
        "Staffing",
        "The quarter that ended last against each line of L&I’s, with the arithmetic.",
        "nobody", "last_quarter", "period_end",
        (Section.CHANGES, Section.STAFFING, Section.RULINGS, Section.GLOSSARY),
        "none",
    ),
}  # fmt: skip
QUARTERS_BACK = 3


def period(span: str, first: date | None, last: date | None, on: date) -> tuple[date, date]:
    """The first and last day that a span means on a day. `first` and `last`: of one that is given by its days."""
    now = Quarter.of(on)
    if span == "last_quarter":
        return now.earlier(1).first, now.earlier(1).last
    if span == "this_quarter":
        return now.first, now.last
    if span == "four_quarters":
        return now.earlier(1 + QUARTERS_BACK).first, now.earlier(1).last
    assert first
    assert last
    return first, last


def as_of(rule: str, last: date, on: date) -> date:
    """The day up to which facts are taken: the day of issue, or the last of the period where that is over."""
    return min(last, on) if rule == "period_end" else on


def period_said(first: date, last: date) -> str:
    """ "Q3 2026", "Q4 2025 to Q3 2026", or "March 1, 2026 to April 30, 2026"."""
    one, other = Quarter.of(first), Quarter.of(last)
    if (first, last) != (one.first, other.last):
        return f"{long_day(first)} to {long_day(last)}"
    return quarter(one) if one == other else f"{quarter(one)} to {quarter(other)}"
