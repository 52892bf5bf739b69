"""How an applicant is screened and decided on, with the keyboard alone, by three people one after the other."""

import re
from pathlib import Path

from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.product.steps import press, sign_in_anew
from tests.browser.visit import Visit

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
