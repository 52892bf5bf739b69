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
FEWEST_HOURS = 2  # of which a share of full time is not to be told
NOISE = Decimal("1e-6")  # what computing with binary fractions leaves behind
EMAIL = re.compile(r"[^\s@<>(),;:\"]+@[^\s@<>(),;:\"]+\.[^\s@<>(),;:\".]+")
HOURS = re.compile(
    r"(?P<number>\d{1,3}(?:\.\d{1,20}|,\d{1,2})?)"
    r"(?P<unit> ?(?:h|hr|hrs|hour|hours)\.?(?: ?(?:/|a|per) ?(?:w|wk|week))?)?",
    re.A,
)
SUMMED = "applicants?|candidates?|employees?|people|staff|hours|fte|records?|rows?|lines?|count"
TOTAL = rf"(?:(?:grand|sub|over-?all|report)[ -]?)?totals?(?:[ :]+(?:number of )?(?:{SUMMED}))?"
MADE = r"(?:report )?(?:generated|printed|exported|produced|last updated|as of)\b.*\d.*"
FOOT = rf"{MADE}|confidential\b.*|end of (?:report|list|file)"
# What stands in a line of sums, or at the foot of a report, instead of a name.
NOBODY = re.compile(
    rf"(?:{TOTAL}|sum|count|average|avg|mean)[\s\d.,:=%-]*|page \d+(?: of \d+)?|(?:{FOOT})\W*", re.ASCII | re.IGNORECASE
)
# UTF-8 that some program took for Windows-1252 and saved so: “JosÃ©”.
MISREAD = re.compile(
    "[\u00c2\u00c3\u00c4\u00c5\u00e2][\u0080-\u00bf\u20ac\u201a-\u203a\u0152\u0153\u0160\u0161\u017d\u017e\u0178\u0192\u02c6\u02dc\u2122]"
)
SHARE = re.compile(r"fte:? ?\d{1,3}(?:[.,]\d+)?|\d{1,3}(?:[.,]\d+)? ?(?:%|percent|fte)", re.A)
SHORTENED = re.compile(r"[+-]?\d(?:[.,]\d+)?E[+-]\d{2,3}", re.A | re.I)
PHONE_AS_NUMBER = re.compile(r"(\d{7,15})\.0+", re.A)  # as programs write a column of numbers of which some are blank
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
    if MISREAD.search(text) and (meant := _meant(text)):
        raise Unfit(f"{shown(text)} was {shown(meant)} before some program misread it. Save the original as CSV UTF-8")
    return text


def _meant(text: str) -> str | None:
    """What was there before UTF-8 was taken for Windows-1252, if it was."""
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return None


def shown(text: str) -> str:
    """A text as a fault may show it: on one line, and short."""
    line = " ".join(text.split())
    return f"“{line}”" if len(line) <= LONGEST_SHOWN else f"“{line[: LONGEST_SHOWN - 1]}…”"


def line_of_text(longest: int) -> Reader:
    """A text on one line. Of a number that a spreadsheet shortened, digits are lost."""

    def read(text: str) -> str:
        if SHORTENED.fullmatch(text):
            raise Unfit(
                f"{shown(text)} is how a spreadsheet shortens a number, and digits were lost. Give the column the "
                "format “Text”, and type it anew"
            )
        return _short(" ".join(text.split()), longest)

    return read


def name_of_somebody(longest: int) -> Reader:
    """A person's name, and not what begins a line of sums or stands at the foot of a report: nobody's name begins with
    a figure, holds a colon or is without a letter."""
    text_of = line_of_text(longest)

    def read(text: str) -> Any:
        if NOBODY.fullmatch(text) or text[:1].isdecimal() or ":" in text or not any(map(str.isalpha, text)):
            raise Unfit(f"{shown(text)} is nobody’s name. Delete the line, or correct the name")
        return text_of(text)

    return read


def paragraphs(longest: int) -> Reader:
    """A text that may have several lines."""

    def read(text: str) -> str:
        return _short("\n".join(text.split("\r\n")).replace("\r", "\n"), longest)

    return read


def phone(longest: int) -> Reader:
    """A phone, however it is written."""
    text_of = line_of_text(longest)

    def read(text: str) -> Any:
        number = PHONE_AS_NUMBER.fullmatch(text)
        return text_of(number[1] if number else text)

    return read


def email(text: str) -> str:
    """An email address."""
    found = text.removeprefix("mailto:")
    if not EMAIL.fullmatch(found) or len(found) > LONGEST_EMAIL or len(found.partition("@")[0]) > LONGEST_LOCAL:
        raise Unfit(f"{shown(text)} is no email address. Write it like name@example.org")
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
    """Hours a week. A bare number that could be a share of full time is none."""
    plainly = " ".join(text.casefold().split())
    found = HOURS.fullmatch(plainly)
    exact = Decimal(found["number"].replace(",", ".")) if found else Decimal()
    if SHARE.fullmatch(plainly) or (found and not found["unit"] and 0 < exact < FEWEST_HOURS):
        raise Unfit(
            f"{shown(text)} looks like a share of full time (FTE), and the hours a week are needed. Write it like 40 "
            "or 37.5; if so few hours are meant, like “1.5 hours”"
        )
    number = round(exact, 2)
    if found is None or abs(exact - number) > NOISE:
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
    """One of some words, each given as people write it and as it is kept. A fault names the first for each."""
    folded_words = {folded(each): kept for each, kept in words.items()}
    first: dict[str, str] = {}
    for each, kept in words.items():
        first.setdefault(kept, each)
    named = ", ".join(first.values())

    def read(text: str) -> str:
        found = folded_words.get(folded(text))
        if found is None:
            raise Unfit(f"{shown(text)} is not one of these: {named}. Write one of them")
        return found

    return read


def folded(text: str) -> str:
    """A text as headings and words are compared: letters and digits only, in any case and width."""
    return "".join(each for each in unicodedata.normalize("NFKC", text).casefold() if each.isalnum())


def _short(text: str, longest: int) -> str:
    if len(text) > longest:
        raise Unfit(f"it has {len(text):,} characters. Shorten it to {longest:,}")
    return text
