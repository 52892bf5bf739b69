"""Whether the storage of files answers, asked by the clock and told on the status page."""

from collections.abc import Callable

import pytest
from flask import Flask

from onboarding.config import ObjectStorage
from onboarding.documents.objects import KEYS, SILENT
from onboarding.jobs import clock_process, table
from onboarding.roles import Role
from tests.documents.refusing import refusing
from tests.make import make_cohe, make_member, sign_in
from tests.page import Page, fetch
from tests.stored import on_sqlite

pytestmark = on_sqlite
MEND = "See in the log what it says, and mend it: until then, pages with files fail."


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onboarding.documents.objects.RETRIES", 0)


@pytest.fixture
def page(app: Flask) -> Callable[[], Page]:
    """The status page as it is now."""
    client = sign_in(app.test_client(), make_member(make_cohe(), Role.ADMINISTRATOR))

    def look() -> Page:
        return fetch(client, "/at/valley/status")

    return look


def keep_in(app: Flask, place: ObjectStorage) -> None:
    app.extensions["config"] = app.extensions["config"]._replace(store=place)


def asked(app: Flask, second: int) -> None:
    """The clock asked it, in that second."""
    (job,) = [each for each in table.JOBS if each.name == table.STORAGE]
    assert clock_process.run(app, app.extensions["config"], job, second)


def files(page: Page) -> tuple[str, str]:
    """How the files are kept, and what is to be done."""
    (row,) = [each for each in page.rows("What is watched") if each["What"] == "Files"]
    return row["How it is"], row["What to do"]


def test_a_folder_needs_no_asking(app: Flask, page: Callable[[], Page]) -> None:
    asked(app, 1_764_000_000)
    assert files(page()) == ("In a folder of this machine", "Nothing")


def test_a_storage_that_answers_is_well(app: Flask, page: Callable[[], Page], bucket: ObjectStorage) -> None:
    keep_in(app, bucket)
    assert files(page()) == ("In S3-compatible storage, not asked yet", "Nothing")
    asked(app, 1_764_000_000)
    says, do = files(page())
    assert says.startswith("In S3-compatible storage, asked last: ")
    assert do == "Nothing"


@pytest.mark.parametrize(("status", "words"), [(403, KEYS), (503, SILENT)])
def test_one_that_refuses_needs_somebody_until_it_answers_again(
    app: Flask,
    page: Callable[[], Page],
    bucket: ObjectStorage,
    status: int,
    words: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with refusing(status) as (address, spoken):
        keep_in(app, bucket._replace(endpoint=address))
        asked(app, 1_764_000_000)
        assert spoken
    assert files(page())[1] == MEND
    assert words in caplog.text
    keep_in(app, bucket)
    asked(app, 1_764_000_060)
    assert files(page())[1] == "Nothing"
