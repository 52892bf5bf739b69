"""A contract manager approves content and receives a packet; a colleague objects to one line, and gets the answer."""

import re
from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from playwright.sync_api import Browser, Page, expect

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.packet_share import PacketShare
from onboarding.packets import building
from onboarding.rules.wording import typed_day
from tests.browser.product.steps import HERE, again_in_a_tab, over_a_slow_network, sign_in, sign_in_anew
from tests.browser.visit import Visit
from tests.packet_shares.make import token

LINE = "Please show the months: our count is another."
ANSWER, OTHER = "The months stand on page 5 of the worksheet.", "We look into it."


def built(product: Flask) -> None:
    """Have the clock's part done, beside the browser."""

    def build() -> None:
        with product.app_context():
            while building.build_next(product.extensions["config"], product.extensions["rulebook"], lambda: False):
                pass

    with ThreadPoolExecutor(1) as beside:
        beside.submit(build).result()


def mailed(product: Flask) -> str:
    """The address in the mail that was written last to a reader of a packet."""
    with product.app_context():
        share = db.session.query(PacketShare).order_by(PacketShare.id.desc()).first()
        assert share is not None
        return f"/shared-packets/{token(share)}"


def approved(page: Page) -> None:
    """Say that L&I approves a version of a course that waits for that."""
    page.get_by_role("link", name=re.compile("Return to work in practice")).click()
    page.get_by_role("link", name="Approve or refuse this version").click()
    page.get_by_text("Approved", exact=True).click()
    page.get_by_label("Approved from").fill(typed_day(clock.today()))
    page.get_by_role("button", name="Send the answer").click()
    expect(page.locator("main")).to_contain_text("Approved from")


def issued(visit: Visit, product: Flask) -> str:
    """Prepare a packet, look at it, and issue it; gives its number."""
    page = visit.go(f"{HERE}/packets")
    page.get_by_role("link", name="Prepare a packet by Staffing").click()
    page.get_by_role("button", name="Prepare the packet").click()
    page.wait_for_url(re.compile("/packets/[0-9]+$"))
    at, number = page.url.removeprefix(visit.site), page.get_by_role("heading", level=1).inner_text()
    built(product)
    page = visit.go(at)
    beside = again_in_a_tab(page)
    for tab in (page, beside):
        tab.get_by_role("button", name="Issue the packet").click()
        expect(tab.get_by_role("button", name="Issue the packet")).to_have_count(0)
    beside.close()
    built(product)
    page = visit.go(at)
    expect(page.locator("main")).to_contain_text("Download the packet")
    page.get_by_role("link", name="Share the packet by a link").click()
    for label, text in (
        ("Recipient", "Rae Reader"),
        ("Organization", "L&I, quality review"),
        ("Email", "rae@lni.example"),
    ):
        page.get_by_label(re.compile(f"^{label}")).fill(text)
    page.get_by_role("button", name="Send the link").click()
    expect(page.locator("main")).to_contain_text("Rae Reader")
    return number.removeprefix("Packet ")


def objected(reader: Visit, address: str) -> None:
    """Open the packet on a phone with a slow network, and object to its first line."""
    over_a_slow_network(reader.page)
    page = reader.go(address, 390)
    page.get_by_role("button", name="Open the packet").click()
    line = page.get_by_role("group", name=re.compile("The COHE, ")).first
    line.get_by_role("radio", name=re.compile("^Object")).focus()
    page.keyboard.press("Space")
    line.get_by_label("Your question, or why you object").fill(LINE)
    page.get_by_role("button", name="Send your answers").click()
    expect(page.locator("main")).to_contain_text("Your answers were sent to")


def answered(page: Page) -> None:
    """Answer it in two tabs: the second is told that it was answered."""
    page.get_by_role("link", name=re.compile("Answer the objection.*Rae Reader|Answer the objection")).last.click()
    expect(page.locator("main")).to_contain_text(LINE)
    beside = again_in_a_tab(page)
    page.get_by_label("Your answer").fill(ANSWER)
    beside.get_by_label("Your answer").fill(OTHER)
    page.get_by_role("button", name="Send the answer").click()
    expect(page.locator("main")).to_contain_text(ANSWER)
    beside.get_by_role("button", name="Send the answer").click()
    expect(beside.locator("main")).to_contain_text("Meanwhile Max Moreno answered this")
    expect(beside.get_by_label("Your answer")).to_have_value(OTHER)
    expect(beside.locator("main")).to_contain_text(ANSWER)


def test_from_content_approved_to_an_objection_answered(
    visit: Visit, chromium: Browser, site: str, product: Flask
) -> None:
    sign_in(visit, product, "Clay Corbin")
    approved(visit.go(f"{HERE}/courses"))
    sign_in_anew(visit, product, "Max Moreno")
    number = issued(visit, product)
    sign_in_anew(visit, product, "Clay Corbin")
    page = visit.go("/at/lni/packets")
    page.get_by_role("link", name=number).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the packet").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    reader = Visit(chromium, site)
    objected(reader, mailed(product))
    sign_in_anew(visit, product, "Max Moreno")
    answered(visit.go(f"{HERE}/"))
    page = reader.go(mailed(product), 390)
    expect(page.locator("main")).to_contain_text(ANSWER)
    reader.close()
