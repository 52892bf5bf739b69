"""Dates, figures and words of the contract as pages show them; the same word everywhere."""

from datetime import date, datetime
from typing import Any

from flask import Flask

from onboarding.actions import Action
from onboarding.clock import WASHINGTON, day_of
from onboarding.roles import IN_WORDS
from onboarding.rules import packet_lines, wording
from onboarding.rules.time_split import hours

KNOWN = frozenset(Action)
UNKNOWN = "Not recorded"  # what nobody has told us; never "None", never an empty cell


def day(value: date | None) -> str:
    """A day as people in Washington write it: November 22, 2026."""
    return UNKNOWN if value is None else wording.long_day(value)


def short_day(value: date | None) -> str:
    """The same for a narrow column: Nov 22, 2026."""
    return UNKNOWN if value is None else wording.short_day(value)


def instant(value: datetime | None) -> str:
    """An instant as the clocks in Washington show it: November 22, 2026, 3:04 PM PST.

    One without a zone is refused, because it would be read as this machine's time.
    """
    if value is None:
        return UNKNOWN
    if value.tzinfo is None:
        raise ValueError(f"{value} has no time zone; instants are kept in UTC and must say so")
    local = value.astimezone(WASHINGTON)
    return f"{day(local)}, {local.hour % 12 or 12}:{local:%M %p %Z}"


def until(start: datetime, end: datetime) -> str:
    """From an instant to another: December 8, 2026, 9:00 AM PST to 4:00 PM PST."""
    if day_of(start) == day_of(end):
        return f"{instant(start)} to {instant(end).split(', ')[-1]}"
    return f"{instant(start)} to {instant(end)}"


def recorded(value: object) -> object:
    """The value, or that it is not recorded. Zero is a value."""
    return UNKNOWN if value is None or value == "" else value


def role(word: str) -> str:
    """A role as people say it: Contract manager, Assistant HSC."""
    return IN_WORDS[word]


def happened(word: str) -> str:
    """What the trail says happened, in words; as it says it where no action of ours has the word."""
    return Action(word).in_words if word in KNOWN else word


def moment(text: str) -> datetime:
    """The instant that the trail writes as text."""
    return datetime.fromisoformat(text)


def listed(value: object) -> object:
    """A list of words as one, or the value as it is."""
    return ", ".join(map(str, value)) if isinstance(value, list) else value


def on_page(found: Any) -> str:
    """Which page of a list it is, to follow what the list is called; nothing where there is one page alone."""
    return f", page {found.page} of {found.pages}" if found.pages > 1 else ""


def spoken(value: object) -> object:
    """A sentence of a rule, or a day as a document has it, with its days as people write them."""
    return wording.spoken(value) if isinstance(value, str) else value


def register(app: Flask) -> None:
    """Make the filters known to the templates."""
    app.add_template_filter(day_of, "washington")
    app.add_template_filter(wording.count, "counted")
    for each in (
        day,
        short_day,
        instant,
        recorded,
        role,
        happened,
        moment,
        until,
        listed,
        on_page,
        spoken,
        wording.ahead,
        wording.figure,
        wording.outcome,
        wording.label,
        wording.first_up,
        wording.plainly,
        wording.quarter,
        packet_lines.stands,
        hours,
    ):
        app.add_template_filter(each)
