"""A saved page of L&I against the rulebook: the page for members, and the command."""

from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask

from onboarding.models.organisation import Organisation
from onboarding.roles import Role
from onboarding.rules import passages_file
from onboarding.rules.passages import digest, words_of
from onboarding.rules.passages_file import Page, Section
from tests.house.source import ROOT
from tests.make import HIRED, make_claim, make_cohe, make_member, make_person, sign_in
from tests.page import fetch
from tests.stored import on_sqlite

pytestmark = on_sqlite
TEXT = "An HSC has three years of experience\nTraining ends within six months\nNothing else is said here at all"
CHANGED = TEXT.replace("three", "five").replace("Nothing", "A cap is worn at work\nNothing")


def known(monkeypatch: pytest.MonkeyPatch, text: str = TEXT, title: str = "A page") -> None:
    """Have the product know one page of this text, of which it cites the first two lines."""
    lines = [[digest(word) for word in words_of(line)] for line in text.splitlines()]
    first, second = len(lines[0]), len(lines[0]) + len(lines[1])
    cited = (
        Section("HSC Qualifications & Requirements, item 1", 0, first, ("screening",)),
        Section("What is the HSC training requirement?", first, second, ("training",)),
    )
    page = Page(title, tuple(word for line in lines for word in line), cited)
    monkeypatch.setattr(passages_file, "shipped", lambda: {"page": page})


@pytest.fixture
def valley(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Organisation:
    """A COHE with an applicant and somebody in a role, and a rulebook that cites two lines of one page."""
    known(monkeypatch)
    cohe = make_cohe()
    make_claim(make_person(cohe, "Ana Ruiz"))
    make_person(cohe, "Bo Lind", hired_on=HIRED)
    return cohe


def test_a_member_sees_what_changed_what_rests_on_it_and_whose_answers_could_move(
    app: Flask, valley: Organisation
) -> None:
    client = sign_in(app.test_client(), make_member(valley, Role.SCREENER))
    page = fetch(client, "/at/valley/rulings/page")
    assert "The file is not kept." in page.main
    page = page.submit(file=(BytesIO(CHANGED.encode()), "page.txt"))
    assert page.status == 200
    assert "A passage that the rulebook cites does not stand." in page.main
    assert "The screening of applicants: 1 person of this COHE" in page.main
    assert "Years of qualifying experience an HSC needs without a degree" in page.main
    assert "five" in page.main
    assert "A cap is worn at work" in page.main
    assert "What is the HSC training requirement?" in page.main.partition("What stands")[2]
    page = page.submit(file=(BytesIO(TEXT.encode()), "page.txt"))
    assert "Each passage that the rulebook cites stands, and nothing is new." in page.main


@pytest.mark.parametrize("data", [b"", b"Shoes have laces"])
def test_another_page_is_refused_in_words(app: Flask, valley: Organisation, data: bytes) -> None:
    client = sign_in(app.test_client(), make_member(valley, Role.AUDITOR))
    page = fetch(client, "/at/valley/rulings/page").submit(file=(BytesIO(data), "page.html"))
    assert page.status == 422
    assert "page" in " ".join(page.faults.values())


def test_the_command_says_the_same_of_every_cohe(app: Flask, valley: Organisation, tmp_path: Path) -> None:
    runner = app.test_cli_runner()
    now, then = tmp_path / "now.txt", tmp_path / "then.txt"
    now.write_text(TEXT)
    then.write_text(CHANGED)
    same = runner.invoke(args=["rulebook", "check", str(now)])
    assert (same.exit_code, same.output.count("stands")) == (0, 2)
    other = runner.invoke(args=["rulebook", "check", str(then)])
    assert other.exit_code == 1
    for said in (
        "Is:  An HSC has [five] years of",
        "new      A cap",
        "Could move at valley: the screening of applicants (1)",
    ):
        assert said in other.output
    refused = runner.invoke(args=["rulebook", "check", str(ROOT / "LICENSE")])
    assert "not a page that the rulebook cites" in refused.output


def test_a_page_is_printed_as_the_file_of_passages_keeps_it(app: Flask, valley: Organisation, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("Nine hats\n\n1,650 caps")
    printed = app.test_cli_runner().invoke(args=["rulebook", "fingerprint", str(tmp_path / "page.txt")])
    assert f"{digest('Nine')} {digest('hats')}\n" in printed.output
    assert "=1650" in printed.output
