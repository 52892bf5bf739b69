"""The pages for what went wrong: each says what happened and what to do, and gives nothing away."""

from collections.abc import Iterator

import pytest
from flask import Flask, abort, g, redirect
from werkzeug.exceptions import HTTPException

from onboarding import create_app
from onboarding.web.access import anyone
from onboarding.web.errors import PAGES
from onboarding.web.face import Face, User
from tests.page import fetch


@pytest.fixture
def app() -> Iterator[Flask]:
    """The application with a user who is signed in, a route for each error, and one that fails."""
    app = create_app()
    app.config["PROPAGATE_EXCEPTIONS"] = False

    @app.before_request
    def _sign_in() -> None:
        g.face = Face(user=User("Ana Reyes"))

    @app.get("/fails/<int:status>")
    @anyone
    def _fail(status: int) -> str:
        if status == 500:
            raise LookupError("the secret of /fails/500")
        abort(status, "the secret")

    @app.get("/moved")
    @anyone
    def _moved() -> None:
        raise HTTPException(response=redirect("/"))  # type: ignore[arg-type]

    @app.get("/folder/")
    @anyone
    def _folder() -> str:
        return "folder"

    return app


@pytest.mark.parametrize("status", PAGES)
def test_each_error_has_its_page(app: Flask, status: int) -> None:
    page = fetch(app.test_client(), f"/fails/{status}", status)
    assert page.heading == PAGES[status].heading
    assert PAGES[status].todo in page.main
    assert "secret" not in page.html


@pytest.mark.parametrize(("status", "told_as"), [(418, 400), (422, 400), (502, 500)])
def test_an_error_without_a_page_of_its_own_is_told_as_its_kind(app: Flask, status: int, told_as: int) -> None:
    assert fetch(app.test_client(), f"/fails/{status}", status).heading == PAGES[told_as].heading


def test_not_found_is_the_same_page_whatever_was_asked(app: Flask) -> None:
    pages = {fetch(app.test_client(), path, 404).html for path in ("/fails/404", "/people/17", "/people/<b>x</b>?q=1")}
    assert len(pages) == 1


def test_who_is_signed_in_stays_so_except_where_the_fault_is_ours(app: Flask) -> None:
    assert "Ana Reyes" in fetch(app.test_client(), "/fails/404", 404).html
    assert "Ana Reyes" not in fetch(app.test_client(), "/fails/500", 500).html


def test_our_own_fault_is_said_even_when_all_around_the_page_fails(app: Flask) -> None:
    @app.context_processor
    def _asks_the_database() -> dict[str, str]:
        raise ConnectionError("the database is gone")

    assert fetch(app.test_client(), "/", 500).heading == PAGES[500].heading
    assert fetch(app.test_client(), "/fails/503", 503).heading == PAGES[503].heading


def test_what_else_an_error_says_to_the_browser_is_kept(app: Flask) -> None:
    refused = app.test_client().post("/")
    assert (refused.status_code, "GET" in refused.headers["Allow"]) == (405, True)
    assert app.test_client().get("/folder").status_code == 308
    assert app.test_client().get("/moved").status_code == 302
