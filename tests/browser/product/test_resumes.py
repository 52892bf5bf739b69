"""A résumé beside the form that is typed from it, and rows that come and go, with scripts and without."""

from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.browser import axe
from tests.browser.product.steps import HERE, sign_in
from tests.browser.visit import TOO_WIDE, Visit
from tests.documents.make import make_pdf


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "none"])
def test_a_resume_is_beside_the_form_on_a_desk_and_folded_on_a_phone(
    visit: Visit, product: Flask, tmp_path: Path, scripts: bool
) -> None:
    if not scripts:
        visit.without_scripts()
    (tmp_path / "cv.pdf").write_bytes(make_pdf())
    sign_in(visit, product, "Max Moreno")
    page = visit.go(f"{HERE}/people/new")
    page.set_input_files("#resume", tmp_path / "cv.pdf")
    page.get_by_role("button", name="Type from this résumé").click()
    picture, name = page.get_by_alt_text("Page 1 of 1"), page.locator("#name")
    expect(picture).to_be_visible()
    beside, field = picture.bounding_box(), name.bounding_box()
    assert beside
    assert field
    assert beside["x"] + beside["width"] <= field["x"]
    if scripts:
        axe.check(page)
    page.set_viewport_size({"width": 320, "height": 700})
    expect(picture).to_be_hidden()
    page.get_by_text("Show the file: cv.pdf").click()
    expect(picture).to_be_visible()
    assert page.evaluate(TOO_WIDE) == []
    page.get_by_label("Job title").fill("Nurse")
    page.get_by_role("button", name="Remove this job").click()
    said = page.get_by_role("group", name="Job 1")
    expect(said).to_contain_text("Job 1 (Nurse) was removed.")
    if scripts:
        expect(said).to_be_focused()
    expect(said).to_be_in_viewport()
    page.get_by_role("button", name="Put the job back").click()
    expect(page.get_by_label("Job title")).to_have_value("Nurse")
    expect(page.get_by_label("Job title")).to_be_in_viewport()
    page.get_by_role("button", name="Discard this résumé").click()
    expect(page.get_by_text("The résumé was discarded.")).to_be_visible()
