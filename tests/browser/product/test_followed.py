"""An auditor follows a determination back to the paper it rests on, and to who recorded and checked it."""

import re

from flask import Flask
from playwright.sync_api import expect

from tests.browser.product.steps import HERE, again_in_a_tab, sign_in
from tests.browser.visit import Visit

WHO = "Lars Engel"


def test_a_determination_leads_to_its_evidence(visit: Visit, product: Flask) -> None:
    sign_in(visit, product, "Arno Abel")
    page = visit.go(f"{HERE}/people?q=lars")
    page.get_by_role("link", name=WHO).click()
    page.get_by_role("link", name="See the determination").click()
    expect(page.locator("main")).to_contain_text("Determined qualified")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download PDF of number 1").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    page.get_by_role("link", name="See every reason").click()
    beside = again_in_a_tab(page)  # what is read in one tab stays while another goes on
    page.get_by_role("link", name=re.compile("Registered Nurse")).click()
    expect(page.locator("#j1")).to_contain_text("Decided: direct patient care.")
    page.get_by_role("link", name="Letter of the employer").click()
    expect(page.locator("main")).to_contain_text(re.compile(r"Hash of the original \(SHA-256\)\s+[0-9a-f]{64}"))
    expect(page.get_by_role("row", name=re.compile("^Confirmed"))).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the copy").click()
    assert download.value.path().stat().st_size
    page.go_back()
    expect(page.locator("#j1")).to_contain_text("Letter of the employer")
    beside.get_by_role("link", name="See the determination").click()
    beside.get_by_text("Codes of the audit trail").click()
    beside.locator("main a[href*='/trail/']").first.click()
    expect(beside.locator("main")).to_contain_text("Decided on the application")
    for text in ("Screen", "Decide", "Record"):  # who checks changes nothing
        expect(page.get_by_role("button", name=re.compile(text))).to_have_count(0)
