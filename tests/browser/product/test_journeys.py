"""From a blank form, a file and a table to a determination by two people, in a browser and with the keyboard alone."""

import json
import re
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from onboarding.formats.tables.writing import to_xlsx
from tests.browser.product.steps import HERE, press, sign_in, sign_in_anew
from tests.browser.visit import Visit
from tests.documents.make import make_pdf

SKILLS = ("communication", "data_management", "care_documentation", "data_analysis")


def typed(page: Page, *fields: str) -> None:
    """Type into one field after the other, from the one in focus on."""
    for text in fields:
        page.keyboard.type(text)
        page.keyboard.press("Tab")


def by_key(page: Page, role: str, name: str, key: str = "Enter") -> None:
    """Go to a link or button and press it, as the keyboard does."""
    page.get_by_role(role, name=name, exact=True).first.focus()  # type: ignore[arg-type]
    page.keyboard.press(key)


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


def interviewed(page: Page, how: str, *answered: str) -> None:
    """Record an interview: how it is known, and an answer to each of these questions (`no` after a blank)."""
    page.locator("#interview-toggle").focus()
    page.keyboard.press("Enter")
    page.locator("#interview-how").focus()
    page.keyboard.type(how)
    press(page, "Tab", *"Ina Interviewer")
    for each in answered:
        about, _, no = each.partition(" ")
        page.locator(f"#interview-{about}-0").focus()
        page.keyboard.press("ArrowDown" if no else "Space")
    by_key(page, "button", "Save the interview")
    expect(page.locator("#interview-done")).to_have_text("The interview was recorded.")
    expect(page.locator(".htmx-added, .htmx-settling, .htmx-swapping")).to_have_count(0)  # before, links are deaf
    expect(page.locator("#interview-save")).to_be_focused()  # the focus stays where it was
    by_key(page, "link", "Close the interview sheet")
    expect(page.locator("#interview-how")).to_be_hidden()


def confirmed(page: Page, yes: bool) -> None:
    """Record L&I's word on standing, with the letter that shows it."""
    page.locator("#value-0").focus()
    press(page, "Space" if yes else "ArrowDown", "Tab")
    page.keyboard.type("Confirmed")
    press(page, "Tab", *"Desk 4")
    page.locator("#item").focus()
    page.keyboard.type("Letter")
    page.locator("#said_by").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/screening#interview")


def opened(page: Page, fact: str) -> None:
    """Open the line of a job or degree, if it is not open."""
    toggle = page.locator(f"#{fact}-toggle")
    if toggle.get_attribute("aria-expanded") == "false":
        toggle.focus()
        page.keyboard.press("Enter")
    expect(page.locator(f"#{fact}-toggle")).to_have_attribute("aria-expanded", "true")


def qualified(visit: Visit, product: Flask, at: str, fact: str, paper: Path) -> None:
    """Prove, state, verify by another, recommend and decide, until it is determined."""
    page = visit.go(f"{at}/screening")
    opened(page, fact)
    area = page.locator(f"#{fact}")
    area.get_by_text("Add a file that proves this").focus()
    page.keyboard.press("Enter")
    page.set_input_files(f"#{fact}-new-file", paper)  # what the browser's own dialog gives
    page.locator(f"#{fact}-new-title").focus()
    press(page, *"Letter of the clinic", "Enter")
    expect(page.locator(f"#{fact}").get_by_role("link", name="Letter of the clinic", exact=True)).to_be_visible()
    interviewed(page, "An i", *SKILLS)
    for about, yes in (("providerId", True), ("lniIssues", False)):
        confirmed(visit.go(f"{at}/standing/{about}"), yes)
    sign_in_anew(visit, product, "Hedda Hale")
    page = visit.go(f"{at}/screening")
    page.get_by_role("link", name="Check Letter of the clinic").first.focus()  # it shows standing too
    page.keyboard.press("Enter")
    page.wait_for_url("**/verify*")
    page.locator("#source-0").focus()
    press(page, "Space", "Tab", *"The clinic", "Tab", "Tab", "Space", "Tab", "Tab", "Enter")
    page.wait_for_url(f"**/screening#{fact}")
    expect(page.get_by_role("status", name="The answer")).to_contain_text(re.compile("As verified: qualified", re.I))
    sign_in_anew(visit, product, "Selma Stone")
    page = visit.go(f"{at}/determination")
    page.locator("[name=recommends]").first.focus()
    press(page, "Space", "Tab", *"Eleven years as a nurse, shown by a letter.")
    by_key(page, "button", "Record the recommendation")
    expect(page.get_by_text("It was recommended. Somebody else decides now.")).to_be_visible()
    sign_in_anew(visit, product, "Hedda Hale")
    page = visit.go(f"{at}/determination")
    page.locator("[name=decision]").first.focus()
    press(page, "Space", "Tab", *"Agreed.")
    by_key(page, "button", "Record the decision")
    expect(page.get_by_text("The decision was recorded.")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Record the hire")


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
