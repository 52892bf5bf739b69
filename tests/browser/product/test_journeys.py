"""From a blank form, a file and a table to a determination by two people, in a browser and with the keyboard alone."""

import json
import re
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import expect

from onboarding.formats.tables.writing import to_xlsx
from tests.browser.product.deciding import by_key, opened, qualified, typed
from tests.browser.product.steps import HERE, press, sign_in
from tests.browser.visit import Visit
from tests.documents.make import make_pdf


def added(visit: Visit, name: str) -> str:
    """Add an applicant on the blank form; gives the address of their page."""
    page = visit.go(f"{HERE}/applicants")
    by_key(page, "link", "Add an applicant")
    page.wait_for_url("**/people/new")
    page.locator("#name").focus()
    typed(page, name, "", f"{name.split()[0].lower()}@journey.example", "", "11/2/2026")
    by_key(page, "button", "Add the applicant")
    page.wait_for_url(re.compile("/people/[0-9]+$"))
    return page.url.removeprefix(visit.site)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "letter.pdf"
    path.write_bytes(make_pdf())
    return path


def test_from_a_blank_form_to_a_determination_by_two(
    visit: Visit,
    product: Flask,
    paper: Path,
) -> None:
    sign_in(visit, product, "Selma Stone")
    at = added(visit, "Blanche Blank")
    page = visit.go(f"{at}/claim")
    page.locator("#work-0-position").focus()
    typed(page, "Registered Nurse", "Foothill Clinic", "3/2/2015", "")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    typed(page, "40", "Care of injured workers")
    by_key(page, "button", "Save the application")
    page.wait_for_url("**/screening")
    expect(page.get_by_role("status", name="The answer")).to_contain_text(re.compile("As verified: needs", re.I))
    opened(page, "j1")
    page.locator("#j1-category").focus()
    page.keyboard.type("direct")
    page.locator("#j1-reason").focus()
    press(page, *"The duties say so.", "Enter")
    expect(page.locator("#j1")).to_contain_text("Decided: direct patient care. The duties say so.")
    qualified(visit, product, at, "j1", paper)


def test_from_a_json_resume_to_a_determination_by_two(
    visit: Visit,
    product: Flask,
    tmp_path: Path,
    paper: Path,
) -> None:
    resume = tmp_path / "resume.json"
    job = {"name": "Bay Clinic", "position": "Nurse Navigator", "startDate": "2014-05-01"}
    resume.write_text(json.dumps({"basics": {"name": "Jason Resume"}, "work": [job]}))
    sign_in(visit, product, "Selma Stone")
    at = added(visit, "Jason Resume")
    page = visit.go(f"{at}/claim/resume")
    page.set_input_files("#file", resume)
    page.locator("#file").focus()
    by_key(page, "button", "Read the file")
    expect(page.get_by_text("Nurse Navigator").first).to_be_visible()
    by_key(page, "button", "Save the jobs and degrees")
    page.wait_for_url("**/screening")
    opened(page, "j1")
    page.locator("#j1-category").focus()
    page.keyboard.type("direct")
    page.locator("#j1-reason").focus()
    press(page, *"A nurse navigator.", "Enter")
    expect(page.locator("#j1")).to_contain_text("Decided: direct patient care.")
    qualified(visit, product, at, "j1", paper)


def test_two_hundred_from_a_workbook_with_seven_faulty_lines_each_named(
    visit: Visit,
    product: Flask,
    tmp_path: Path,
) -> None:
    headings = ["Applicant ID", "Name", "Email", "Applied for", "Job title", "Employer", "Job start", "Job end"]
    faulty = {3: 6, 40: 6, 77: 2, 101: 3, 150: 6, 188: 7, 201: 6}  # by line of the sheet, the column that is wrong
    wrong = {2: "no address", 3: "captain", 6: "soon", 7: "1999-01"}

    def sheet(mended: bool) -> Path:
        rows = []
        for line in range(2, 202):
            row = [
                f"w{line}",
                f"Worker {line}",
                f"worker{line}@table.example",
                "hsc",
                "Nurse",
                "Clinic",
                "2016-01",
                "present",
            ]
            if line in faulty and not mended:
                row[faulty[line]] = wrong[faulty[line]]
            rows.append(row)
        path = tmp_path / f"{mended}.xlsx"
        path.write_bytes(to_xlsx("Applicants", headings, rows))
        return path

    sign_in(visit, product, "Selma Stone")
    page = visit.go(f"{HERE}/imports/applicants")
    page.set_input_files("#file", sheet(mended=False))
    by_key(page, "button", "See what the table holds")
    table = page.get_by_role("table")
    expect(table).to_contain_text("7 faults")
    assert [cell.inner_text() for cell in table.get_by_role("rowheader").all()] == [str(line) for line in faulty]
    by_key(page, "link", "Send a corrected table")
    page.set_input_files("#file", sheet(mended=True))
    by_key(page, "button", "See what the table holds")
    expect(page.get_by_text("200 applicants, and no fault.")).to_be_visible()
    by_key(page, "button", "Import 200 applicants")
    page.wait_for_url("**/imports")
    page = visit.go(f"{HERE}/applicants?q=worker&sort=name")
    expect(page.locator("caption")).to_contain_text("200 applicants, page 1 of 8")
