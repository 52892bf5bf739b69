"""A table of staff as COHEs keep it: its headings, a title above them, the template's example, hours of shadowing."""

import io
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook

from onboarding.formats.tables import staff, template
from onboarding.formats.tables.cells import folded
from onboarding.formats.tables.headings import first_lines, read
from onboarding.formats.tables.records import Reading
from onboarding.formats.tables.staff_columns import BY_KEY, COLUMNS
from onboarding.rules.rulebook_file import shipped
from onboarding.rules.rulings import Rulings
from tests.formats.tables.make import xlsx

NUMBERS = Rulings(shipped()).in_force(date(2026, 11, 22), None, None).numbers
HEAD = ["Staff", "Role/Title", "DOH"]
ANA: list[Any] = ["Ana Ruiz", "HSC", "3/3/2025"]


def headed(*headings: str) -> dict[str, tuple[str | None, bool]]:
    """What each heading is read as, with nothing below it, and whether that is its own name."""
    return {each.text: (each.key, each.known) for each in read(xlsx([headings]), COLUMNS).columns}


def of(rows: list[list[Any]], line: int | None = None) -> Reading:
    data = xlsx(rows)
    found = read(data, COLUMNS, line)
    return staff.read(data, {each.place: each.key for each in found.columns if each.key}, NUMBERS, line)


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Prov #", "number"),
        ("Provider no.", "number"),
        ("PROV ID", "number"),
        ("L&I #", "number"),
        ("Term date", "left_on"),
        ("Termed", "left_on"),
        ("Shadow date", "shadowing_on"),
        ("Shadow hrs", "shadowing_hours"),
        ("Start", "hired_on"),
        ("DOH", "hired_on"),
        ("Role/Title", "role"),
        ("Cell #", "phone"),
        ("Shirt size", None),
    ],
)
def test_the_usual_headings_are_known(heading: str, key: str | None) -> None:
    assert headed("Name", heading)[heading] == (key, key is not None)


@pytest.mark.parametrize(
    ("heading", "key"), [("Hrs", "shadowing_hours"), ("Provider #", "number"), ("Lead", "supervisor")]
)
def test_a_heading_that_may_mean_something_else_is_suggested_and_asked(heading: str, key: str) -> None:
    assert headed("Name", "Role", heading)[heading] == (key, False)


def test_hours_of_a_week_are_not_taken_for_hours_of_shadowing() -> None:
    found = read(xlsx([[*HEAD, "Hrs"], [*ANA, 40], ["Bo", "HSC", "3/4/2025", 32]]), COLUMNS)
    assert found.columns[3].key is None


def test_no_name_is_of_two_columns() -> None:
    of_each = [{*map(folded, (each.heading, each.key, *each.also, *each.perhaps))} for each in COLUMNS]
    assert sum(map(len, of_each)) == len(set().union(*of_each))


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("4.5", 270), ("4:10", 250), ("4:10:00", 250), ("4 hrs", 240), ("4h 10m", 250), ("90 min", 90), ("0.5 hour", 30)],
)
def test_hours_of_shadowing_are_kept_as_minutes(text: str, minutes: int) -> None:
    assert BY_KEY["shadowing_hours"].read(text) == minutes


@pytest.mark.parametrize("text", ["40", "0", "an afternoon", "4.333", "4:75", "24:01", "-2", "1,5"])
def test_what_is_no_length_of_a_day_says_what_to_write(text: str) -> None:
    with pytest.raises(Exception, match=r"Write it like 4\.5, 4:30 or 4 h 30 min"):
        BY_KEY["shadowing_hours"].read(text)


def test_hours_and_minutes_that_differ_are_a_fault() -> None:
    head = [*HEAD, "Shadow date", "Shadow hrs", "Shadow mins", "Shadow site"]
    sound = of([head, [*ANA, "4/1/2025", 4, 240, "Alliance"]])
    assert [each.trainings[0][1]["minutes"] for each in sound.entries] == [240]
    (fault,) = of([head, [*ANA, "4/1/2025", 4, 250, "Alliance"]]).faults
    assert (fault.column, fault.what[:28]) == ("Shadowing hours", "The minutes say otherwise. C")


# Where the headings are.


def test_a_logo_a_title_a_day_and_blank_lines_may_stand_above() -> None:
    above: list[list[Any]] = [[None, None, "Valley COHE"], [], ["Staff roster"], ["As of 11/1/2026"], []]
    data = xlsx([*above, HEAD, ANA])
    found = read(data, COLUMNS)
    assert (found.line, found.is_certain) == (6, True)
    assert [each.key for each in found.columns] == ["name", "role", "hired_on"]
    assert of([*above, HEAD, ANA]).notes == ("What stands above the headings, which are in line 6, was not read.",)


@pytest.mark.parametrize(
    "rows",
    [
        [["Who", "What", "Since"], ["Ana", "HSC", "3/3/2025"]],  # nothing is known
        [["Staff 2026"], ["Who", "Role", "Since"], ["Ana", "HSC", "3/3/2025"]],  # one is
        [["Name", "Role", "x"], ["Staff", "Title", "y"], ["Ana", "HSC", "3/3/2025"]],  # as many in two lines
    ],
)
def test_where_it_cannot_be_told_it_is_asked(rows: list[list[Any]]) -> None:
    assert not read(xlsx(rows), COLUMNS).is_certain
    assert [each.number for each in first_lines(xlsx(rows), COLUMNS)] == list(range(1, len(rows) + 1))


