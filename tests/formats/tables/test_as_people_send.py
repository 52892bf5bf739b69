"""Tables as spreadsheets and payroll reports are: read where one thing can be meant, refused otherwise."""

from typing import Any

import pytest

from onboarding.formats.tables import cells, guard, shown
from onboarding.formats.tables.days import NoDate, written
from onboarding.formats.tables.staff_columns import COLUMNS
from tests.formats.tables.make import HEAD, cell, csv, faults, good, headings, packed, read, sheet, xlsx

ANA = "7,Ana Ruiz,ana@example.org,MA,3/15/2018,3/14/2021,40"
ROW = ["7", "Ana Ruiz", "ana@example.org", "MA", "3/15/2018", "3/14/2021", 40]


def line(number: int, *texts: str, **more: str) -> str:
    said = "".join(f' {key}="{value}"' for key, value in more.items())
    return (
        f'<row r="{number}"{said}>{"".join(cell(f"{chr(65 + n)}{number}", text) for n, text in enumerate(texts))}</row>'
    )


# Lines and columns that do not show.


@pytest.mark.parametrize("hidden", [{"hidden": "1"}, {"hidden": "true"}, {"ht": "0", "customHeight": "1"}])
def test_a_line_that_does_not_show_is_neither_taken_nor_left_out(hidden: dict[str, str]) -> None:
    rows = line(1, "ID", "Name") + line(2, "1", "Ana") + line(3, "2", "Bo", **hidden) + line(4, "3", "Cy", **hidden)
    (fault,) = faults(packed(rows))
    assert fault.startswith("Line 3: This line is hidden, by a filter or by hand, as 1 more are.")


def test_a_blank_line_may_be_hidden_and_a_line_that_shows_may_say_so() -> None:
    rows = (
        line(1, "ID", "Name", hidden="0") + line(2, "1", "Ana", ht="15") + line(3, hidden="1") + line(9, "", hidden="1")
    )
    assert [each.name for each in good(packed(rows))] == ["Ana"]


def test_a_column_that_does_not_show_is_said() -> None:
    columns = '<cols><col min="2" max="2" hidden="1"/><col min="30" max="60" hidden="1"/></cols><sheetData>'
    rows = line(1, "Name", "Phone") + line(2, "Ana", "360-555-0100")
    found = read(packed(sheet1=sheet(rows).replace("<sheetData>", columns)))
    assert found.notes == ("Column B is hidden in the workbook. It was read all the same.",)
    assert found.entries[0].phone == "360-555-0100"


# Numbers.


@pytest.mark.parametrize(
    ("value", "shown_as", "text"),
    [
        (40.00000000000001, "General", "40"),
        (37.49999999999999, "General", "37.5"),
        (0.1 + 0.2, "0.00", "0.3"),
        (40.0, "0.0", "40"),
        (3605550100.0, "General", "3605550100"),
        (0.8, "0%", "80%"),
        (0.575, "0.0 %", "57.5%"),
        (123, "00000", "00123"),
        (123456, "0000000", "0123456"),
        (5, '0" h"', "5"),
        (1.2345678901234567e19, "General", "1.23456789012346E+19"),
        (float("inf"), "General", "#NUM!"),
        (1e-7, "General", "0.0000001"),
    ],
)
def test_a_number_is_what_the_program_shows(value: float, shown_as: str, text: str) -> None:
    assert shown.number(value, shown_as) == text


@pytest.mark.parametrize("text", ["0.8", "0,8", "1", "1.0", "1.25", "80%", "80 %", "100 percent", "0.8 FTE", "FTE 1.0"])
def test_a_share_of_full_time_is_no_number_of_hours(text: str) -> None:
    with pytest.raises(cells.Unfit, match="share of full time"):
        cells.hours(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1.5 hours", "1.5"),
        ("1 h/week", "1"),
        ("2", "2"),
        ("40.00000000000001", "40"),
        ("37.49999999999999", "37.5"),
        ("37.50", "37.5"),
        ("36\u00a0h", "36"),
        ("168", "168"),
    ],
)
def test_hours_are_told_from_shares_and_noise(text: str, found: str) -> None:
    assert str(cells.hours(text)) == found


@pytest.mark.parametrize("text", ["37.333", "40,000", "1,000.5", "40.5.5"])
def test_hours_that_are_no_number_of_them_are_refused(text: str) -> None:
    with pytest.raises(cells.Unfit, match="is no number of hours"):
        cells.hours(text)


