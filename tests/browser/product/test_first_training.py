"""A manager takes a hire from the first day to training met, with a visit to the other COHE that its host signs."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.sign_off import SignOffLink
from onboarding.rules.wording import typed_day
from onboarding.services import links, sign_off_links
from tests.browser.product.steps import HERE, again_in_a_tab, sign_in, sign_in_anew
from tests.browser.visit import Visit
from tests.documents.make import make_pdf

WHO, THERE = "Lars Engel", "/at/harbor"


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Has days go by for the product that is served here."""
    now = clock.now

    def after(days: int) -> None:
        monkeypatch.setattr(clock, "now", lambda: now() + timedelta(days=days))
        monkeypatch.setattr(clock, "today", lambda: clock.day_of(clock.now()))

    return after


def mailed(product: Flask) -> str:
    """The address in the mail that was written last to a host."""
    with product.app_context():
        link = db.session.query(SignOffLink).order_by(SignOffLink.id.desc()).first()
        assert link is not None
        return f"/sign-offs/{links.token_of(sign_off_links.PURPOSE, link.nonce)}"


def hired(visit: Visit, product: Flask, on: date) -> str:
    """Record the first day of somebody who was determined; gives the address of their page."""
    sign_in(visit, product, "Hedda Hale")
    page = visit.go(f"{HERE}/")
    page.get_by_role("link", name=re.compile(f"Record the hire.*{WHO}")).click()
    page.get_by_label("First day in the role at this COHE").fill(typed_day(on))
    page.get_by_role("button", name="Record the hire").click()
    page.wait_for_url(re.compile("/people/[0-9]+$"))
    return page.url.removeprefix(visit.site)


def offered(visit: Visit, product: Flask, on: date) -> None:
    """Offer a visit to an HSC of the other COHE."""
    sign_in_anew(visit, product, "Mona Marsh")
    page = visit.go(f"{THERE}/sessions")
    page.get_by_role("link", name="Offer a shadowing visit").click()
    page.get_by_label("Who is shadowed").select_option(label="Heidi Holm")
    for label, text in (("Day", typed_day(on)), ("Starts", "9:00 AM"), ("Ends", "2:00 PM"), ("Minutes", "250"),
                        ("Place", "3 Harbor Way"), ("Last day", typed_day(on - timedelta(days=2)))):  # fmt: skip
        page.get_by_label(re.compile(f"^{label}")).fill(text)
    page.get_by_role("button", name="Offer a shadowing visit").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Shadowing")


def booked(page: Page) -> None:
    """Book a seat in two tabs: the second is told that it has one."""
    page.get_by_role("link", name="Book seats").click()
    beside = again_in_a_tab(page)
    for tab in (page, beside):
        tab.get_by_text(re.compile(f"^{WHO}")).click()
    page.get_by_role("button", name="Book seats").click()
    expect(page.locator("main")).to_contain_text("Has a seat")
    beside.get_by_role("button", name="Book seats").click()
    expect(beside.locator("main")).to_contain_text("already")
    beside.close()


def attended(page: Page) -> None:
    """Say when and where the orientation was."""
    page.get_by_label("Day").fill(typed_day(clock.today()))
    page.get_by_text("L&I headquarters").click()


def test_from_the_first_day_to_training_met(
    visit: Visit, chromium: Browser, site: str, product: Flask, tmp_path: Path, later: Callable[[int], None]
) -> None:
    at = hired(visit, product, clock.today())
    visited_on = clock.today() + timedelta(days=20)
    offered(visit, product, visited_on)
    sign_in_anew(visit, product, "Max Moreno")
    page = visit.go(f"{HERE}/sessions")
    page.get_by_role("row", name=re.compile("Harbor COHE.*1 of 1")).get_by_role("link").first.click()
    booked(page)
    page = visit.go(f"{at}/training")
    expect(page.locator("main")).to_contain_text(re.compile(r"Where it stands\s+Due"))

    later(21)
    sign_in(visit, product, "Mona Marsh")
    page = visit.go(f"{THERE}/sessions?past=1")
    page.get_by_role("link", name=re.compile("Shadowing at Harbor")).first.click()
    page.get_by_role("link", name=f"Send the link about {WHO}").click()
    page.get_by_role("button", name="Send the link").click()
    expect(page.locator("main")).to_contain_text("The link is on its way to the host.")
    host = Visit(chromium, site)
    page = host.go(mailed(product), 390)
    page.get_by_text("Yes, they shadowed me").click()
    page.get_by_label("Your name").fill("Heidi Holm")
    page.get_by_role("button", name="Sign off the visit").click()
    expect(page.locator("main")).to_contain_text("The visit is signed off.")
    host.close()

    sign_in_anew(visit, product, "Max Moreno")
    page = visit.go(f"{at}/training")
    expect(page.get_by_role("row", name=re.compile("Shadowing at another COHE"))).to_contain_text("Done")
    page.get_by_role("link", name=re.compile("Record it.*L&I orientation")).click()
    sheet = tmp_path / "sheet.pdf"
    sheet.write_bytes(make_pdf())
    attended(page)
    page.get_by_label("Or add a file").set_input_files(sheet)
    page.get_by_role("button", name="Record training").click()
    expect(page.locator("main")).to_contain_text(re.compile(r"Where it stands\s+Met"))
    page.go_back()
    attended(page)
    page.get_by_role("button", name="Record training").click()
    expect(page.locator("main")).to_contain_text("already")
