"""docs/tables.md shows every column as the template explains it, and no other; its dates are read as it says."""

import re

import pytest

from onboarding.formats.tables import days
from onboarding.formats.tables.applicant_columns import COLUMNS
from tests.house.source import ROOT

PAGE = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
DATES = PAGE.partition("## Dates")[2].partition("| Day |")[0]


def rows(part: str) -> list[list[str]]:
    lines = [line.strip("|").split("|") for line in part.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line] for line in lines[1:]]


def test_every_column_is_shown_as_the_template_explains_it() -> None:
    shown = rows(PAGE.partition("## Columns")[2].partition("## Dates")[0])
    assert shown == [[column.heading, column.says, column.example] for column in COLUMNS]


@pytest.mark.parametrize(
    ("written", "length"),
    [
        (text, length)
        for (texts, means), length in zip(rows(DATES), (10, 7, 4, None, 0), strict=True)
        if length is not None and means
        for text in re.findall("`([^`]+)`", texts)
    ],
)
def test_every_date_that_is_shown_is_read_as_shown(written: str, length: int) -> None:
    if length:
        assert len(days.written(written)) == length
    else:
        with pytest.raises(days.NoDate):
            days.written(written)