def test_a_percent_of_a_spreadsheet_is_refused_as_one() -> None:
    (fault,) = faults(xlsx([HEAD.split(","), [*ROW[:6], 0.8]], {"G2": "0%"}))
    assert fault.startswith("Line 2, Hours a week: “80%” looks like a share")


def test_hours_with_noise_are_read_from_a_workbook() -> None:
    (ana,) = good(xlsx([HEAD.split(","), [*ROW[:6], 40.00000000000001]]))
    assert ana.document["work"][0]["hoursPerWeek"] == 40


@pytest.mark.parametrize("text", ["3.60555E+09", "3,60555e+09", "1E+05", "-2.5E-05", "3.6055501E+09"])
@pytest.mark.parametrize("column", ["Phone", "Applicant ID", "School"])
def test_a_number_that_was_shortened_is_refused(text: str, column: str) -> None:
    (fault,) = faults(csv(f'Ana,"{text}"', head=f"Name,{column}"))
    assert fault.startswith(f"Line 2, {column}: “{text}” is how a spreadsheet shortens a number, and digits were lost.")


@pytest.mark.parametrize(("text", "phone"), [("3605550100.0", "3605550100"), ("360.555.0100", "360.555.0100")])
def test_a_phone_from_a_column_of_numbers_keeps_its_digits(text: str, phone: str) -> None:
    assert good(csv(f"Ana,{text}", head="Name,Phone"))[0].phone == phone


# Texts that are kept from becoming numbers.


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('="00123"', "00123"),
        (' ="00123" ', "00123"),
        ('="say ""hi"""', 'say "hi"'),
        ('=""', ""),
        ("=A1", "=A1"),
        ("'=A1", "=A1"),
    ],
)
def test_what_excel_is_kept_from_reading_is_read(text: str, found: str) -> None:
    assert guard.unguarded(text) == found


def test_a_reference_behind_an_equals_sign_keeps_its_zeros() -> None:
    for data in (
        csv('="00123",Ana,,,,,'),
        csv('"=""00123""",Ana,,,,,'),
        xlsx([["ID", "Name"], ['="00123"', "Ana"]]),
        xlsx([["ID", "Name"], [123, "Ana"]], {"A2": "00000"}),
    ):
        assert good(data)[0].reference == "00123"


# Lines that are of nobody.


@pytest.mark.parametrize(
    "last",
    [
        "Total: 1",
        "TOTAL",
        "Grand total,,,,,,480",
        "Subtotal 12",
        "Total applicants: 12",
        "Page 1 of 3",
        "Generated 11/22/2026 by HRIS",
        "Confidential - do not distribute",
        "End of report",
        "Count: 3",
        "Sum,,,,,,80.5",
        "Average,,,,,,#DIV/0!",
    ],
)
def test_a_line_of_sums_or_at_the_foot_is_no_applicant(last: str) -> None:
    head = HEAD.removeprefix("Applicant ID,") + ",More"
    found = read(csv(ANA.removeprefix("7,"), last, head=head))
    assert [each.name for each in found.entries] == ["Ana Ruiz"]
    assert f"Line 3 (“{last.partition(',')[0]}”) is about nobody, and was not read." in found.notes


def test_a_line_of_sums_with_a_text_beside_it_is_refused() -> None:
    (fault,) = faults(csv(ANA, "9,Total: 1,,see HR,2018,,"))
    assert fault.startswith("Line 3, Name: “Total: 1” is nobody’s name.")


@pytest.mark.parametrize("name", ["1 applicant", "12 candidates", "Records: 1", "Notes: see binder", "---", "*", "…"])
def test_what_cannot_be_a_name_is_refused(name: str) -> None:
    (fault,) = faults(csv(ANA, f"9,{name},,,,,"))
    assert fault.startswith(f"Line 3, Name: “{name}” is nobody’s name.")


@pytest.mark.parametrize(
    "name",
    [
        "Sum Wong",
        "Totals Ann",
        "Ana Total",
        "Count Basie",
        "Mean Li",
        "Page Turner",
        "Asof Ono",
        "Person 1",
        "Ana (RN)",
        "王",
    ],
)
def test_a_person_with_such_a_name_is_one(name: str) -> None:
    assert [each.name for each in good(csv(name, head="Name"))] == [name]


def test_an_employer_with_such_a_name_is_one() -> None:
    head = "Employer,ID,Name,Job start"
    (ana,) = good(csv("Hill Clinic,7,Ana,2018", "Total Renal Care,7,,2019", head=head))
    assert [job["name"] for job in ana.document["work"]] == ["Hill Clinic", "Total Renal Care"]


