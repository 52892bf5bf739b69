"""The link to a packet in a browser: opened and answered with the keyboard, also without scripts, on a phone too."""

from flask import Flask
from playwright.sync_api import expect

from onboarding.extensions import db
from onboarding.models.packet_share import PacketShare
from tests.browser import axe
from tests.browser.visit import Visit
from tests.packet_shares.make import token

RULED = "The COHE, ruling relied on"  # a line of which nobody has said anything


def link(product: Flask) -> str:
    with product.app_context():
        return f"/shared-packets/{token(db.session.query(PacketShare).first())}"  # type: ignore[arg-type]


def test_a_line_is_asked_about_with_the_keyboard_and_at_every_width(visit: Visit, product: Flask) -> None:
    page = visit.go(link(product))
    axe.check(page)
    page.get_by_role("button", name="Open the packet").focus()
    page.keyboard.press("Enter")
    line = page.get_by_role("group", name=RULED).first
    text = line.get_by_label("Your question, or why you object")
    expect(text).to_be_hidden()
    line.get_by_role("radio", name="Accept").focus()
    page.keyboard.press("ArrowRight")
    expect(text).to_be_visible()
    page.keyboard.press("Tab")
    expect(text).to_be_focused()
    page.keyboard.type("Which ruling is this?")
    for width in (1280, 390, 320):
        visit.look(width)
        axe.check(page)
        assert visit.too_wide() == []
    page.get_by_role("button", name="Send your answers").focus()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Your answers were sent to")
    expect(text).to_have_value("Which ruling is this?")
    visit.met_no_error()


def test_it_is_opened_and_answered_without_scripts(visit: Visit, product: Flask) -> None:
    visit.without_scripts()
    page = visit.go(link(product), 390)
    page.get_by_role("button", name="Open the packet").click()
    page.get_by_text("Accept all other lines on this page").click()
    page.get_by_role("button", name="Send your answers").click()
    expect(page.locator("main")).to_contain_text("You accepted it on")
