"""A packet from its definition to an answer, by somebody who goes back and sends again, and has two tabs of each page.

What is sent from a page that is out of date is told so, keeps what was typed, and is done no second time.
"""

import re

from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.browser.product.steps import HERE, again_in_a_tab, sign_in
from tests.browser.product.test_packet_answered import built, mailed
from tests.browser.visit import Visit

NAME = "Staffing for the walk"
ASKED, OBJECTED = "Which month is meant?", "It is another month."


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


def told(page: Page, says: str) -> None:
    expect(page.get_by_role("alert")).to_contain_text(says)


def defined(page: Page) -> str:
    """Define a packet, go back and send it again; gives where the definition is."""
    page.get_by_role("link", name="Define: Staffing").click()
    page.get_by_label(re.compile("^Name")).fill(NAME)
    press(page, "Save the definition")
    expect(page.get_by_role("heading", level=1)).to_have_text(NAME)
    at = page.url
    page.go_back()
    page.get_by_label(re.compile("^Name")).fill(NAME)
    press(page, "Save the definition")
    told(page, "It was not recorded twice.")
    expect(page.get_by_label(re.compile("^Name"))).to_have_value(NAME)
    page.goto(at)
    return at


def changed(page: Page) -> None:
    """Change the definition in two tabs: the second is told, keeps its words, and sends them again."""
    page.get_by_role("link", name="Change the definition").click()
    beside = again_in_a_tab(page)
    page.get_by_label("Cover letter").fill("The first letter.")
    press(page, "Save the definition")
    expect(page.get_by_text("The definition was changed.")).to_be_visible()
    beside.get_by_label("Cover letter").fill("The second letter.")
    press(beside, "Save the definition")
    told(beside, "Meanwhile somebody else changed this definition")
    expect(beside.get_by_label("Cover letter")).to_have_value("The second letter.")
    press(beside, "Save the definition")
    expect(beside.get_by_text("The definition was changed.")).to_be_visible()
    beside.close()


def ordered(page: Page) -> None:
    """Move a section in two tabs: the second is told, and sees the order that there is."""
    page.get_by_role("link", name="Change the order of sections").click()
    beside = again_in_a_tab(page)
    press(page, "Move up Glossary")
    expect(page.get_by_text("Glossary was moved up.")).to_be_visible()
    press(beside, "Move up Glossary")
    told(beside, "Meanwhile somebody else changed this definition")
    sections = [item.split("\n")[0] for item in page.locator("ol.moved li").all_inner_texts()]
    assert [item.split("\n")[0] for item in beside.locator("ol.moved li").all_inner_texts()] == sections
    beside.close()


def looked(page: Page, at: str) -> None:
    """Choose the look in two tabs: the second is told, keeps its name, and sends it again."""
    page.goto(at)
    page.get_by_role("link", name="Choose the look of packets").click()
    beside = again_in_a_tab(page)
    for tab, name in ((page, "Cedar Valley, first"), (beside, "Cedar Valley, second")):
        tab.get_by_label(re.compile("^Name on the cover")).fill(name)
        press(tab, "Save the look")
    expect(page.get_by_text("Packets look so from now on.")).to_be_visible()
    told(beside, "Meanwhile somebody else chose another look")
    expect(beside.get_by_label(re.compile("^Name on the cover"))).to_have_value("Cedar Valley, second")
    press(beside, "Save the look")
    expect(beside.get_by_text("Packets look so from now on.")).to_be_visible()
    beside.close()
    page.close()


def prepared(page: Page) -> str:
    """Prepare a packet in two tabs and by going back; gives where it is. There is one of it."""
    page.get_by_role("link", name="Prepare a packet", exact=True).click()
    beside = again_in_a_tab(page)
    press(page, "Prepare the packet")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Packet CEDAR-VALLEY-")
    at = page.url
    page.go_back()
    for tab in (page, beside):
        press(tab, "Prepare the packet")
        told(tab, "A packet of this definition is under way.")
    beside.close()
    return at


