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
