"""A spreadsheet's own numbers and dates as text, as exact as their cell shows them."""

import math
import re
from datetime import date, datetime, time
from decimal import Decimal

NOT_SHOWN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')  # parts of a format that are no part of a date or number
WHOLE = 10**15  # up to which a spreadsheet keeps every digit
PADDED = re.compile("0{2,}")  # a format that fills up with zeros: 00123


def number(value: float, shown_as: str) -> str:
    """The digits that the program that saved it would show if it showed all: 40 for 40.00000000000001, 80% for 0.8.

    One with more digits than such a program keeps is written as 1.2E+19, which no column takes.
    """
    if not math.isfinite(value):
        return "#NUM!"
    shown = NOT_SHOWN.sub("", shown_as.partition(";")[0]).strip()
    if "%" in shown:
        return f"{_digits(value * 100)}%"
    text = _digits(value)
    return text.zfill(len(shown)) if PADDED.fullmatch(shown) and text.isdigit() else text


def _digits(value: float) -> str:
    if isinstance(value, int):
        return str(value)
    return f"{value:.14E}" if abs(value) >= WHOLE else f"{Decimal(f'{value:.15g}'):f}"


def day(value: date, shown_as: str) -> str:
    """The date, as exact as it shows: a program makes of “March 2018” its first day, which nobody said."""
    shown = NOT_SHOWN.sub("", shown_as.partition(";")[0]).casefold()
    if "d" in shown and "y" not in shown and "m" in shown:
        return value.strftime("--%m-%d")  # the program added the year
    if "d" not in shown and "y" in shown:
        return value.strftime("%Y-%m" if "m" in shown else "%Y")
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
