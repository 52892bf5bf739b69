"""The template of a table of applicants: the headings alone, and beside them what each column takes."""

import io
from collections.abc import Iterator

from xlsxwriter import Workbook

from onboarding.formats.tables import writing
from onboarding.formats.tables.applicant_columns import COLUMNS, REFERENCE_COLUMN
from onboarding.formats.tables.records import Column
from onboarding.formats.tables.workbook import OURS

SHEET = "Applicants"
HEADINGS = [column.heading for column in COLUMNS]
ABOUT = ("Column", "What to write", "Example", "Needed", "Also read under the heading")
WIDTHS = (26, 60, 26, 16, 60)
HOW = """\
One line holds one job, one degree, or one of each.
An applicant with three jobs takes three lines with the same applicant ID or e-mail address.
The name and the rest need not be repeated.
Columns may stand in any order, and be left out if nothing is to be said.
Nothing is imported while a line has a fault: every fault is named with its line."""


def as_csv() -> bytes:
    """The headings."""
    return writing.to_csv(HEADINGS, [])


def as_xlsx() -> bytes:
    """A sheet to fill in, and a second one that explains every column."""
    into = io.BytesIO()
    with Workbook(into, writing.OPTIONS) as book:
        writing.fill(book, SHEET, HEADINGS, [])
        writing.fill(book, OURS, ABOUT, _about(), WIDTHS)
    return into.getvalue()


def _about() -> Iterator[tuple[str, ...]]:
    for column in COLUMNS:
        yield column.heading, column.says, column.example, _needed(column), ", ".join(column.also)
    yield ("",)
    for text in HOW.splitlines():
        yield "", text


def _needed(column: Column) -> str:
    if column.needed:
        return "yes"
    if column.key == "job_start":
        return "for each job"
    if column is REFERENCE_COLUMN:
        return "with more lines, or an e-mail"
    return "no"


def example() -> list[list[str]]:
    """A line filled in with every column's example, in their order."""
    return [[column.example for column in COLUMNS]]
