"""The template of a kind of table: the headings, an example that is not read, and what each column takes."""

import io
from collections.abc import Iterator, Sequence

from xlsxwriter import Workbook

from onboarding.formats.tables import writing
from onboarding.formats.tables.records import Column
from onboarding.formats.tables.workbook import OURS

ABOUT = ("Column", "What to write", "Example", "Needed", "Also read under the heading")
WIDTHS = (26, 60, 26, 16, 60)
OF_ALL = (
    "The line that begins with “Example:” is not read. Write over it, or leave it.",
    "Columns may stand in any order, and be left out if nothing is to be said.",
    "Nothing is imported while a line has a fault: every fault is named with its line.",
)


def headings(columns: Sequence[Column]) -> list[str]:
    """What stands above the columns."""
    return [column.heading for column in _whole(columns)]


def _whole(columns: Sequence[Column]) -> list[Column]:
    """The columns to fill in: of those that stand in the place of another, the other alone."""
    parts = {part for column in columns for part in column.parts}
    return [column for column in columns if column.key not in parts]


def as_csv(columns: Sequence[Column]) -> bytes:
    """The headings, and the example."""
    return writing.to_csv(headings(columns), [worked(columns)])


def as_xlsx(columns: Sequence[Column], sheet: str, how: Sequence[str]) -> bytes:
    """A sheet to fill in, and a second one that explains every column. `how`: what else is to be known."""
    into = io.BytesIO()
    with Workbook(into, writing.OPTIONS) as book:
        writing.fill(book, sheet, headings(columns), [worked(columns)])
        writing.fill(book, OURS, ABOUT, _about(columns, how), WIDTHS)
    return into.getvalue()


def worked(columns: Sequence[Column]) -> list[str]:
    """The example of the template: a whole line, whose name says that it is nobody's."""
    return [f"Example: {each.example}" if each.key == "name" else each.example for each in _whole(columns)]


def example(columns: Sequence[Column]) -> list[list[str]]:
    """A line filled in with every column's example, in their order."""
    return [[column.example for column in _whole(columns)]]


def _about(columns: Sequence[Column], how: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for column in columns:
        yield column.heading, column.says, column.example, column.need, ", ".join(column.also)
    yield ("",)
    for text in (*how, *OF_ALL):
        yield "", text
