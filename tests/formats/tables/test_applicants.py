"""Applicants from a table: joined, dated and documented; or every fault, with its line and column, and nobody."""

import json
from datetime import date, datetime
from decimal import Decimal

import pytest

from onboarding.formats import json_documents, resume
from onboarding.formats.shape import Shape
from onboarding.formats.tables import template, writing
from onboarding.formats.tables.applicant_columns import COLUMNS
from tests.formats.tables.make import HEAD, csv, faults, good, headings, read, xlsx

ANA = "7,Ana Ruiz,ana@example.org,MA,3/15/2018,3/14/2021,40"


def test_a_line_is_an_applicant_with_a_job() -> None:
    (ana,) = good(csv(ANA))
    assert (ana.name, ana.email, ana.reference, ana.applied_for) == ("Ana Ruiz", "ana@example.org", "7", "hsc")
    assert ana.document["work"] == [
        {"id": "j1", "position": "MA", "startDate": "2018-03-15", "endDate": "2021-03-14", "hoursPerWeek": 40}
    ]


def test_the_template_filled_in_gives_every_fact_whichever_way_it_is_sent() -> None:
    by_csv = good(writing.to_csv(template.headings(COLUMNS), template.example(COLUMNS)))
    by_xlsx = good(writing.to_xlsx("Applicants", template.headings(COLUMNS), template.example(COLUMNS)))
    assert by_csv == by_xlsx
    (ana,) = by_csv
    facts = resume.applicant(Shape.of(ana.document), "a")
    assert facts.name == "Ana Ruiz"
    assert facts.jobs[0].hours_a_week == 40
    assert facts.degrees[0].level == "bachelor"
    assert facts.able is not None
    assert facts.able.value
    assert facts.issues_reported is not None
    assert not facts.issues_reported.value
    assert len(facts.skills) == 4
    assert ana.phone == "+1 360 555 0100"


def test_the_document_goes_through_json_and_back() -> None:
    (ana,) = good(csv("7,Ana,,MA,2018,,37.5"))
    text = json.dumps(ana.document, default=float)
    assert json_documents.parse(text) == ana.document
    assert ana.document["work"][0]["hoursPerWeek"] == Decimal("37.5")


def test_the_template_alone_says_that_nothing_is_filled_in() -> None:
    for data in (template.as_csv(COLUMNS), template.as_xlsx(COLUMNS, "Applicants", ())):
        assert faults(data) == ["There is no line below the headings. Fill in one line or more."]


def test_the_second_sheet_explains_every_column() -> None:
    import io

    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(template.as_xlsx(COLUMNS, "Applicants", ())))
    about = [row[0].value for row in book.worksheets[1].iter_rows(min_row=2)]
    assert about[: len(COLUMNS)] == [each.heading for each in COLUMNS]
    assert all(
        row[1].value for row in book.worksheets[1].iter_rows(min_row=2, max_row=len(template.headings(COLUMNS)) + 1)
    )


@pytest.mark.parametrize(
    "second", ["7,,,RN,2021,,", ",,ana@example.org,RN,2021,,", "7,Ana Ruiz,ANA@example.org,RN,2021,,"]
)
def test_lines_with_the_same_id_or_address_are_one_applicant(second: str) -> None:
    (ana,) = good(csv(ANA, second))
    assert ana.lines == (2, 3)
    assert [(job["id"], job["position"]) for job in ana.document["work"]] == [("j1", "MA"), ("j2", "RN")]


def test_lines_of_one_applicant_need_not_stand_together() -> None:
    ana, bob = good(csv(ANA, "8,Bob,,,,,", "7,,,RN,2021,,"))
    assert (ana.lines, bob.lines) == ((2, 4), (3,))


def test_what_is_said_twice_must_be_the_same() -> None:
    assert faults(csv(ANA, "7,Ana Ruis,,RN,2021,,")) == [
        "Line 3, Name: Line 2 says otherwise of the same applicant. Write the same on both, or leave one blank."
    ]


def test_an_address_belongs_to_one_applicant() -> None:
    assert faults(csv(ANA, "8,Bob,ana@example.org,RN,2021,,")) == [
        "Line 3, Email: It belongs to the applicant on line 2, who has another ID. Correct one."
    ]


def test_two_applicants_cannot_be_joined_later() -> None:
    assert faults(csv(ANA, "8,Bob,bob@example.org,,,,", "7,,bob@example.org,,,,"))[0] == (
        "Line 4, Email: It belongs to the applicant on line 3, who has another ID. Correct one."
    )


