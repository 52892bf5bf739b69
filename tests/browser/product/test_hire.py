"""HR takes an applicant from a mail to the first day: by the applicant's own phone, three colleagues and two tabs."""

import re
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.applicant_link import ApplicantLink
from onboarding.rules.wording import typed_day
from onboarding.services import applicant_links, links
from tests.browser.product.deciding import opened, qualified
from tests.browser.product.steps import HERE, again_in_a_tab, over_a_slow_network, sign_in, sign_in_anew
from tests.browser.visit import Visit
from tests.documents.make import make_pdf


def mailed(product: Flask) -> str:
    """The address in the mail that was written last to an applicant."""
    with product.app_context():
        link = db.session.query(ApplicantLink).order_by(ApplicantLink.id.desc()).first()
        assert link is not None
        return f"/apply/{links.token_of(applicant_links.PURPOSE, link.nonce)}"


def handed_in(applicant: Visit, address: str, paper: Path) -> None:
    """Fill in the application on a phone with a slow network, save, come back, and hand it in."""
    over_a_slow_network(applicant.page)
    page = applicant.go(address, 390)
    for field, text in (("position", "Registered Nurse"), ("name", "Foothill Clinic"), ("startDate", "3/2/2015"),
                        ("hoursPerWeek", "40"), ("summary", "Direct care of patients")):  # fmt: skip
        page.locator(f"#work-0-{field}").fill(text)
    page.get_by_text("Still works here").click()
    page.get_by_role("button", name="Save, and add files").click()
    page.locator("#files").set_input_files(paper)
    page.get_by_role("button", name="Send the files").click()
    expect(page.locator("main")).to_contain_text("letter.pdf")
    page = applicant.go(address, 390)
    expect(page.locator("#work-0-position")).to_have_value("Registered Nurse")
    page.get_by_role("button", name="Hand in the application").click()
    expect(page.locator("main")).to_contain_text("We have your application")
    page.go_back()
    expect(page.get_by_role("button", name="Hand in the application")).to_have_count(0)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "letter.pdf"
    path.write_bytes(make_pdf())
    return path


def test_from_a_mail_to_the_first_day(
    visit: Visit,
    chromium: Browser,
    site: str,
    product: Flask,
    paper: Path,
) -> None:
    sign_in(visit, product, "Hedda Hale")
    page = visit.go(f"{HERE}/people/new")
    page.get_by_label("Full name").fill("Mira Mailer")
    page.get_by_label("Email address").fill("mira@journey.example")
    page.get_by_role("button", name="Add the applicant").click()
    page.wait_for_url(re.compile("/people/[0-9]+$"))
    at = page.url.removeprefix(visit.site)
    page.get_by_text("More", exact=True).click()
    page.get_by_role("link", name="Send a link to the applicant").click()
    page.get_by_role("button", name="Send the link to mira@journey.example").click()
    expect(page.locator("main")).to_contain_text("The link is on its way")
    applicant = Visit(chromium, site)
    handed_in(applicant, mailed(product), paper)
    applicant.close()

    sign_in_anew(visit, product, "Selma Stone")
    page = visit.go(f"{at}/screening")
    opened(page, "j1")
    page.locator("#j1-category").select_option(label="Direct patient care")
    page.locator("#j1-reason").fill("The duties say so.")
    page.locator("#j1-reason").press("Enter")
    expect(page.locator("#j1")).to_contain_text("Decided: direct patient care.")
    qualified(visit, product, at, "j1", paper)

    page = visit.go(f"{at}/hire")
    beside = again_in_a_tab(page)
    for tab in (page, beside):
        tab.get_by_label("First day in the role at this COHE").fill(typed_day(clock.today()))
    page.get_by_role("button", name="Record the hire").click()
    expect(page.locator("main")).to_contain_text("additional training", ignore_case=True)
    beside.get_by_role("button", name="Record the hire").click()
    expect(beside.locator("main")).to_contain_text("already")
    page.go_back()
    expect(page.locator("main")).to_contain_text("already")
    expect(page.get_by_role("button", name="Record the hire")).to_have_count(0)
    page = visit.go(f"{at}")
    expect(page.locator("main")).to_contain_text("Hired")
