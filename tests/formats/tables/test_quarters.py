"""A table of claims by quarter: how quarters and numbers are written, and what is refused."""

import pytest

from onboarding.formats.tables import quarters
from onboarding.formats.tables.cells import Unfit
from onboarding.formats.tables.headings import read as headings
from onboarding.formats.tables.quarters import COLUMNS, CountedQuarter
from onboarding.formats.tables.records import Reading
from onboarding.rules.days import Quarter


def read(text: str) -> Reading:
    data = text.encode()
    mapped = {each.place: each.key for each in headings(data, COLUMNS).columns if each.key}
    return quarters.read(data, mapped)


@pytest.mark.parametrize(
    "text",
    ["Q1 2026", "q1-2026", "2026-Q1", "2026Q1", "2026 q1", "1Q 2026", "1Q2026", "Quarter 1, 2026", "Qtr 1 2026",
     "1st quarter 2026", "1st Quarter of 2026", "Q1/2026"],
)  # fmt: skip
def test_a_quarter_is_read_as_people_write_it(text: str) -> None:
    assert quarters.quarter(text) == Quarter(2026, 1)


@pytest.mark.parametrize("text", ["Q5 2026", "2026", "1/2026", "January 2026", "Q1", "Q1 26", "FY26 Q1", "Q1 0026"])
def test_what_may_be_another_quarter_is_refused(text: str) -> None:
    with pytest.raises(Unfit, match="is not a calendar quarter"):
        quarters.quarter(text)


@pytest.mark.parametrize(("text", "number"), [("1180", 1180), ("1,180", 1180), ("1180.0", 1180), ("0", 0)])
def test_a_number_is_read_with_and_without_commas(text: str, number: int) -> None:
    assert quarters.claims(text) == number


@pytest.mark.parametrize("text", ["1180.5", "-3", "11,80", "about 20", "1e3", "٣"])
def test_what_is_no_whole_number_is_refused(text: str) -> None:
    with pytest.raises(Unfit, match="is not a whole number"):
        quarters.claims(text)


def test_lines_become_quarters_and_what_is_blank_is_not_stated() -> None:
    found = read("Qtr,Claims,Surgical claims\nQ1 2026,1180,\nQ2 2026,1200,3\n")
    assert found.entries == (
        CountedQuarter(2, Quarter(2026, 1), 1180, None),
        CountedQuarter(3, Quarter(2026, 2), 1200, 3),
    )
    assert [each.name for each in found.entries] == ["Q1 2026", "Q2 2026"]


def test_every_fault_is_named_with_its_line_and_nothing_is_taken() -> None:
    found = read("Quarter,Claims\nQ1 2026,1\nQ1 2026,2\nQ2 2026,\n,5\nQ9 2026,x\n")
    assert found.entries == ()
    assert [(each.line, each.column) for each in found.faults] == [
        (3, "Quarter"),
        (4, "Claims initiated"),
        (5, "Quarter"),
        (6, "Quarter"),
        (6, "Claims initiated"),
    ]
    assert found.faults[0].what == "Line 2 says Q1 2026 too. Delete one of them."
