"""What every response tells the browser, and how long it may keep a file."""

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import Headers

from onboarding import create_app
from tests.page import fetch


def visitor() -> FlaskClient:
    return create_app().test_client()


def headers(path: str) -> Headers:
    """The headers of a path. Closes the response: a static file is an open file."""
    with visitor().get(path) as response:
        return response.headers


@pytest.mark.parametrize("path", ["/", "/static/site.css", "/nothing-here", "/static/nothing-here.css"])
def test_every_response_lets_the_browser_load_only_our_own_files(path: str) -> None:
    policy = headers(path)["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    for loose in ("unsafe", "data:", "*", "http"):
        assert loose not in policy
    assert headers(path)["X-Content-Type-Options"] == "nosniff"
    assert headers(path)["Cross-Origin-Opener-Policy"] == "same-origin"


def test_a_picture_within_the_page_is_for_the_key_of_a_second_factor_alone() -> None:
    assert "img-src 'self' data:;" in headers("/tf-setup")["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/", "/nothing-here"])
def test_no_copy_of_a_page_is_kept(path: str) -> None:
    assert headers(path)["Cache-Control"] == "no-store"
    assert headers(path)["Vary"] == "Cookie"


def test_each_file_that_a_page_needs_is_served_and_may_be_kept_for_ever() -> None:
    page = fetch(visitor(), "/")
    addresses = [each.get("href") or each.get("src") or "" for each in page.all("link", "script")]
    assert len(addresses) == 7
    for address in addresses:
        assert "?v=" in address
        with visitor().get(address) as response:
            assert response.status_code == 200
            assert "immutable" in response.headers["Cache-Control"]
            assert "Vary" not in response.headers


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/static/site.css", "no-cache"),
        ("/static/site.css?v=0123456789ab", "no-cache"),
        ("/static/vendor/uswds/img/sprite.svg", "public, max-age=86400"),
        ("/static/nothing-here.css?v=0123456789ab", "no-store"),
        ("/static/../app.py", "no-store"),
    ],
)
def test_a_file_without_its_own_hash_is_not_kept_for_ever(path: str, kept: str) -> None:
    assert headers(path)["Cache-Control"] == kept
