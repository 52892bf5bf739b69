"""Rulings, and rulebooks with something changed, for the tests of the rules."""

import re
from fractions import Fraction
from pathlib import Path

from onboarding.rules.rulebook import Rulebook
from onboarding.rules.rulebook_file import SHIPPED, load, shipped
from onboarding.rules.rulings import Ruling, Rulings
from tests.rules.make import Amount, day


def make_ruling(
    settles: str, to: Amount, since: str = "2020-01-01", cohe: str | None = None, role: str | None = None
) -> Ruling:
    """A question to be read as `to`, or a number to be `to`."""
    is_number = settles in shipped().numbers
    reading, value = (None, Fraction(to)) if is_number else (str(to), None)
    return Ruling(settles, reading, value, day(since), cohe, role, "contract manager", "letter of 2 May")


def make_rulings(*rulings: Ruling, book: Rulebook | None = None, **settled: Amount) -> Rulings:
    """Rulings for all, by keyword: `part_time_credit="calendar"`, `years_assistant=2`."""
    named = (name if name in shipped().numbers else name.replace("_", "-") for name in settled)
    given = [make_ruling(name, to) for name, to in zip(named, settled.values(), strict=True)]
    return Rulings(book or shipped(), [*rulings, *given])


def edited(section: str, pattern: str, new: str) -> str:
    """The shipped rulebook's text with one place of a section changed; `section` is its header, "" the whole."""
    text = SHIPPED.read_text(encoding="utf-8")
    start = text.index(f"{section}\n") if section else 0
    following = re.search(r"\n\[", text[start + 1 :]) if section else None
    end = start + 1 + following.start() if following else len(text)
    part, changed = re.subn(pattern, new, text[start:end], count=1, flags=re.M)
    assert changed, f"{section}: nothing like {pattern}"
    return text[:start] + part + text[end:]


def make_rulebook(folder: Path, text: str) -> Rulebook:
    path = folder / "rulebook.toml"
    path.write_text(text, encoding="utf-8")
    return load(path)