def issued(page: Page, product: Flask, at: str) -> None:
    """Issue it with two old tabs beside: one issues it again, the other cancels it, and both are told."""
    page.goto(at)
    beside, canceling = again_in_a_tab(page), again_in_a_tab(page)
    canceling.get_by_role("link", name="Cancel the packet").click()
    press(page, "Issue the packet")
    expect(page.get_by_text("The packet is being built. You get a mail when it is ready.")).to_be_visible()
    press(beside, "Issue the packet")
    told(beside, "is not waiting to be issued. Nothing was changed.")
    built(product)
    press(canceling, "Cancel the packet")
    told(canceling, "is not under way any more. Nothing was changed.")
    beside.close()
    canceling.close()


def opened_anew(page: Page) -> None:
    """The page that waited for the packet offers it by itself, and the page before it has nothing to issue."""
    expect(page.get_by_role("link", name="Download the packet")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("link", name="Download the packet")).to_be_visible()
    expect(page.get_by_role("button", name="Issue the packet")).to_have_count(0)


def shared(page: Page, at: str) -> None:
    """Send the link in two tabs: one link goes out, and the second tab keeps what was typed."""
    page.goto(at)
    page.get_by_role("link", name="Share the packet by a link").click()
    beside = again_in_a_tab(page)
    for tab in (page, beside):
        for label, text in (("Recipient", "Wal Walker"), ("Organization", "L&I"), ("Email", "wal@lni.example")):
            tab.get_by_label(re.compile(f"^{label}")).fill(text)
        press(tab, "Send the link")
    told(beside, "There is a link to this packet for this address already")
    expect(beside.get_by_label(re.compile("^Recipient"))).to_have_value("Wal Walker")
    beside.close()
    expect(page.get_by_role("row", name=re.compile("Wal Walker"))).to_have_count(1)


def asked(page: Page) -> None:
    """Ask in one tab and object in another: the second is told, and what was asked stands."""
    press(page, "Open the packet")
    expect(page.get_by_role("button", name="Send your answers")).to_be_visible()
    beside = again_in_a_tab(page)
    for tab, verdict, text in ((page, "Ask", ASKED), (beside, "Object", OBJECTED)):
        line = tab.locator(".packet-line").first
        line.get_by_role("radio", name=re.compile(f"^{verdict}")).focus()
        tab.keyboard.press("Space")
        line.get_by_label("Your question, or why you object").fill(text)
        press(tab, "Send your answers")
    expect(page.locator("main")).to_contain_text("Your answers were sent to")
    told(beside, "Meanwhile something else was said")
    expect(beside.locator(".packet-line textarea").first).to_have_value(OBJECTED)
    beside.close()


def withdrawn(page: Page, at: str) -> None:
    """Withdraw it in two tabs: the second is told, and keeps its reason."""
    page.goto(at)
    expect(page.get_by_text(ASKED)).to_be_visible()
    page.get_by_role("link", name="Withdraw the packet").click()
    beside = again_in_a_tab(page)
    for tab, why in ((page, "The first reason."), (beside, "The second reason.")):
        tab.get_by_label(re.compile("^Why")).fill(why)
        press(tab, "Withdraw the packet")
    expect(page.locator("main")).to_contain_text("The first reason.")
    told(beside, "Nothing was changed.")
    expect(beside.get_by_label(re.compile("^Why"))).to_have_value("The second reason.")
    beside.close()


def test_old_tabs_are_told_and_nothing_is_lost_or_done_twice(
    visit: Visit, chromium: Browser, site: str, product: Flask
) -> None:
    sign_in(visit, product, "Max Moreno")
    page = visit.go(f"{HERE}/packets")
    definition = defined(page)
    changed(page)
    ordered(page)
    page.goto(definition)
    at = prepared(page)
    built(product)
    issued(page, product, at)
    looked(page.context.new_page(), f"{site}{HERE}/packets")
    opened_anew(page)
    shared(page, at)
    reader = Visit(chromium, site)
    asked(reader.go(mailed(product)))
    reader.close()
    withdrawn(page, at)
