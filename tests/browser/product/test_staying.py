"""Before a visit ends by itself the page says so, lets somebody who is there stay, and keeps what they typed."""

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from onboarding import clock
from onboarding.extensions import db, writing
from onboarding.models.account import Visit as Stored
from tests.browser import axe
from tests.browser.product.steps import HERE, sign_in
from tests.browser.visit import Visit

TYPED = "Typed For Long"


def idle(app: Flask, minutes: float, began: float | None = None) -> None:
    """Have nobody been there for so many minutes, by the server's clock."""
    with app.app_context(), writing():
        for each in db.session.query(Stored):
            each.seen_at = clock.now() - timedelta(minutes=minutes)
            each.began_at = clock.now() - timedelta(minutes=began or minutes)
        db.session.commit()


@pytest.fixture
def form(visit: Visit, product: Flask) -> Page:
    """A form that somebody has begun to fill in. The browser's clock stands still unless it is moved."""
    visit.page.clock.install()
    sign_in(visit, product, "Max Moreno")
    page = visit.go(f"{HERE}/people/new")
    page.fill("#name", TYPED)
    return page


def later(page: Page, minutes: float) -> None:
    page.clock.fast_forward(int(minutes * 60_000))


def sent(page: Page) -> None:
    page.fill("#email", f"typed.{uuid4().hex}@example.org")  # in another test they were somebody else
    page.locator("main").get_by_role("button", name="Add the applicant").click()
    expect(page.locator("main")).to_contain_text(f"{TYPED} was added.")


def in_another_tab(visit: Visit, product: Flask, form: Page, name: str) -> None:
    visit.page = visit.context.new_page()
    sign_in(visit, product, name)
    visit.page.get_by_role("button", name="Sign out").wait_for()
    visit.page.close()
    visit.page = form
    form.evaluate("() => window.dispatchEvent(new Event('focus'))")


def test_whoever_is_there_stays_and_loses_nothing(visit: Visit, product: Flask, form: Page) -> None:
    idle(product, 27.5)
    later(form, 27.5)
    dialog = form.get_by_role("alertdialog", name="Are you still there?")
    expect(dialog).to_contain_text("signed out in")
    expect(dialog.get_by_role("button", name="Stay signed in")).to_be_focused()
    expect(dialog.get_by_text("Sign in", exact=True)).to_be_hidden()
    for width in (1280, 320):
        visit.look(width)
        axe.check(form)
        assert visit.too_wide() == []
    form.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    later(form, 20)
    expect(dialog).to_be_hidden()
    sent(form)


def test_the_warning_comes_two_minutes_before_at_the_latest(product: Flask, form: Page) -> None:
    idle(product, 26.5)
    later(form, 26.5)
    expect(form.locator("dialog.stay")).to_be_hidden()
    idle(product, 27.9)
    later(form, 1.4)
    expect(form.locator("dialog.stay")).to_be_visible()


def test_whoever_works_in_another_tab_is_not_asked(product: Flask, form: Page) -> None:
    idle(product, 5)
    with form.expect_response("**/account/visit"):
        later(form, 27.5)
    expect(form.locator("dialog.stay")).to_be_hidden()


def test_who_was_signed_out_signs_in_in_another_tab_and_sends_what_they_typed(
    visit: Visit, product: Flask, form: Page
) -> None:
    idle(product, 31)
    later(form, 31)
    ended = form.get_by_role("alertdialog", name="You are signed out")
    expect(ended.get_by_role("link", name="Sign in")).to_be_focused()
    expect(ended.get_by_text("Stay signed in")).to_be_hidden()
    axe.check(form)
    form.keyboard.press("Escape")
    expect(ended).to_be_visible()
    in_another_tab(visit, product, form, "Max Moreno")
    expect(form.locator("dialog.stay")).to_be_hidden()
    assert form.input_value("#name") == TYPED
    sent(form)


def test_somebody_else_who_signs_in_does_not_send_it(visit: Visit, product: Flask, form: Page) -> None:
    idle(product, 31)
    later(form, 31)
    expect(form.get_by_role("alertdialog", name="You are signed out")).to_be_visible()
    with form.expect_response("**/account/visit"):
        in_another_tab(visit, product, form, "Selma Stone")
    expect(form.get_by_role("alertdialog", name="You are signed out")).to_be_visible()


def test_after_twelve_hours_nobody_is_told_that_they_can_stay(product: Flask, form: Page) -> None:
    idle(product, 1, began=12 * 60 - 2)
    later(form, 27.5)
    dialog = form.get_by_role("alertdialog", name="You are about to be signed out")
    dialog.get_by_role("button", name="Keep working").click()
    expect(dialog).to_be_hidden()
    later(form, 0.5)
    expect(dialog).to_be_hidden()