def test_an_id_may_be_said_later_than_the_address() -> None:
    (ana,) = good(csv(",Ana,ana@example.org,,,,", "7,,ana@example.org,,,,", "7,,,RN,2020,,"))
    assert (ana.reference, ana.lines) == ("7", (2, 3, 4))


def test_without_id_and_address_the_same_name_is_not_guessed_to_be_the_same_person() -> None:
    (fault,) = faults(csv(",Ana,,MA,2018,2019,", ",ana,,RN,2020,,"))
    assert fault.startswith("Line 3, Applicant ID: Line 2 has the same name.")


def test_every_fault_is_named_and_not_only_the_first() -> None:
    lines = ["1,,a@x.org,MA,2018,,", "2,Bo,bo@,RN,3/15/18,13/15/2018,400", "3,Cy,,RN,,2018,", "4,Di,,RN,2020,2019,"]
    assert [fault.partition(": ")[0] for fault in faults(csv(*lines))] == [
        "Line 2, Name",
        "Line 3, Email",
        "Line 3, Job start",
        "Line 3, Job end",
        "Line 3, Hours a week",
        "Line 4, Job start",
        "Line 5, Job end",
    ]


def test_many_faults_are_counted_past_those_named() -> None:
    found = read(csv(*[f"{place},A,no,,,," for place in range(1500)]))
    assert (len(found.faults), found.more) == (1000, 500)


@pytest.mark.parametrize(
    "head",
    [
        "NAME,JOB TITLE,JOB START",
        " name , job  title ,JOB_START",
        "Full name,Title,Start date",
        "job-start,Position,Candidate name",
        "Ｎａｍｅ,Job Title,Job start",  # noqa: RUF001
    ],
)
def test_headings_match_in_any_case_order_and_spacing(head: str) -> None:
    lines = ["2018,MA,Ana"] if head.startswith("job-start") else ["Ana,MA,2018"]
    (ana,) = good(csv(*lines, head=head))
    assert ana.document["work"] == [{"id": "j1", "position": "MA", "startDate": "2018"}]


def test_a_heading_with_a_slip_of_the_pen_is_not_passed_over() -> None:
    found = headings(csv("Ana,MA", head="Name,Job titel"), COLUMNS)
    assert [(each.key, each.known) for each in found] == [("name", True), ("title", False)]


def test_a_column_that_is_not_read_is_said() -> None:
    data = csv("Ana,3", head="Name,Salary")
    salary = headings(data, COLUMNS)[1]
    assert (salary.text, salary.key, salary.known) == ("Salary", None, False)
    assert len(read(data).entries) == 1


def test_the_template_filled_in_is_read_as_its_headings_say_whatever_stands_below() -> None:
    ours, theirs = (headings(csv("Ana,soon", head=head), COLUMNS) for head in ("Name,Job start", "Name,Start"))
    assert [each.key for each in ours] == ["name", "job_start"]
    assert [each.key for each in theirs] == ["name", None]


def test_of_two_headings_of_one_column_the_first_is_suggested() -> None:
    found = headings(csv("a,b", head="Name,Full name"), COLUMNS)
    assert [(each.key, each.known) for each in found] == [("name", True), (None, False)]


def test_a_cell_beyond_the_headings_is_a_fault() -> None:
    fault = faults(csv("7,Ruiz, Ana,ana@example.org", head="ID,Name,Email"))[0]
    assert "stands in column 4, which has no heading" in fault


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_separators_and_encodings_are_told(separator: str, encoding: str) -> None:
    text = csv(ANA.replace("Ana", "Añá")).decode().replace(",", separator)
    found = read(text.encode(encoding))
    assert (found.entries[0].name, found.notes) == ("Añá Ruiz", ())


def test_windows_1252_is_guessed_and_said() -> None:
    found = read(csv(ANA.replace("Ruiz", "Núñez’s")).decode().encode("cp1252"))
    assert found.entries[0].name == "Ana Núñez’s"
    assert "read as Windows-1252" in found.notes[0]


