"""Recording what happened with an application, and L&I's form filled, in a browser and with the keyboard alone."""

from datetime import timedelta
from pathlib import Path

import pypdfium2
from flask import Flask
from playwright.sync_api import Page, expect

from onboarding import clock
from tests.browser.product.steps import HERE, sign_in
from tests.browser.visit import Visit
from tests.forms.make import make_thirty_six

HUGO = f"{HERE}/people/8"  # whose application L&I has returned


def by_key(page: Page, role: str, name: str) -> None:
    """Go to a link or button and press Enter."""
    page.get_by_role(role, name=name, exact=True).first.focus()  # type: ignore[arg-type]
    page.keyboard.press("Enter")


def days_ago(days: int) -> str:
    """A day as people here type it."""
    return f"{clock.today() - timedelta(days):%m/%d/%Y}"


def recorded(visit: Visit, event: str, day: str) -> Page:
    """Record one event of the provider account; the page that comes of it."""
    page = visit.go(f"{HUGO}/credentials")
    by_key(page, "link", "Record what happened with the Provider account")
    page.wait_for_url("**/provider/new")
    page.locator("#event").focus()
    page.keyboard.type(event)
    page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type(day)
    return page


def test_a_number_that_lost_its_zero_is_recorded_with_it(visit: Visit, product: Flask) -> None:
    sign_in(visit, product, "Max Moreno")
    recorded(visit, "Sent to L&I", days_ago(9))  # three days after it came back
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url("**/people/8/credentials")
    page = recorded(visit, "Provider ID issued", days_ago(5))
    page.keyboard.press("Tab")
    page.keyboard.type("123456")
    page.keyboard.press("Enter")
    expect(page.locator(".usa-error-message")).to_contain_text("it is 0123456")
    by_key(page, "button", "Use 0123456")
    expect(page.locator("#number")).to_have_value("0123456")
    page.locator("#number").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/people/8/credentials")
    expect(page.locator("main")).to_contain_text("Provider ID issued: 0123456")


def test_a_form_is_loaded_mapped_and_comes_out_filled(visit: Visit, product: Flask, tmp_path: Path) -> None:
    paper = tmp_path / "F248.pdf"
    paper.write_bytes(make_thirty_six())
    sign_in(visit, product, "Max Moreno")
    page = visit.go(f"{HERE}/forms")
    page.locator("#title").focus()
    page.keyboard.type("Provider application")
    page.keyboard.press("Tab")
    page.keyboard.type("F248, 08-2025")
    page.locator("#file").set_input_files(paper)
    by_key(page, "button", "Add the form")
    page.wait_for_url("**/forms/1")
    by_key(page, "button", "Save the matches")
    expect(page.locator("main")).to_contain_text("The matches were saved.")
    page = visit.go(f"{HUGO}/forms")
    with page.expect_download() as coming:
        page.get_by_role("link", name="To print and sign").focus()
        page.keyboard.press("Enter")
    with pypdfium2.PdfDocument(coming.value.path()) as document:
        said = document[0].get_textpage().get_text_bounded()
    assert "Harper" in said
    assert "hugo.harper@people.example" in said
