"""The product with the sample world in it, served, and a visitor to it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser

from onboarding import create_app
from onboarding.config import Config, Mode
from onboarding.sample import load
from tests.browser.serve import served
from tests.browser.visit import Visit


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
