"""A table of the claims that a COHE initiated, one line for each quarter: its columns, and reading it."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from onboarding.formats.tables import records
from onboarding.formats.tables.cells import Unfit, shown
from onboarding.formats.tables.records import Column, Faults, Reading, Record
from onboarding.rules.days import Quarter
from onboarding.rules.wording import quarter as said

LIKE = "Write it like Q1 2026"
WRITTEN = (
    re.compile(r"(?P<year>[12]\d{3})[ /-]?q(?P<number>[1-4])", re.A),
    re.compile(r"(?:q(?:uarter|tr)?\.? ?(?P<number>[1-4])|(?P<first>[1-4])q)[ ,/-]{0,2}(?P<year>[12]\d{3})", re.A),
    re.compile(r"(?P<first>[1-4])(?:st|nd|rd|th) (?:quarter|qtr)\.?,?(?: of)? (?P<year>[12]\d{3})", re.A),
)
NUMBER = re.compile(r"\d{1,3}(?:,\d{3}){1,4}|\d{1,15}", re.A)  # a longer one is no count


def quarter(text: str) -> Quarter:
    """A calendar quarter: Q1 2026, 2026-Q1, 1st quarter 2026."""
    plain = " ".join(text.casefold().split())
    for pattern in WRITTEN:
        if found := pattern.fullmatch(plain):
            parts = found.groupdict()
            return Quarter(int(parts["year"]), int(parts.get("number") or parts["first"]))
    raise Unfit(f"{shown(text)} is not a calendar quarter. {LIKE}")


def claims(text: str) -> int:
    """A number of claims, also with commas, or with nothing but zeros after a point, as spreadsheets write it."""
    plain = text.strip().removesuffix(".00").removesuffix(".0")
    if not NUMBER.fullmatch(plain):
        raise Unfit(f"{shown(text)} is not a whole number. Write it like 1180")
    return int(plain.replace(",", ""))


COLUMNS = (
    Column("quarter", "Quarter", quarter, "A calendar quarter, like Q1 2026 or 2026-Q1.", "Q1 2026",
           ("Calendar quarter", "Qtr", "Period", "Quarter and year"), needed=True),
    Column("claims", "Claims initiated", claims, "How many claims, without surgical ones.", "1180",
           ("Claims", "Initiated claims", "Number of claims", "Claim count", "New claims"), needed=True,
           perhaps=("Total", "Count")),
    Column("surgical", "Surgical claims", claims, "How many surgical claims. 0 if there were none.", "0",
           ("Surgical claims initiated", "Surgical", "Number of surgical claims")),
)  # fmt: skip
BY_KEY = {column.key: column for column in COLUMNS}


class CountedQuarter(NamedTuple):
    """A line. `surgical` None: not stated."""

    line: int
    quarter: Quarter
    claims: int
    surgical: int | None

    @property
    def name(self) -> str:
        """How the line is called."""
        return said(self.quarter)

    @property
    def lines(self) -> tuple[int, ...]:
        """The one line."""
        return (self.line,)


def read(data: bytes, mapped: Mapping[int, str], head: int | None = None) -> Reading:
    """The quarters of a CSV or XLSX file, or every fault in it. `mapped`: which column stands at which place, from 0.
    `head`: the number of the line with the headings, where somebody chose it."""
    table = records.read(data, COLUMNS, mapped, head)
    seen: dict[Quarter, int] = {}
    found = [each for record in table.records if (each := _line(record, seen, table.faults)) is not None]
    return records.finished(table, found)


def _line(record: Record, seen: dict[Quarter, int], faults: Faults) -> CountedQuarter | None:
    values: dict[str, Any] = record.values
    for key in ("quarter", "claims"):
        if key not in values and key not in record.faulted:
            faults.add(record.line, BY_KEY[key].heading, "it is missing. Fill it in, or delete the line")
    if record.faulted or not {"quarter", "claims"} <= values.keys():
        return None
    of = values["quarter"]
    if (first := seen.setdefault(of, record.line)) != record.line:
        faults.add(record.line, BY_KEY["quarter"].heading, f"line {first} says {said(of)} too. Delete one of them")
        return None
    return CountedQuarter(record.line, of, values["claims"], values.get("surgical"))