def test_headings_that_are_repeated_are_no_applicant() -> None:
    found = read(csv(ANA, HEAD, "8,Bo,,,,,"))
    assert [each.name for each in found.entries] == ["Ana Ruiz", "Bo"]
    assert found.notes == ("Line 3 repeats the headings, and was not read.",)


# What stands above the headings.


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    "above",
    [
        ["Applicants of November 2026"],
        ["Valley COHE", "", "As of 11/22/2026,by HR"],
        [",,Job,,,,"],
        ["Name"],
        ["Applicant,,,Job"],
    ],
)
def test_a_title_above_the_headings_is_passed_by_and_said(above: list[str], separator: str) -> None:
    data = "\n".join([*above, HEAD, ANA]).replace(",", separator).encode()
    found = read(data)
    assert [(each.name, each.lines) for each in found.entries] == [("Ana Ruiz", (len(above) + 2,))]
    assert found.notes == (f"What stands above the headings, which are in line {len(above) + 1}, was not read.",)


def test_a_title_in_a_workbook_is_passed_by_too() -> None:
    found = read(xlsx([["Applicants"], [], HEAD.split(","), ROW]))
    assert [each.lines for each in found.entries] == [(4,)]


def test_headings_of_which_one_is_known_stay_the_first_line() -> None:
    assert [each.name for each in good(csv("Ana", "Bo", head="Name"))] == ["Ana", "Bo"]


def test_a_table_of_staff_has_its_headings_below_a_title_too() -> None:
    data = xlsx([["Staff 2026"], ["Name", "Role", "Hire date"], ["Ana", "HSC", "1/5/2026"]])
    assert [each.key for each in headings(data, COLUMNS)] == ["name", "role", "hired_on"]


# Dates with dots.


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("15.03.2018", "2018-03-15"),
        ("03.15.2018", "2018-03-15"),
        ("4.4.2018", "2018-04-04"),
        ("31.12.2018", "2018-12-31"),
        ("2018.03.04", "2018-03-04"),
        ("03.2018", "2018-03"),
        ("03/04/2018", "2018-03-04"),
        ("3-4-2018", "2018-03-04"),
    ],
)
def test_a_date_of_which_one_day_can_be_meant_is_read(text: str, day: str) -> None:
    assert written(text) == day


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("03.04.2018", "March 4, 2018 or April 3, 2018.* like 3/4/2018"),
        ("1.12.2020", "January 12, 2020 or December 1, 2020"),
        ("12.11.2020", "December 11, 2020 or November 12, 2020"),
        ("03.04.2018 00:00", "March 4, 2018 or April 3, 2018"),
        ("13.13.2018", "no month 13"),
        ("32.01.2018", "no day 32 in January 2018"),
        ("31.02.2018", "no day 31 in February 2018"),
        ("03.04.18", "four digits"),
    ],
)
def test_a_date_of_which_two_days_can_be_meant_names_both(text: str, says: str) -> None:
    with pytest.raises(NoDate, match=says):
        written(text)


# Columns that are suggested.


def suggested(head: list[str], *rows: list[Any]) -> dict[str, str | None]:
    return {each.text: each.key for each in headings(xlsx([head, *rows]), COLUMNS)}


def test_a_column_that_takes_none_of_the_cells_is_not_suggested() -> None:
    found = suggested(
        ["Employee", "Title", "Position", "Start date", "Effective", "Shadowing minutes", "Email"],
        ["Ana", "Medical Assistant", "HSC", "HQ", "yes", "an afternoon", "n/a"],
        ["Bo", "Nurse", "Assistant", None, "no", None, "bo@example.org"],
    )
    assert found == {
        "Employee": "name",
        "Title": None,
        "Position": "role",
        "Start date": None,
        "Effective": None,
        "Shadowing minutes": None,
        "Email": "email",
    }


def test_a_column_with_nothing_below_it_is_suggested_by_its_name() -> None:
    assert suggested(["Employee", "Role"], ["Ana", None]) == {"Employee": "name", "Role": "role"}


# Files of another kind.


@pytest.mark.parametrize("place", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_a_strict_workbook_is_said_to_be_one(place: str) -> None:
    strict = {"xl/workbook.xml": '<workbook xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"/>'}
    strict["xl/worksheets/sheet1.xml"] = strict["xl/workbook.xml"].replace("workbook", "worksheet")
    (fault,) = faults(packed(**{place: strict[place]}))
    assert "Strict Open XML" in fault
    assert "Excel Workbook" in fault
