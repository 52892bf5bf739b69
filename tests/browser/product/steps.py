"""What somebody does in the sample world: signing in by link, and pressing keys."""

from flask import Flask
from playwright.sync_api import Page

from onboarding.queries import sample as found
from tests.browser.visit import Visit

HERE = "/at/cedar-valley"


def sign_in(visit: Visit, product: Flask, name: str) -> None:
    with product.app_context():
        token = next(link.token for link in found.links() if link.user.name == name)
    visit.go(f"/sample/sign-in/{token}").get_by_role("button", name="Sign in").click()


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def sign_in_anew(visit: Visit, product: Flask, name: str) -> None:
    visit.page.get_by_role("button", name="Sign out").click()
    sign_in(visit, product, name)


def over_a_slow_network(page: Page) -> None:
    """From now on this page is on a phone at the edge of its network: four megabits, a third of a second away."""
    slow = {"offline": False, "latency": 300, "downloadThroughput": 500_000, "uploadThroughput": 60_000}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", slow)


def again_in_a_tab(page: Page) -> Page:
    """The same page in another tab of the same browser."""
    beside = page.context.new_page()
    beside.goto(page.url)
    return beside