def test_a_separator_line_of_excel_is_obeyed() -> None:
    (ana,) = good(b"sep=;\r\n" + csv(ANA).replace(b",", b";"))
    assert ana.lines == (3,)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_as_a_spreadsheet_counts_rows(end: str) -> None:
    text = end.join(["", HEAD, "", '1,"Ana', 'Ruiz",,MA,2018,,', ",,,,,,", "2,Bob,,,,soon,", ""])
    found = faults(text.encode())
    assert [fault.partition(":")[0] for fault in found] == ["Line 6, Job end", "Line 6, Job start"]


def test_dates_of_a_spreadsheet_are_as_exact_as_they_show() -> None:
    start, end = datetime(2018, 3, 1), date(2021, 3, 14)  # noqa: DTZ001 - a cell has no zone
    (ana,) = good(xlsx([["Name", "Job start", "Job end"], ["Ana", start, end]], {"B2": "mmm-yy", "C2": "m/d/yyyy"}))
    assert ana.document["work"] == [{"id": "j1", "startDate": "2018-03", "endDate": "2021-03-14"}]


@pytest.mark.parametrize(
    ("shown_as", "start"),
    [
        ("yyyy", "2018"),
        ('mmmm" of "yyyy', "2018-03"),
        ("[$-409]mmmm d, yyyy;@", "2018-03-15"),
        ("yyyy-mm-dd hh:mm", "2018-03-15"),
        (r"dd\.mm\.yyyy", "2018-03-15"),
        ("General", None),
    ],
)
def test_a_date_is_as_exact_as_its_format(shown_as: str, start: str | None) -> None:
    data = xlsx([["Name", "Job start"], ["Ana", datetime(2018, 3, 15)]], {"B2": shown_as})  # noqa: DTZ001
    if start is None:
        assert "43174 is how a spreadsheet keeps a date" in faults(data)[0]
    else:
        assert good(data)[0].document["work"][0]["startDate"] == start


def test_a_date_that_shows_no_year_is_refused() -> None:
    data = xlsx([["Name", "Job start"], ["Ana", datetime(2026, 3, 15)]], {"B2": "d-mmm"})  # noqa: DTZ001
    assert "the year is missing" in faults(data)[0]


def test_numbers_and_yes_or_no_of_a_spreadsheet_are_read() -> None:
    rows = [["ID", "Name", "Job start", "Hours", "Provider ID"], [7, "Ana", 2018, 37.5, True]]
    (ana,) = good(xlsx(rows))
    assert (ana.reference, ana.document["work"][0]["startDate"]) == ("7", "2018")
    assert ana.document["work"][0]["hoursPerWeek"] == Decimal("37.5")
    assert ana.document["hsc"]["providerId"] == {"able": True}


def test_another_sheet_that_is_not_read_is_said() -> None:
    found = read(xlsx([["Name"], ["Ana"]], Other=[["Name"], ["Bob"]]))
    assert [each.name for each in found.entries] == ["Ana"]
    assert found.notes == ("Only the sheet “Sheet” was read. The sheet “Other” was not.",)


def test_a_formula_that_was_never_worked_out_is_refused() -> None:
    (fault,) = faults(xlsx([["ID", "Name"], [1, '="Ana"&" Ruiz"']]))
    assert fault.startswith("Line 2, Name: The formula was saved without what it comes to.")


def test_two_hundred_applicants_with_seven_faulty_lines_give_seven_lines_and_nobody() -> None:
    rows = [
        [f"A-{place}", f"Somebody {place}", f"s{place}@example.org", "RN", "2019-06", "present", 36]
        for place in range(200)
    ]
    wrong = {
        12: (2, "somebody", "Email"),
        47: (4, "6/31/2019", "Job start"),
        48: (6, 400, "Hours a week"),
        101: (5, "May 2019", "Job end"),
        150: (1, None, "Name"),
        166: (2, "s3@example.org", "Email"),
        199: (4, "6/19", "Job start"),
    }
    for place, (column, value, _) in wrong.items():
        rows[place][column] = value  # type: ignore[call-overload]
    found = faults(xlsx([HEAD.split(","), *rows]))
    named = [fault.partition(": ")[0] for fault in found]
    assert named == [f"Line {place + 2}, {heading}" for place, (_, _, heading) in wrong.items()]


def test_the_same_two_hundred_without_a_fault_are_all_there() -> None:
    rows = [
        [f"A-{place}", f"Somebody {place}", f"s{place}@example.org", "RN", "2019-06", "present", 36]
        for place in range(200)
    ]
    found = good(xlsx([HEAD.split(","), *rows]))
    assert [each.reference for each in found] == [f"A-{place}" for place in range(200)]
