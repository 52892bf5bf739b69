"""Which database a test runs on: tests/README.md has the rule."""

import re
from collections import Counter

import pytest

from tests.house.source import ROOT
from tests.stored import EACH_EXAMPLE

ALONE = re.compile(r"^pytestmark = on_sqlite$", re.M)
STORED = re.compile(r"\bapp: Flask\b|\bconfig: Config\b")
# Their pages are their journey, and all that they have with a database.
JOURNEYS = {"tests/forms/test_pages.py"}
FILES = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in ROOT.glob("tests/*/test_*.py")}
WITH_DATABASE = {path: text for path, text in FILES.items() if STORED.search(text)}
PAGES = sorted(path for path in WITH_DATABASE if re.search(r"/test_(\w+_)?pages?\.py$", path))


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_tested_on_one_database(path: str) -> None:
    assert (ALONE.search(FILES[path]) is None) == (path in JOURNEYS), f"{path}: see tests/README.md"


def test_every_noun_has_something_that_runs_on_both() -> None:
    nouns = {path.split("/")[1] for path in WITH_DATABASE} - {"browser", "web", "cli", "house"}
    on_both = {path.split("/")[1] for path, text in WITH_DATABASE.items() if not ALONE.search(text)}
    assert nouns - on_both == set()


def test_of_many_examples_the_other_database_gets_one_where_none_asks_more_of_it(
    request: pytest.FixtureRequest,
) -> None:
    """Which tests are here depends on what was asked for: this holds whatever it is."""
    counted = Counter(
        item.nodeid.partition("[")[0]
        for item in request.session.items
        if "[postgresql" in item.nodeid and EACH_EXAMPLE.isdisjoint(item.path.parts)
    )
    assert [test for test, times in counted.items() if times > 1] == []
