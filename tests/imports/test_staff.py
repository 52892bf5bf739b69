"""Sixty people of a COHE's own table: nine faulty lines, mended, taken in, undone as one, taken in again."""

import io
from datetime import date, timedelta

import pytest
from flask import Flask, current_app
from flask.testing import FlaskClient
from openpyxl import Workbook
from sqlalchemy import func, select

from onboarding import clock
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.credential import CredentialEvent
from onboarding.models.imported import ImportBatch, ImportedPerson
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person, Posting
from onboarding.models.training import TrainingRecord
from onboarding.queries import applications, credentials, hiring, people, rulings, trail_compare
from onboarding.roles import Role, StaffRole
from onboarding.services import checklist as checklists, hiring as hires, holds, undoing
from onboarding.services.change import SYSTEM, Actor
from tests.make import make_cohe, make_member, make_person, sign_in
from tests.page import Page, fetch

# Headings as somebody's own spreadsheet has them; the last is no business of ours.
HEADINGS = (
    *("Employee", "Position", "Hire date", "E-mail", "Supervisor", "Provider number", "Applied for ID", "ID issued"),
    *("Effective", "Last bill", "HSC supplemental sent", "Supplement accepted", "Orientation", "Orientation place"),
    "Shoe size",
)
FIRST = date(2024, 1, 8)
SIXTY = 60


def line(number: int) -> list[object]:
    """One of sixty: fifty HSCs, then ten assistants whom the first supervises."""
    hired = FIRST + timedelta(days=number * 3)
    role = "HSC" if number < 50 else "Assistant HSC"
    later = [hired + timedelta(days=days) for days in (4, 70, 80, 200, 5, 40)]
    own = f"{number + 100:07}"
    orientation = (hired + timedelta(days=30), "HQ") if number % 2 else (None, None)
    supervisor = "Person 00" if number >= 50 else None
    return [f"Person {number:02}", role, hired, f"p{number}@valley.example", supervisor, own, *later, *orientation, 43]


LINES = [line(number) for number in range(SIXTY)]
FAULTY = {  # by number of the person: what stands where, and what is said of it
    3: (5, "100106", "if a leading zero was lost, it is 0100106"),
    7: (2, "someday", "it is no date"),
    12: (1, "Nurse", "is not one of these"),
    18: (3, "p17@valley.example", "line 19 has the same address"),
    25: (5, "0000124", "line 26 has the same provider id"),
    31: (6, None, "issued on"),
    40: (8, FIRST, "effective on"),
    44: (0, None, "it is missing"),
    52: (4, "Nobody Known", "no hsc in the table"),
}


def faulty() -> list[list[object]]:
    rows = [list(row) for row in LINES]
    for number, (column, value, _) in FAULTY.items():
        rows[number][column] = value
    return rows


def xlsx(rows: list[list[object]], headings: tuple[str, ...] = HEADINGS) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (list(headings), *rows):
        sheet.append(row)
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def pages(app: Flask, valley: Organisation) -> FlaskClient:
    return sign_in(app.test_client(), make_member(valley, Role.MANAGER))


def choose(pages: FlaskClient, rows: list[list[object]]) -> Page:
    form = fetch(pages, "/at/valley/imports/staff")
    return form.submit(file=(io.BytesIO(xlsx(rows)), "staff.xlsx"))


def look_at(pages: FlaskClient, rows: list[list[object]]) -> Page:
    """What a table holds, its columns read as the headings suggest."""
    page = choose(pages, rows)
    return page.submit(rest="y") if page.heading == "Which column is what" else page


def counts() -> tuple[int, ...]:
    tables = (Person, Posting, CredentialEvent, TrainingRecord, ImportedPerson)
    return tuple(db.session.query(table).count() for table in tables)


