"""The screening page in a browser: short, its place and focus kept, and no fault or sign-in ever drawn inside of it."""

from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from onboarding import clock
from onboarding.extensions import db, writing
from onboarding.models.account import Visit as Stored
from tests.browser import axe
from tests.browser.product.steps import HERE, press, sign_in
from tests.browser.visit import Visit

TWO_JOBS = f"{HERE}/people/3/screening"
TALLEST, MOST_WORDS, PHONE = 1800, 450, (390, 844)
WORDS = "() => document.querySelector('main').innerText.split(/\\s+/).filter(Boolean).length"
# Whether the answer lies over any part of what has the focus.
COVERED = """() => {
  const over = document.querySelector('.verdict'), at = document.activeElement;
  if (over.contains(at)) return 0;
  const a = over.getBoundingClientRect(), b = at.getBoundingClientRect();
  return b.top < a.bottom - 1 && b.bottom > a.top && b.left < a.right && b.right > a.left ? 1 : 0;
}"""
TOP = "each => Math.round(each.getBoundingClientRect().top)"


@pytest.fixture
def page(visit: Visit, product: Flask) -> Page:
    sign_in(visit, product, "Selma Stone")
    return visit.go(TWO_JOBS)


def checked(page: Page) -> None:
    """Judge the page from its top, where the answer that stays in view lies over nothing."""
    page.evaluate("() => window.scrollTo(0, 0)")
    axe.check(page)


def opened(page: Page, fact: str) -> None:
    page.locator(f"#{fact}-toggle").focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"#{fact}-reason")).to_be_visible()


def decided(page: Page, fact: str, reason: str) -> int:
    """Type a decision and press the button, by keyboard alone. Gives where in the window the button was."""
    page.locator(f"#{fact}-category").focus()
    page.keyboard.type("direct")
    page.locator(f"#{fact}-reason").fill(reason)
    button = page.locator(f"#{fact}-decide")
    button.focus()
    top: int = button.evaluate(TOP)
    page.keyboard.press("Enter")
    return top


def test_it_is_short_and_begins_with_what_to_do(visit: Visit, page: Page) -> None:
    assert page.evaluate("() => document.documentElement.scrollHeight") < TALLEST
    assert page.evaluate(WORDS) < MOST_WORDS
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    box = page.locator(".needed .usa-button").bounding_box()
    assert box
    assert box["y"] + box["height"] <= PHONE[1]
    assert visit.too_wide() == []


@pytest.mark.parametrize("width", [1280, 320])
def test_nothing_that_has_the_focus_is_hidden_under_the_answer_that_stays(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 500})
    opened(page, "j1")
    page.evaluate("() => window.scrollTo(0, document.documentElement.scrollHeight)")
    page.locator("main a, main button, main input").last.focus()
    seen = hidden = 0
    while seen < 60 and page.evaluate("() => document.activeElement.closest('main') !== null"):
        seen, hidden = seen + 1, hidden + page.evaluate(COVERED)
        page.keyboard.press("Shift+Tab")
    assert (seen > 20, hidden) == (True, 0)


def test_after_a_decision_the_place_and_the_focus_stay_and_the_answer_is_new(page: Page) -> None:
    opened(page, "j1")
    page.locator("#j1-reason").fill("typed and not sent")
    opened(page, "j2")
    before = decided(page, "j2", "As the duties say.")
    expect(page.locator("#j2-done")).to_have_text("The decision was saved.")
    button = page.locator("#j2-decide")
    expect(button).to_be_focused()
    assert button.evaluate(TOP) == pytest.approx(before, abs=2)
    expect(page.locator("#answer")).not_to_contain_text("Care Coordinator, Valley Hospital: the kind")
    assert page.locator("#j1-reason").input_value() == "typed and not sent"
    checked(page)
    page.locator("#j2-toggle").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#j2-decide")).to_be_hidden()
    expect(page.locator("#j2-toggle")).to_be_focused()
    expect(page.locator("#j2")).to_contain_text("Direct patient care")


def test_what_is_refused_is_said_in_its_line(visit: Visit, page: Page) -> None:
    opened(page, "j2")
    page.locator("#j2-decide").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#j2 .usa-alert--error")).to_be_focused()
    checked(page)
    visit.foresee("422")


def test_a_visit_that_ended_is_never_drawn_inside_and_nothing_typed_is_lost(
    visit: Visit, product: Flask, page: Page
) -> None:
    opened(page, "j2")
    with product.app_context(), writing():
        for each in db.session.query(Stored):
            each.seen_at = each.began_at = clock.now() - timedelta(minutes=31)
        db.session.commit()
    decided(page, "j2", "Typed for long.")
    dialog = page.get_by_role("alertdialog", name="You are signed out")
    expect(dialog.get_by_role("link", name="Sign in")).to_be_focused()
    expect(page.locator("#j2 .fragment-fault")).to_contain_text("You are signed out. You were away for a while")
    assert page.locator("h1").count() == 1
    visit.foresee("401")
    visit.page = visit.context.new_page()
    sign_in(visit, product, "Selma Stone")
    visit.page.get_by_role("button", name="Sign out").wait_for()
    visit.page.close()
    visit.page = page
    page.evaluate("() => window.dispatchEvent(new Event('focus'))")
    expect(dialog).to_be_hidden()
    assert page.locator("#j2-reason").input_value() == "Typed for long."
    page.locator("#j2-decide").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#j2-done")).to_have_text("The decision was saved.")


def test_a_fault_is_said_beside_the_button_and_nothing_typed_is_lost(visit: Visit, page: Page) -> None:
    opened(page, "j2")
    page.evaluate("() => document.querySelectorAll('[name=csrf_token]').forEach(each => { each.value = 'old' })")
    decided(page, "j2", "Kept.")
    fault = page.locator("#j2 .fragment-fault")
    expect(fault).to_contain_text("The request could not be understood.")
    assert (page.locator("h1").count(), page.locator("#j2-reason").input_value()) == (1, "Kept.")
    checked(page)
    visit.foresee("400")
    page.context.set_offline(True)
    press(page, "Enter")
    expect(fault).to_contain_text("We could not reach the server.")
    page.context.set_offline(False)
    visit.wrong.clear()


def test_without_scripts_a_line_opens_and_says_what_was_done(visit: Visit, product: Flask) -> None:
    visit.without_scripts()
    sign_in(visit, product, "Selma Stone")
    page = visit.go(f"{HERE}/people/4/screening")
    page.get_by_role("link", name="Review Bachelor of Arts").click()
    page.locator("#d1-level").select_option("bachelor")
    page.locator("#d1-reason").fill("The diploma says so.")
    page.get_by_role("button", name="Save the decision").click()
    assert page.locator("#d1-done").inner_text() == "The decision was saved."
    page.get_by_role("link", name="Record an interview").last.click()
    page.locator("#interview-said_by").fill("Ina")
    page.get_by_role("button", name="Save the interview").click()
    assert "Answer at least one question." in page.locator("#interview").inner_text()
    visit.foresee("422")
