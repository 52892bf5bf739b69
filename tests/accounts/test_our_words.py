"""The library's pages speak as the rest of the product does: each label and each refusal in our words, and once."""

import pytest
from flask import Flask
from flask_security.core import _default_messages

from onboarding.web.account_words import SAID
from tests.accounts.steps import Member, browser, enrolled, half_signed_in
from tests.make import make_cohe, sign_in
from tests.page import Page, fetch
from tests.page_rules import words
from tests.stored import on_sqlite

pytestmark = on_sqlite


@pytest.fixture
def mia(app: Flask) -> Member:
    return enrolled(app, make_cohe())


def labels(page: Page) -> list[str]:
    return [words(each) for each in page.all("label") if "Find a person" not in words(each)]


def test_labels_are_written_as_ours_are(app: Flask, mia: Member) -> None:
    assert labels(fetch(browser(app), "/login")) == ["Email address", "Password"]
    assert labels(fetch(browser(app), "/reset")) == ["Email address"]
    assert labels(fetch(half_signed_in(mia), "/tf-validate")) == ["Code that the authenticator shows"]
    assert labels(fetch(half_signed_in(mia), "/mf-recovery")) == ["Recovery code"]
    changing = labels(fetch(sign_in(browser(app), mia.user()), "/change"))
    assert changing == ["Current password", "New password", "New password again"]


def test_a_refused_sign_in_says_so_once_and_not_which_of_both_is_wrong(app: Flask, mia: Member) -> None:
    for email in (mia.email, "nobody@example.org"):
        page = mia.password_given(browser(app), "wrong wrong wrong") if email == mia.email else None
        page = page or fetch(browser(app), "/login").submit(email=email, password="wrong wrong wrong")
        assert page.main.count("The email address or the password is wrong.") == 1
        assert page.faults == {}


def test_what_was_left_out_is_said(app: Flask) -> None:
    page = fetch(browser(app), "/login").submit(email="x", password="")
    assert "Enter a password." in page.main
    assert "wrong" not in page.main
    page = fetch(browser(app), "/login").submit(email="", password="x")
    assert "Enter your email address." in page.main


def test_a_wrong_code_is_said_in_our_words(app: Flask, mia: Member) -> None:
    page = fetch(half_signed_in(mia), "/tf-validate").submit(code="000000")
    assert "The code is wrong, or was used already." in page.main


def test_the_library_knows_each_of_our_sentences() -> None:
    assert SAID.keys() <= _default_messages.keys()
