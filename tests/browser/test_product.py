"""Every page of the product that needs a user, as each role of the sample world sees it: for all, at every width."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser

from onboarding import create_app
from onboarding.config import Config, Mode
from onboarding.queries import people, sample as found
from onboarding.queries.organisations import by_slug
from onboarding.sample import load
from tests.browser import axe
from tests.browser.serve import served
from tests.browser.visit import Visit

HERE = "/at/cedar-valley"
# Who looks at what. `{person}` is somebody who was hired, `{applicant}` somebody who was not.
PAGES = [
    ("Max Moreno", f"{HERE}/"),
    ("Max Moreno", f"{HERE}/people"),
    ("Max Moreno", f"{HERE}/people?q=nobody-of-that-name"),
    ("Max Moreno", f"{HERE}/people?stage=former&sort=hired&descending=1"),
    ("Max Moreno", f"{HERE}/people/new"),
    ("Max Moreno", HERE + "/people/{person}"),
    ("Max Moreno", HERE + "/people/{applicant}"),
    ("Max Moreno", HERE + "/people/{person}/edit"),
    ("Max Moreno", HERE + "/people/{person}/posting"),
    ("Max Moreno", HERE + "/people/{person}/account"),
    ("Max Moreno", f"{HERE}/rulings"),
    ("Max Moreno", f"{HERE}/rulings/new?settles=part-time-credit"),
    ("Max Moreno", f"{HERE}/rulings/new?settles=claims_per_fte"),
    ("Max Moreno", f"{HERE}/rulings/1"),
    ("Max Moreno", f"{HERE}/rulings/2"),
    ("Max Moreno", f"{HERE}/rulings/2/effect"),
    ("Max Moreno", f"{HERE}/rulings/2/confirm"),
    ("Max Moreno", f"{HERE}/rulings/2/withdraw"),
    ("Max Moreno", f"{HERE}/messages"),
    ("Max Moreno", f"{HERE}/messages?state=given_up"),
    ("Max Moreno", f"{HERE}/messages/2"),
    ("Max Moreno", f"{HERE}/messages/2/retry"),
    ("Max Moreno", f"{HERE}/messages/2/withdraw"),
    ("Max Moreno", "/account"),
    ("Max Moreno", "/sample"),
    ("Selma Stone", f"{HERE}/"),
    ("Hedda Hale", f"{HERE}/people"),
    ("Hugo Harper", f"{HERE}/"),
    ("Alma Archer", f"{HERE}/"),
    ("Alma Archer", f"{HERE}/members"),
    ("Alma Archer", f"{HERE}/members/invite"),
    ("Alma Archer", f"{HERE}/members/2/end"),
    ("Arno Abel", f"{HERE}/trail"),
    ("Arno Abel", f"{HERE}/trail/3"),
    ("Arno Abel", f"{HERE}/trail?action=person.added&from_on=never"),
    ("Clay Corbin", "/organisations"),
    ("Clay Corbin", "/at/lni/"),
    ("Clay Corbin", f"{HERE}/people"),
]
LOOKS = [(1280, "screen"), (320, "screen"), (720, "print")]


@pytest.fixture(scope="module")
def product(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The product with the sample world in it."""
    instance = tmp_path_factory.mktemp("product") / "instance"
    shutil.copytree(sqlite_template, instance)
    config = Config(instance=instance, mode=Mode.SAMPLE)
    app = create_app(config)
    with app.app_context():
        load(config)
    return app


@pytest.fixture(scope="module")
def site(product: Flask) -> Iterator[str]:
    with served(product) as address:
        yield address


@pytest.fixture
def visit(chromium: Browser, site: str) -> Iterator[Visit]:
    visit = Visit(chromium, site)
    yield visit
    visit.close()


def sign_in(visit: Visit, product: Flask, name: str) -> None:
    with product.app_context():
        token = next(link.token for link in found.links() if link.user.name == name)
    visit.go(f"/sample/sign-in/{token}").get_by_role("button", name="Sign in").click()


def written(product: Flask, path: str) -> str:
    """The path with the ids of somebody who was hired, and of somebody who was not."""
    with product.app_context():
        cohe = by_slug("cedar-valley")
        assert cohe
        rows = people.listed(cohe.id, people.Asked(), people.date.today()).rows
        person = next(each.id for each in rows if each.posting)
        applicant = next(each.id for each in rows if not each.posting)
    return path.format(person=person, applicant=applicant)


@pytest.mark.parametrize(("name", "path"), PAGES)
def test_a_page_can_be_read_by_all_at_every_width_and_on_paper(
    visit: Visit, product: Flask, name: str, path: str
) -> None:
    sign_in(visit, product, name)
    visit.go(written(product, path))
    for width, media in LOOKS:
        visit.look(width, media)
        axe.check(visit.page, *(["target-size"] if media == "print" else []))
        assert visit.too_wide() == [], (width, media)


def test_a_hire_is_recorded_with_the_keyboard_alone(visit: Visit, product: Flask) -> None:
    sign_in(visit, product, "Max Moreno")
    page = visit.go(written(product, HERE + "/people/{applicant}/posting"))
    page.locator("#role").focus()
    page.keyboard.press("Tab")
    page.keyboard.type("11/2/2026")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    assert "The days were recorded." in page.inner_text("main")
    assert "May 2, 2027" in page.inner_text("main")


def test_the_product_works_with_scripts_switched_off(visit: Visit, product: Flask) -> None:
    visit.without_scripts()
    sign_in(visit, product, "Max Moreno")
    page = visit.go(f"{HERE}/people", 320)
    page.fill("#site-search", "grace")
    page.get_by_role("button", name="Find").click()
    assert page.get_by_role("link", name="Grace Yamamoto").is_visible()
    page.get_by_role("button", name="Sign out").click()
    assert page.get_by_role("link", name="Sign in", exact=True).first.is_visible()
