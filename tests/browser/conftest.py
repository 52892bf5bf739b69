"""What the browser tests share: one Chromium for each module, and a page that notes what goes wrong on it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from onboarding import create_app
from onboarding.config import Config
from tests.browser.gallery import gallery_app
from tests.browser.serve import served
from tests.browser.visit import Visit

# The first draws the same pages without a window, in three fifths of the time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",  # a test machine is often a container that has no sandbox to give
    "--disable-dev-shm-usage",  # nor much shared memory
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


expect.set_options(timeout=30_000)  # as long as Playwright waits for anything else: a busy machine is no fault


# Not for the whole session: while Playwright is open, no other test of this worker could call asyncio.run().
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.fail("There is no Chromium: scripts/setup.sh dev installs it, or says how to.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the product, with an empty database and the gallery in it, is served."""
    instance = tmp_path_factory.mktemp("site") / "instance"
    shutil.copytree(sqlite_template, instance)
    with served(gallery_app(create_app(Config(instance=instance)))) as address:
        yield address


@pytest.fixture(scope="module")
def ongoing(chromium: Browser, site: str) -> Iterator[dict[str, Visit]]:
    """Visits that go on until the module's end, by who visits.

    A new browser, a sign-in and the first page in it take twice the time of judging one more page.
    """
    visits: dict[str, Visit] = {}
    yield visits
    for visit in visits.values():
        visit.close()


@pytest.fixture
def reader(ongoing: dict[str, Visit], chromium: Browser, site: str) -> Iterator[Visit]:
    """A visitor who only reads, and may have read other pages before; they must have met no error here."""
    if "" not in ongoing:
        ongoing[""] = Visit(chromium, site)
    visit = ongoing[""]
    yield visit
    visit.met_no_error()


@pytest.fixture
def visit(chromium: Browser, site: str) -> Iterator[Visit]:
    """A visitor with a browser of its own, who at the end must have met no error."""
    visit = Visit(chromium, site)
    yield visit
    visit.close()
