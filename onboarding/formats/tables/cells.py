"""What a cell says, by the kind of its column. A blank cell says nothing and comes to no reader."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from onboarding.formats.faults import LONGEST_SHOWN
from onboarding.formats.tables import days
from onboarding.formats.tables.lines import UNCOMPUTED
from onboarding.formats.vague_days import goes_on
from onboarding.rules.days import whole_date

Reader = Callable[[str], Any]

YES = frozenset({"yes", "y", "true", "t", "1", "x", "✓", "✔"})
NO = frozenset({"no", "n", "false", "f", "0"})
ERRORS = frozenset({"#n/a", "#ref!", "#value!", "#name?", "#div/0!", "#num!", "#null!", "#spill!", "#calc!", "####"})
UNSEEN = dict.fromkeys(map(ord, "\u200b\ufeff\u2060\u00ad"))  # blanks without width and soft hyphens, copied along
# Controls, halves of characters, the sign for one that was lost, and what changes the order in which text shows.
HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffd]")
HOURS_A_WEEK = 168
EMAIL = re.compile(r"[^\s@<>(),;:\"]+@[^\s@<>(),;:\"]+\.[^\s@<>(),;:\".]+")
HOURS = re.compile(r"(\d{1,3}(?:[.,]\d{1,2})?)(?: ?(?:h|hr|hrs|hour|hours)\.?(?: ?(?:/|a|per) ?(?:w|wk|week))?)?", re.A)
LONGEST_EMAIL = 254
LONGEST_LOCAL = 64


class Unfit(Exception):  # noqa: N818 - it is what happened to the cell, not an error of ours
    """The cell does not fit its column; the message says why and what to write, without its end."""


def plain(cell: str) -> str:
    """The cell's text, composed and without what cannot be seen. Raises Unfit for what no cell may hold."""
    if cell == UNCOMPUTED:
        raise Unfit("the formula was saved without what it comes to. Copy the column and paste it as values")
    text = unicodedata.normalize("NFC", cell).translate(UNSEEN).strip()
    if text.casefold() in ERRORS:
        raise Unfit(f"{text} is an error of the spreadsheet. Write what is meant, or clear the cell")
    if hidden := HIDDEN.search(text):
        raise Unfit(f"it holds the character U+{ord(hidden[0]):04X}, which is no part of a text. Type it anew")
    return text


def shown(text: str) -> str:
    """A text as a fault may show it: on one line, and short."""
    line = " ".join(text.split())
    return f"“{line}”" if len(line) <= LONGEST_SHOWN else f"“{line[: LONGEST_SHOWN - 1]}…”"


def line_of_text(longest: int) -> Reader:
    """A text on one line."""

    def read(text: str) -> str:
        return _short(" ".join(text.split()), longest)

    return read


def paragraphs(longest: int) -> Reader:
    """A text that may have several lines."""

    def read(text: str) -> str:
        return _short("\n".join(text.split("\r\n")).replace("\r", "\n"), longest)

    return read


def email(text: str) -> str:
    """An e-mail address."""
    found = text.removeprefix("mailto:")
    if not EMAIL.fullmatch(found) or len(found) > LONGEST_EMAIL or len(found.partition("@")[0]) > LONGEST_LOCAL:
        raise Unfit(f"{shown(text)} is no e-mail address. Write it like name@example.org")
    return found


def partial_day(text: str) -> str:
    """A date as exact as it was typed: YYYY, YYYY-MM or YYYY-MM-DD."""
    try:
        return days.written(text)
    except days.NoDate as no:
        raise Unfit(f"{shown(text)}: {no}") from None


def end_day(text: str) -> str:
    """A date, or “present” in one of the words for it."""
    return "present" if goes_on(text) else partial_day(text)


def whole_day(text: str) -> Any:
    """A date known to the day."""
    found = whole_date(partial_day(text))
    if found is None:
        raise Unfit(f"{shown(text)}: the day is needed here. Write it like 2026-11-22 or 11/22/2026")
    return found


def hours(text: str) -> int | Decimal:
    """Hours a week."""
    found = HOURS.fullmatch(text.casefold())
    number = Decimal(found[1].replace(",", ".")) if found else None
    if number is None:
        raise Unfit(f"{shown(text)} is no number of hours a week. Write it like 40 or 37.5")
    if not 0 < number <= HOURS_A_WEEK:
        raise Unfit(f"a week has {HOURS_A_WEEK} hours, and {shown(text)} is not among them. Write it like 40 or 37.5")
    return number.normalize() if number % 1 else int(number)


def yes_no(text: str) -> bool:
    """Yes or no."""
    word = text.casefold().rstrip(".!")
    if word not in YES | NO:
        raise Unfit(f"{shown(text)} is neither yes nor no. Write yes or no; leave it blank if it is not known")
    return word in YES


def word(words: Mapping[str, str]) -> Reader:
    """One of some words, each given as people write it and as it is kept."""
    folded_words = {folded(each): kept for each, kept in words.items()}

    def read(text: str) -> str:
        found = folded_words.get(folded(text))
        if found is None:
            raise Unfit(f"{shown(text)} is not one of these: {', '.join(dict.fromkeys(words))}. Write one of them")
        return found

    return read


def folded(text: str) -> str:
    """A text as headings and words are compared: letters and digits only, in any case and width."""
    return "".join(each for each in unicodedata.normalize("NFKC", text).casefold() if each.isalnum())


def _short(text: str, longest: int) -> str:
    if len(text) > longest:
        raise Unfit(f"it has {len(text):,} characters. Shorten it to {longest:,}")
    return text
