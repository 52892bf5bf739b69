"""The first page: the rulebook, open to anybody and complete."""

import pytest
from flask import Flask

from onboarding import create_app
from onboarding.config import Config
from onboarding.rules.rulebook import READ_AS
from onboarding.rules.rulebook_file import SHIPPED, shipped
from tests.page import Page, fetch, text_of
from tests.stored import on_sqlite

pytestmark = on_sqlite


def rulebook(app: Flask) -> Page:
    return fetch(app.test_client(), "/rulebook")


def test_the_page_shows_every_number_question_reading_and_provision(app: Flask) -> None:
    page, book = rulebook(app), shipped()
    shown = {text_of(each) for each in page.all("code")}
    assert {*book.numbers, *map(str, book.questions), *map(str, book.provisions)} == shown
    readings = [READ_AS[reading.id] for question in book.questions.values() for reading in question.readings]
    assert [text_of(each).lower() for each in page.all("dt")] == [each.lower() for each in readings]


def test_each_number_has_its_citation_and_the_day_it_was_checked(app: Flask) -> None:
    rows = rulebook(app).rows(f"{len(shipped().numbers)} numbers")
    numbers = shipped().numbers.values()
    for row, number in zip(rows, numbers, strict=True):
        assert number.values[-1].citation.section in row["Source"]
        assert row["Last checked"].endswith(", 2026")


def test_the_page_only_reads(app: Flask) -> None:
    assert app.test_client().post("/rulebook").status_code == 405


def test_a_rulebook_at_fault_stops_the_start_and_names_the_place(tmp_path, capsys) -> None:
    faulty = tmp_path / "rulebook.toml"
    faulty.write_text(SHIPPED.read_text().replace("[numbers.claims_per_fte]", "[numbers.claims_per_fit]"))
    with pytest.raises(SystemExit, match="2"):
        create_app(Config(rulebook=faulty))
    assert "numbers: claims_per_fit: unused" in capsys.readouterr().err
