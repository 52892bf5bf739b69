"""Editions of the rulebook: what another one says otherwise, and when it can be put in force."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from onboarding.rules.rulebook import Citation, Number, Rulebook
from onboarding.rules.wording import figure, long_day


class Difference(NamedTuple):
    """One entry of which two editions say different things, from the day on which the later one holds."""

    id: str
    says: str
    before: str
    after: str


def unfit(used: Rulebook, other: Rulebook, since: date, today: date) -> str | None:
    """Why the other cannot be put in force from that day on, in words; None where it can.

    Answers of today and before rest on what is in force now, and stay as they are: so it is tomorrow at the earliest.
    """
    if since <= today:
        return f"Answers of {long_day(today)} and before already rest on the rulebook in force. Choose a later day."
    for edition in used.editions():
        if edition.version == other.version:
            return f"There is a rulebook of version {other.version} already. Give the changed one another version."
    if used.before is not None and since <= used.since:
        return f"Version {used.version} is in force from {long_day(used.since)}. Choose a later day."
    return None


def differences(before: Rulebook, after: Rulebook, on: date) -> Iterator[Difference]:
    """What a rule computes with and the two have otherwise on a day; and what is cited or worded otherwise."""
    for id, number in after.numbers.items():
        was = before.numbers[id]
        yield from _unless_alike(id, number.says, _value(was, on), _value(number, on))
        yield from _unless_alike(id, number.says, _cited(was, on), _cited(number, on))
    for question, asked in after.questions.items():
        old = before.questions[question]
        yield from _unless_alike(str(question), asked.asks, _readings(old.readings), _readings(asked.readings))
        yield from _unless_alike(str(question), asked.asks, old.passage, asked.passage)
    for provision, passage in after.provisions.items():
        earlier = before.provisions[provision]
        yield from _unless_alike(str(provision), passage.says, earlier.says, passage.says)
        yield from _unless_alike(str(provision), passage.says, str(earlier.citation), str(passage.citation))
    days = [", ".join(sorted(each.says for each in book.holidays.days)) for book in (before, after)]
    yield from _unless_alike("holidays", "Legal holidays", *days)


def _unless_alike(id: str, says: str, before: str, after: str) -> Iterator[Difference]:
    if before != after:
        yield Difference(id, says, before, after)


def _value(number: Number, on: date) -> str:
    return f"{figure(number.on(on).value)} {number.unit}"


def _cited(number: Number, on: date) -> str:
    citation: Citation = number.on(on).citation
    return str(citation)


def _readings(readings: tuple[object, ...]) -> str:
    return ", ".join(str(getattr(each, "id", "")) for each in readings)
