"""A rule change is proposed, its effect seen, and put in force from a day; what is asked of earlier days stays."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from onboarding import clock
from onboarding.actions import Action
from onboarding.extensions import db
from onboarding.models.trail import TrailEntry
from onboarding.queries import rests, rulebooks, rulings, trail_compare
from onboarding.rules.rulebook_file import SHIPPED, shipped
from tests.make import make_claim, make_cohe, make_person
from tests.operation.test_commands import did, refused, run
from tests.page import fetch
from tests.stored import on_sqlite

TODAY = date(2026, 12, 1)
NEW_YEAR = date(2027, 1, 1)


@pytest.fixture(autouse=True)
def _december(monkeypatch: pytest.MonkeyPatch) -> None:
    be(monkeypatch, TODAY)


def be(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    monkeypatch.setattr(clock, "today", lambda: day)
    monkeypatch.setattr(clock, "now", lambda: datetime(day.year, day.month, day.day, 20, tzinfo=UTC))


@pytest.fixture
def harder(tmp_path: Path) -> Path:
    """A rulebook by which an HSC without a degree needs 77 years, and with one 33."""
    text = SHIPPED.read_text().replace("value = 3,", "value = 33,", 1).replace("value = 7,", "value = 77,", 1)
    path = tmp_path / "harder.toml"
    path.write_text(text.replace(f'"{shipped().version}"', '"2027-01-01"', 1))
    return path


def years(app: Flask, on: date) -> int:
    return int(app.extensions["rulebook"].numbers_on(on)["years_without_degree"])


def test_the_effect_of_a_proposal_is_seen_and_nothing_is_in_force(app: Flask, harder: Path) -> None:
    ana = make_person(make_cohe(), "Ana")
    make_claim(ana)
    said = did(app, "rulebook", "propose", str(harder), "--from", "2027-01-01")
    assert "years_without_degree\t" in said
    assert "\t7 years\t77 years\n" in said
    assert f"valley\t{ana.id}\tAna\tscreening, as stated\tneeds_review\tnot_qualified" in said
    assert "2 answers would change as of 2027-01-01. Nothing is in force yet." in said
    assert years(app, NEW_YEAR) == 7
    assert did(app, "rulebook", "list").splitlines() == [f"\t{shipped().version}\tthe file"]


def test_it_is_in_force_from_its_day_and_earlier_days_keep_the_earlier_one(
    app: Flask, harder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cohe = make_cohe()
    person = make_person(cohe, "Ana")
    make_claim(person)
    assert "in force from 2027-01-01 on" in did(app, "rulebook", "adopt", str(harder), "--from", "2027-01-01")
    harder.unlink()
    entry = db.session.scalars(select(TrailEntry).where(TrailEntry.action == Action.RULEBOOK_ADOPTED)).one()
    assert entry.detail
    assert entry.detail.body
    assert (entry.detail.body["version"], entry.detail.body["since"]) == ("2027-01-01", "2027-01-01")
    assert did(app, "rulebook", "show", "2027-01-01").count("value = 77,") == 1
    assert [years(app, day) for day in (TODAY, date(2026, 12, 31), NEW_YEAR)] == [7, 7, 77]
    law = rulings.of(cohe, app.extensions["rulebook"])
    frozen = [rests.on(cohe, person, law, day) for day in (TODAY, NEW_YEAR)]
    assert [each["rulebook"] for each in frozen] == [shipped().version, "2027-01-01"]
    assert [each["answer"]["claimed"]["outcome"] for each in frozen] == ["needs_review", "not_qualified"]
    page = fetch(app.test_client(), "/rulebook")
    assert "From January 1, 2027, version 2027-01-01 is in force." in page.main
    assert f"Version {shipped().version}" in page.main
    be(monkeypatch, NEW_YEAR)
    assert "Version 2027-01-01" in fetch(app.test_client(), "/rulebook").main
    assert list(trail_compare.differences()) == []


def test_another_process_works_by_it_once_the_day_is_another(
    app: Flask, harder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    did(app, "rulebook", "adopt", str(harder), "--from", "2026-12-02")
    here = app.extensions
    here["rulebook"], here["rulebook_adopted"] = shipped(), ()  # as in a process that asked this morning
    client = app.test_client()
    client.get("/rulebook")
    assert here["rulebook"] is shipped()
    be(monkeypatch, TODAY + timedelta(1))
    client.get("/rulebook")
    assert here["rulebook"].on(clock.today()).version == "2027-01-01"
    used = here["rulebook"]
    be(monkeypatch, TODAY + timedelta(2))
    client.get("/rulebook")
    assert here["rulebook"] is used  # a key of caches: another only where something was put in force


def test_it_is_withdrawn_before_its_day_and_not_after(
    app: Flask, harder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    did(app, "rulebook", "adopt", str(harder), "--from", "2026-12-03")
    did(app, "rulebook", "withdraw", "2027-01-01")
    assert years(app, NEW_YEAR) == 7
    did(app, "rulebook", "adopt", str(harder), "--from", "2026-12-03")
    be(monkeypatch, date(2026, 12, 3))
    assert "answers rest on it" in refused(app, "rulebook", "withdraw", "2027-01-01")
    assert "No rulebook of version x" in refused(app, "rulebook", "withdraw", "x")
    assert years(app, NEW_YEAR) == 77
    assert list(trail_compare.differences()) == []


@on_sqlite
def test_what_would_change_answers_that_were_given_is_refused(app: Flask, harder: Path) -> None:
    for command in ("propose", "adopt"):
        assert "already rest on the rulebook in force" in refused(
            app, "rulebook", command, str(harder), "--from", "2026-12-01"
        )
    faulty = harder.with_name("faulty.toml")
    faulty.write_text(harder.read_text().replace("value = 77,", 'value = "many",'))
    assert "years_without_degree" in refused(app, "rulebook", "adopt", str(faulty), "--from", "2027-01-01")
    faulty.write_bytes(b"\xff")
    assert "UTF-8" in refused(app, "rulebook", "adopt", str(faulty), "--from", "2027-01-01")
    assert "of version 2026-11-22 already" in refused(app, "rulebook", "adopt", str(SHIPPED), "--from", "2027-01-01")
    did(app, "rulebook", "adopt", str(harder), "--from", "2027-01-01")
    assert "already" in refused(app, "rulebook", "adopt", str(harder), "--from", "2027-06-01")
    assert run(app, "rulebook", "adopt", str(harder)).exit_code == 2
    assert "No rulebook of version x" in refused(app, "rulebook", "show", "x")
    assert rulebooks.adopted()[0].version == "2027-01-01"