def test_the_line_that_was_chosen_holds_the_headings() -> None:
    rows: list[list[Any]] = [["Name", "Role"], ["for the board", "2026"], ["Who", "What", "Since"], ANA]
    found = read(xlsx(rows), COLUMNS, 3)
    assert ([each.text for each in found.columns], found.line, found.is_certain) == (["Who", "What", "Since"], 3, True)
    mapped = {0: "name", 1: "role", 2: "hired_on"}
    reading = staff.read(xlsx(rows), mapped, NUMBERS, 3)
    assert [each.name for each in reading.entries] == ["Ana Ruiz"]


# The template.


def test_the_template_explains_each_column_and_its_example_is_not_read() -> None:
    made = template.as_xlsx(COLUMNS, "Staff", ())
    says = [each.says for each in COLUMNS]
    sheet, about = load_workbook(io.BytesIO(made)).worksheets
    assert [cell.value for cell in sheet[1]] == template.headings(COLUMNS)
    assert [row[1].value for row in about.iter_rows(min_row=2, max_row=len(COLUMNS) + 1)] == says
    for data in (made, template.as_csv(COLUMNS)):
        found = read(data, COLUMNS)
        assert all(each.known for each in found.columns)
        reading = staff.read(data, {each.place: each.key for each in found.columns if each.key}, NUMBERS)
        assert reading.notes == ("Line 2 is the example of the template, and was not read.",)
        assert [fault.what[:34] for fault in reading.faults] == ["There is no line below the heading"]


def test_the_example_would_be_taken_in_if_it_were_somebody() -> None:
    rows = [template.headings(COLUMNS), template.worked(COLUMNS)]
    rows[1][0] = "Ana Ruiz"
    rows[1][6] = ""  # an HSC has no supervising HSC
    assert [each.name for each in of(rows).entries] == ["Ana Ruiz"]


@pytest.mark.parametrize("name", ["EXAMPLE: Ana Ruiz", "example : you"])
def test_the_example_is_told_by_its_name_whatever_a_program_made_of_the_rest(name: str) -> None:
    found = of([HEAD, [name, "hsc", 45719], ANA])
    assert [each.name for each in found.entries] == ["Ana Ruiz"]


NAMED_APART = ["Last name", "First", "Role", "DOH"]


def test_a_name_may_stand_in_two_columns() -> None:
    found = of([NAMED_APART, ["Ruiz", " Ana María ", "HSC", "3/3/2025"]])
    (ana,) = found.entries
    assert (ana.name, ana.values["name"], found.faults) == ("Ana María Ruiz", "Ana María Ruiz", ())
    assert not {"first_name", "last_name"} & {*ana.values, *ana.said}


@pytest.mark.parametrize(
    ("rows", "column", "says"),
    [
        ([NAMED_APART, ["", "Ana", "HSC", "3/3/2025"]], "Last name", "It is missing. Fill it in, or leave out"),
        ([NAMED_APART, ["", "", "HSC", "3/3/2025"]], "Name", "It is missing"),
        ([["First name", *HEAD[1:]], ["Ana", *ANA[1:]]], "Last name", "No column is read as this one"),
        (
            [["Name", *NAMED_APART], ["Ana Ruiz", "Ruiz", "Ana", *ANA[1:]]],
            "Name",
            "First name and Last name say the same",
        ),
        ([NAMED_APART, ["R" * 300, "Ana", "HSC", "3/3/2025"]], "Last name", ""),
    ],
)
def test_of_a_name_in_two_columns_both_are_needed_and_nothing_is_said_twice(
    rows: list[list[Any]], column: str, says: str
) -> None:
    (fault,) = of(rows).faults
    assert fault.column == column
    assert fault.what.startswith(says)


def test_the_template_asks_for_one_name() -> None:
    assert not {"First name", "Last name"} & {*template.headings(COLUMNS)}


def test_a_column_that_lacks_the_one_beside_it_is_said_once_with_both_ways_out() -> None:
    rows = [
        [*HEAD, "Shadow date", "Shadow hrs"],
        [*ANA, "4/7/2025", "4"],
        ["Bo Berg", "HSC", "3/4/2025", "4/8/2025", "4"],
    ]
    (fault,) = of(rows).faults
    assert (fault.line, fault.column) == (0, "Shadowing at")
    assert fault.what == (
        "The column “Shadowing at” is missing beside “Shadowing”. Add it (say at which COHE it was), or leave the "
        "other out, under “Change which column is what”."
    )
    rows = [[*row, at] for row, at in zip(rows, ("Shadowed at", "Harbor", ""), strict=True)]
    assert [(each.line, each.what) for each in of(rows).faults] == [(3, "Say at which COHE it was.")]


def test_a_column_beside_which_nothing_is_said_needs_no_other() -> None:
    assert of([[*HEAD, "Shadow date"], [*ANA, None]]).faults == ()
