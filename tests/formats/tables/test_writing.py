"""Lists out: nothing in them is worked out as a formula, and what is read back is what was written."""

import csv
import io
import re
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st
from openpyxl import load_workbook

from onboarding.formats.tables import opening, writing
from onboarding.formats.tables.guard import guarded, unguarded
from tests.examples import examples

STARTS = ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"]
BEFORE = ["", " ", '"', "'", "\ufeff", "\u200b", ",", ";", "\u00a0", ' "', "'''", "\n"]
HARMLESS = ["Ana", "O'Brien", "1-800", "a=b", "'quoted'", "' '", "'", "2018-03-15", "🙂", "x@y.org", "Nurse/MA", "½"]
ANY = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=15)
PREFIXED = st.builds(str.__add__, st.sampled_from([*STARTS, *BEFORE]), ANY)
ROWS = st.lists(st.lists(st.one_of(ANY, PREFIXED), min_size=3, max_size=3), min_size=1, max_size=5)


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("start", STARTS)
def test_nothing_that_a_program_might_work_out_stands_at_the_start(before: str, start: str) -> None:
    text = f"{before}{start}cmd|' /C calc'!A0"
    assert guarded(text) == f"'{text}"
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ["-Ng", "+1 360 555 0100", "@home", "=", "-", "'-Ng", "''=1"])
def test_names_and_telephone_numbers_come_back_unchanged(text: str) -> None:
    for data in (writing.to_csv(["A", "B"], [[text, "x"]]), writing.to_xlsx("S", ["A", "B"], [[text, "x"]])):
        assert opening.read(data, len).lines[1].cells == (text, "x")


@pytest.mark.parametrize("text", HARMLESS)
def test_other_text_is_left_alone(text: str) -> None:
    assert guarded(text) == text
    assert unguarded(text) == text


@given(st.one_of(ANY, PREFIXED))
@examples(400)
def test_the_guard_is_undone_exactly_and_leaves_nothing_live(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not re.match("[\\s'\"\ufeff]*[=+\\-@\uff1d\uff0b\uff0d\uff20\t\r\n]", guarded(text).removeprefix("'")) or (
        guarded(text)[0] == "'" and guarded(text)[1:] == text
    )


@given(ROWS)
@examples(200)
def test_a_csv_list_reads_back_as_it_was_written(rows: list[list[str]]) -> None:
    rows = [["A", "B", "C"], *rows]
    found = opening.read(writing.to_csv(rows[0], rows[1:]), len)
    assert [list(line.cells) for line in found.lines] == [without_end(row) for row in rows if without_end(row)]


def without_end(row: list[str]) -> list[str]:
    end = next((place for place in range(len(row), 0, -1) if row[place - 1].strip()), 0)
    return row[:end]


@given(st.lists(st.one_of(ANY, PREFIXED), min_size=40, max_size=80))
@examples(25)
def test_an_xlsx_list_reads_back_as_it_was_written(texts: list[str]) -> None:
    found = opening.read(writing.to_xlsx("S", ["A", "B"], [["x", text] for text in texts]), len)
    assert [list(line.cells) for line in found.lines[1:]] == [without_end(["x", text]) for text in texts]


def test_no_formula_is_in_a_workbook() -> None:
    data = writing.to_xlsx("S", ["=1"], [["=1+1"], ['=HYPERLINK("http://x")'], ["http://example.org"], ["{=1}"]])
    book = load_workbook(io.BytesIO(data))
    assert {cell.data_type for row in book.active.iter_rows() for cell in row} == {"s"}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = b"".join(archive.read(name) for name in archive.namelist())
    assert b"<f>" not in parts
    assert b"yperlink" not in parts.replace(b"=HYPERLINK", b"").replace(b"HyperlinksChanged", b"")


def test_every_csv_cell_is_in_quotes_so_that_no_other_separator_splits_it() -> None:
    text = writing.to_csv(["A"], [["a;=1+1"], ["a\t=1+1"], ['a";=1']]).decode("utf-8-sig")
    for separator in ",;\t":
        assert all(len(row) == 1 for row in csv.reader(io.StringIO(text), delimiter=separator))


def test_numbers_dates_and_yes_are_the_programs_own() -> None:
    row = ["Ana", 3, Decimal("37.5"), date(2018, 3, 15), True, None, -5]
    expected = ("Ana", "3", "37.5", "2018-03-15", "yes", "", "-5")
    headings = list("ABCDEFG")
    for data in (writing.to_csv(headings, [row]), writing.to_xlsx("S", headings, [row])):
        assert opening.read(data, len).lines[1].cells == expected
    cells = next(load_workbook(io.BytesIO(writing.to_xlsx("S", headings, [row]))).active.iter_rows(min_row=2))
    assert [cell.data_type for cell in cells] == ["s", "n", "n", "d", "s", "n", "n"]


def test_a_text_that_excel_cannot_hold_is_not_cut_in_silence() -> None:
    with pytest.raises(ValueError, match="32,767"):
        writing.to_xlsx("S", ["A"], [["x" * 32_768]])