def test_sixty_with_nine_faulty_lines_mended_taken_in_undone_and_taken_in_again(
    pages: FlaskClient, valley: Organisation
) -> None:
    columns = choose(pages, faulty())
    assert columns.heading == "Which column is what"
    chosen = [option.get("value") for place in range(len(HEADINGS)) for option in columns.by_id(f"c{place}")
              if option.get("selected") is not None]  # fmt: skip
    assert chosen[:4] == ["name", "role", "hired_on", "email"]
    assert chosen[-1] == ""  # what nobody knows is left out on purpose, or not at all
    assert "leave it out" in columns.submit().faults[f"c{len(HEADINGS) - 1}"]
    faults = columns.submit(rest="y").rows("9 faults")
    seen = {row["Line"]: row["What is wrong, and what to do"] for row in faults}
    assert len(seen) == len(FAULTY)
    for number, (_, _, says) in FAULTY.items():
        assert says in seen[str(number + 2)].casefold(), f"line {number + 2}: {seen[str(number + 2)]}"
    assert counts() == (0, 0, 0, 0, 0)

    look = choose(pages, LINES)
    assert look.heading == "What the table holds"  # what was chosen for its headings is chosen still
    assert "Add 60 people" in look.main
    taken = look.submit()
    assert "60 people were taken in" in taken.messages[0]
    assert counts() == (60, 60, 360, 30, 60)
    law = rulings.of(valley, current_app.extensions["rulebook"])
    staff = credentials.staff(valley, clock.today())
    known = credentials.of_all(valley, staff, law, clock.today())
    assert all(each.may_bill for each in known.values())
    assert {each.answer.provider.number for each in known.values() if each.answer} == {
        f"{number + 100:07}" for number in range(SIXTY)
    }
    assistant = next(person for person in staff if person.name == "Person 55")
    supervision = hiring.supervision(assistant)
    assert supervision
    assert supervision.supervisor.name == "Person 00"
    assert "orientation" in fetch(pages, f"/at/valley/people/{staff[1].id}").main

    undone = fetch(pages, "/at/valley/imports/1/undo").submit(because="The hire dates are of the wrong column")
    assert "60 people who came with the table were taken out again" in undone.messages[0]
    assert counts() == (0, 0, 0, 0, 0)
    assert list(trail_compare.differences(valley.id)) == []
    assert "wrong column" in fetch(pages, "/at/valley/imports").main
    again = look_at(pages, LINES).submit()
    assert "60 people were taken in" in again.messages[0]
    assert counts() == (60, 60, 360, 30, 60)
    assert list(trail_compare.differences(valley.id)) == []
    assert applications.count(valley.id, applications.Filters(), clock.today()) == 0


def test_what_came_of_an_undone_import_is_nowhere_any_more(pages: FlaskClient, valley: Organisation) -> None:
    rows = [["Xaverius Undone", *LINES[0][1:]]]
    look_at(pages, rows).submit()
    assert "Xaverius" in "".join(_everything())
    fetch(pages, "/at/valley/imports/1/undo").submit(because="Mistake")
    assert "Xaverius" not in "".join(_everything())
    assert "p0@valley.example" not in "".join(_everything())


def _everything() -> list[str]:
    found = []
    for table in db.metadata.sorted_tables:
        found += [str(tuple(row)) for row in db.session.execute(table.select())]
    return found


def _import(pages: FlaskClient, rows: list[list[object]]) -> None:
    assert "taken in" in look_at(pages, rows).submit().messages[0]


def test_whoever_was_touched_keeps_the_whole_table(pages: FlaskClient, valley: Organisation) -> None:
    _import(pages, LINES[:3])
    person = db.session.query(Person).filter_by(name="Person 01").one()
    checklists.mark(SYSTEM, person, "ohms", True, clock.today(), None)
    page = fetch(pages, "/at/valley/imports/1/undo").submit(because="Again")
    assert "Something else was recorded since about Person 01. Nothing was undone" in page.main
    assert db.session.query(Person).count() == 3
    with pytest.raises(OnboardingError, match="Person 01"):
        undoing.undo(SYSTEM, valley, 1, "Again")


def test_a_hold_keeps_it_too_and_an_undone_table_stays_undone(pages: FlaskClient, valley: Organisation) -> None:
    _import(pages, LINES[:2])
    person = db.session.query(Person).filter_by(name="Person 00").one()
    hold = holds.place(SYSTEM, valley, person, "Request 4")
    with pytest.raises(OnboardingError):
        undoing.undo(SYSTEM, valley, 1, "Mistake")
    one, other = make_member(valley, Role.MANAGER), make_member(valley, Role.MANAGER)
    holds.ask_to_lift(Actor(one.id, one.name), valley, hold.id, "Over")
    holds.lift(Actor(other.id, other.name), valley, hold.id)
    with pytest.raises(OnboardingError, match="Person 00"):  # that there was one stays readable
        undoing.undo(SYSTEM, valley, 1, "Mistake")
    assert db.session.query(ImportBatch).one().undone_at is None


