"""The product with the sample world in it, served, and a visitor to it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser

from onboarding import create_app
from onboarding.config import Config, Mode
from tests.browser.product.steps import sign_in
from tests.browser.serve import served
from tests.browser.visit import Visit


@pytest.fixture(scope="module")
def product(sample_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The product with the sample world in it."""
    instance = tmp_path_factory.mktemp("product") / "instance"
    shutil.copytree(sample_template, instance)
    return create_app(Config(instance=instance, mode=Mode.SAMPLE))


@pytest.fixture(scope="module")
def site(product: Flask) -> Iterator[str]:
    with served(product) as address:
        yield address


@pytest.fixture
def visit(chromium: Browser, site: str) -> Iterator[Visit]:
    visit = Visit(chromium, site)
    yield visit
    visit.close()


@pytest.fixture
def read_by(
    ongoing: dict[str, Visit], chromium: Browser, site: str, product: Flask
) -> Iterator[Callable[[str], Visit]]:
    """The visit of somebody of that name, who is signed in, only reads, and met no error here."""

    def signed_in(name: str) -> Visit:
        if name not in ongoing:
            ongoing[name] = Visit(chromium, site)
            sign_in(ongoing[name], product, name)
        return ongoing[name]

    yield signed_in
    for visit in ongoing.values():
        visit.met_no_error()
