"""Nobody is led off the site: `next` leads to pages of ours alone, however an address is disguised.

Class 18: Flask-Security CVE-2021-32618, CVE-2023-49438 and GHSA-w2j7-f3c6-g8cw: back-slashes, control characters and
whatever else a browser forgives.
"""

import time
from collections.abc import Callable
from urllib.parse import quote, urljoin, urlsplit

import pytest
from flask import Flask
from flask_security import utils as library

from onboarding.web.account_guard import local
from tests.accounts.steps import PASSWORD, Member, browser, enrolled, half_signed_in, token_of
from tests.make import make_cohe, sign_in
from tests.page import fetch
from tests.stored import on_sqlite

pytestmark = on_sqlite

BEGINNINGS = (
    *("//", "///", "////", "\\\\", "\\/", "/\\", "/\\/", "\\//", "/\\\\", "///\\", "\\", "\\\\\\", ":", "://", ":///"),
    *("http://", "https://", "HtTp://", "http:", "http:/", "http:///", "http:\\\\", "https:\\", "ftp://", "ws://"),
    *("javascript:", "javascript://", "data:text/html,", "vbscript:", "file:///", "mailto:", "blob:", "about:"),
    *("/%09/", "/%0d/", "/%0a/", "/%2f/", "/%5c", "/%5c%5c", "/.//", "/..//", "/./", "/x/..//", "/;//", "/%00/"),
    *("/\t/", "\t//", "/\n/", "\n//", "/\r/", " //", "  http://", "\x00//", "\x19//", "\x0b//", "\x7f//", "\x85//"),
    *("\u2028//", "\u200a//", "\u00a0//", "\u3000//", "\ufeff//", "/\u2215", "\uff0f\uff0f", "/\uff0f", "\u2044\u2044"),
    *("http://127.0.0.1@", "http://127.0.0.1:8000@", "//127.0.0.1@", "http://127.0.0.1%40", "http://127.0.0.1\\@"),
    *(
        "http://127.0.0.1.",
        "//127.0.0.1.",
        "http://[",
        "http://[::1",
        "http://[::ffff:203.0.113.9]@",
        "//[",
        "http://:@",
    ),
)
TARGETS = ("evil.example", "evil.example/%2e%2e", "evil.example:80?x=/account", "evil.example\\@127.0.0.1")
PAYLOADS = [beginning + target for beginning in BEGINNINGS for target in TARGETS]
SENT = PAYLOADS[::29]  # those that are sent through whole sign-ins, which take their time
LEADING: dict[str, Callable[[], str]] = {
    "/tf-validate": library._get_post_login_redirect,
    "/verify": library._get_post_verify_redirect,
    "/logout": library._get_post_logout_redirect,
}
OURS = [
    "/",
    "/account",
    "/at/valley/",
    "/at/valley/people",
    "/at/valley/people?stage=staff&page=2",
    "/at/valley/people/17",
]


def test_there_are_enough_of_them() -> None:
    assert len(set(PAYLOADS)) >= 250


@pytest.mark.parametrize("address", OURS)
def test_pages_of_ours_are(address: str) -> None:
    assert local(address)


def leads(location: str) -> tuple[str, str]:
    """Where a browser ends that is lenient: back-slashes are slashes, and blanks and control characters are nothing."""
    lenient = "".join(each for each in location if each > " " and each != "\x7f").replace("\\", "/")
    parts = urlsplit(urljoin("http://127.0.0.1:8000/login", lenient))
    return parts.scheme, parts.netloc


def test_no_payload_passes_for_a_page_of_ours() -> None:
    for payload in PAYLOADS:
        assert not local(payload), payload
        assert not local(quote(payload)), payload


@pytest.fixture
def mia(app: Flask) -> Member:
    return enrolled(app, make_cohe())


@pytest.mark.parametrize(("address", "leads_to"), LEADING.items())
def test_no_payload_leads_on_from_any_page(app: Flask, address: str, leads_to: Callable[[], str]) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    for payload in PAYLOADS:
        for query, form in ((payload, None), (None, payload), (payload, payload)):
            asked = app.test_request_context(
                address + (f"?next={quote(query, safe='')}" if query else ""), method="POST", data={"next": form or "/"}
            )
            with asked:
                app.preprocess_request()
                assert leads(leads_to()) == ("http", "127.0.0.1:8000"), payload
                assert local(leads_to()), payload


@pytest.mark.parametrize("payload", SENT)
def test_a_whole_sign_in_stays_here(app: Flask, mia: Member, payload: str) -> None:
    client = browser(app)
    query = f"?next={quote(payload, safe='')}"
    page = client.get(f"/login{query}").get_data(as_text=True)
    assert "evil" not in page
    half_signed_in(mia, client)
    form = {"csrf_token": token_of(client, "/tf-validate"), "code": mia.code(), "next": payload}
    answer = client.post(f"/tf-validate{query}", data=form)
    assert (answer.status_code, answer.location) == (302, "/")


def test_a_verification_stays_here(app: Flask, mia: Member) -> None:
    for payload in SENT[:3]:
        client = sign_in(browser(app), mia.user())
        form = {"csrf_token": token_of(client, "/verify"), "password": PASSWORD, "next": payload}
        answer = client.post(f"/verify?next={quote(payload, safe='')}", data=form)
        assert (answer.status_code, answer.location) == (302, "/")


def test_who_came_for_a_page_of_ours_gets_there(app: Flask, mia: Member) -> None:
    client = browser(app)
    page = fetch(client, "/at/valley/people?stage=staff")
    assert page.heading == "Sign in"
    page = page.submit(email=mia.email, password=PASSWORD).submit(code=mia.code())
    assert page.address == "/at/valley/people?stage=staff"
    with client.session_transaction() as session:
        session["fs_paa"] = time.time() - 3600
    page = fetch(client, "/mf-recovery-codes")
    assert page.submit(password=PASSWORD).heading == "Recovery codes"
