"""The pictures of the README, taken anew from the sample world: what is shown is what somebody would see today.

.venv/bin/python -m tests.browser.pictures    # or: make pictures
"""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from onboarding import create_app
from onboarding.config import Config, Mode
from onboarding.sample import load
from tests.browser.conftest import FLAGS, NAMES
from tests.browser.product.steps import HERE, sign_in
from tests.browser.serve import served
from tests.browser.visit import Visit
from tests.stored import migrated

INTO = Path(__file__).parents[2] / "docs" / "pictures"
PAGES = {
    "home": ("Max Moreno", f"{HERE}/"),
    "screening": ("Selma Stone", f"{HERE}/people/1/screening"),
    "training": ("Max Moreno", f"{HERE}/people/8/training"),
}  # by the name of the picture: who looks, and where


def main() -> None:
    """Load the sample world into a folder that is thrown away, and take each picture at the width of a desk."""
    INTO.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder:
        app = create_app(migrated(Config(instance=Path(folder) / "instance", mode=Mode.SAMPLE)))
        with app.app_context():
            load(app.extensions["config"])
        with served(app) as site, sync_playwright() as playwright:
            path = next(filter(None, map(shutil.which, NAMES)))
            browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
            for name, (who, where) in PAGES.items():
                visit = Visit(browser, site)
                sign_in(visit, app, who)
                visit.go(where).screenshot(path=INTO / f"{name}.png", animations="disabled")
                visit.close()
            browser.close()


if __name__ == "__main__":
    main()
