"""A day, month or year as an applicant's document has it, and the words by which it says that there is none yet.

Documents come from anywhere, so what could be two dates is refused here with both. `tables.days` reads what people type
for this product, which tells them to put the month first.
"""

import re

from onboarding.formats.tables.days import NoDate, written
from onboarding.rules.days import PartialDate, partial_date

GOES_ON = frozenset(
    {"present", "current", "currently", "now", "ongoing", "today", "to date", "till date", "still", "still here"}
)
TWO_NUMBERS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?!\d)(.*)", re.A | re.S)


def goes_on(text: str) -> bool:
    """Whether an end that is written down says that there is none: blank, or "present" in one of the words for it."""
    plain = " ".join(text.split()).casefold()
    return not plain or plain in GOES_ON


def vague_day(text: str) -> PartialDate:
    """The days that a date may stand for, however it is written. Raises NoDate for none, and for what could be two."""
    if exact := partial_date(text):
        return exact
    plain = " ".join(text.split())
    if (found := TWO_NUMBERS.fullmatch(plain)) is not None:
        plain = _month_first(*found.groups())
    try:
        read = partial_date(written(plain))
    except NoDate:
        read = None
    if read is None:
        raise NoDate("is not a date (YYYY, YYYY-MM or YYYY-MM-DD)")
    return read


def _month_first(first: str, sign: str, second: str, year: str, rest: str) -> str:
    """The same date with the month first, wherever it stood. Raises NoDate where either number may be the month."""
    one, other = (partial_date(f"{year}-{month:0>2}-{day:0>2}") for month, day in ((first, second), (second, first)))
    if one and other and one != other:
        raise NoDate(f"may be {one} or {other}; write the one that is meant")
    month, day = (second, first) if other else (first, second)
    return f"{month}{sign}{day}{sign}{year}{rest}"