def test_a_supervisor_whom_others_have_by_now_stays(pages: FlaskClient, valley: Organisation) -> None:
    _import(pages, LINES[:1])
    head = people.listed(valley.id, people.Filters(name="Person 00"), clock.today()).rows[0]
    other = make_person(valley, "Own Assistant", StaffRole.ASSISTANT, date(2026, 1, 5))
    hires.supervise(SYSTEM, other, head, date(2026, 1, 5))
    with pytest.raises(OnboardingError, match="Person 00"):
        undoing.undo(SYSTEM, valley, 1, "Mistake")


def test_whoever_has_a_number_or_address_that_is_recorded_here_is_nobody_new(pages: FlaskClient) -> None:
    _import(pages, LINES[:2])
    same = [list(row) for row in LINES[:2]]
    same[0][3], same[1][5] = None, "0000999"
    look = look_at(pages, same)
    assert look.messages[0].startswith("1 line waits for your choice")  # the other says nothing new
    assert "L&I Provider ID: 0000101, issued Mar 21, 2024 → becomes 0000999, issued Mar 21, 2024" in look.main
    assert "Add as a new person" not in look.main


def test_columns_are_mapped_by_hand(pages: FlaskClient) -> None:
    rows: list[list[object]] = [["Ana Ruiz", "HSC", date(2025, 1, 6)]]
    form = fetch(pages, "/at/valley/imports/staff")
    data = xlsx(rows, ("Who", "What", "Since when"))
    head = form.submit(file=(io.BytesIO(data), "staff.xlsx"))
    assert head.heading == "Which line has the headings?"
    columns = head.submit(line="1")
    nothing = columns.submit(rest="y")
    assert "No column is read as this one" in nothing.main
    twice = columns.submit(c0="name", c1="name", c2="hired_on")
    assert "two columns are read as this one" in twice.main.casefold()
    look = columns.submit(c0="name", c1="role", c2="hired_on")
    assert "Add 1 person" in look.main
    back = fetch(pages, look.links["Change which column is what"])
    assert back.heading == "Which column is what"
    assert [each.get("value") for each in back.by_id("c1") if each.get("selected") is not None] == ["role"]
    assert "1 person was taken in" in look.submit().messages[0]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"PK\x03\x04", b"name\n"])
def test_what_is_no_table_is_said(pages: FlaskClient, data: bytes) -> None:
    page = fetch(pages, "/at/valley/imports/staff").submit(file=(io.BytesIO(data), "staff.xlsx"))
    assert page.faults or page.messages or page.submit().messages


def test_applicants_are_undone_as_one_too(pages: FlaskClient, valley: Organisation) -> None:
    table = b"Name,Email,Employer,Job title,Job start\nAna Ruiz,ana@example.org,Clinic,Nurse,2015\nBo Lind,,,,\n"
    look = fetch(pages, "/at/valley/imports/applicants").submit(file=(io.BytesIO(table), "a.csv"))
    look.submit()
    assert db.session.query(Person).count() == 2
    last = db.session.scalar(select(func.max(Person.id)))
    fetch(pages, "/at/valley/imports/1/undo").submit(because="Twice")
    assert db.session.query(Person).count() == 0
    assert list(trail_compare.differences(valley.id)) == []
    assert last is not None
    assert make_person(valley).id > last, "of whom the trail says that they were erased"


def test_hr_undoes_applicants_and_never_staff(app: Flask, pages: FlaskClient, valley: Organisation) -> None:
    _import(pages, LINES[:1])
    hr = sign_in(app.test_client(), make_member(valley, Role.HR))
    assert hr.get("/at/valley/imports/1/undo").status_code == 404
    assert "No table was taken in yet" in fetch(hr, "/at/valley/imports").main
