"""The month, the plan of a period and the text of how cover works, as pages; and the plan as a file."""

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from onboarding import clock
from onboarding.actions import Action
from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.trail import TrailEntry
from onboarding.roles import Role
from onboarding.rules.days import Quarter
from onboarding.rules.wording import short_day
from onboarding.services import absences, coverage
from onboarding.services.change import SYSTEM
from tests.make import make_cohe, make_member, make_person, sign_in
from tests.page import fetch
from tests.papers import read
from tests.stored import on_sqlite

pytestmark = on_sqlite
AT = "/at/valley/staffing/coverage"
HIRED = date(2024, 1, 2)


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def manager(app: Flask, valley: Organisation) -> FlaskClient:
    return sign_in(app.test_client(), make_member(valley, Role.MANAGER))


@pytest.fixture
def ana(valley: Organisation) -> Person:
    person = make_person(valley, hired_on=HIRED)
    absences.record(SYSTEM, person, (date(2025, 5, 5), date(2025, 5, 7)))
    absences.cover(
        SYSTEM, person, make_person(valley, "Ben Stone", hired_on=HIRED), (date(2025, 5, 5), date(2025, 5, 6))
    )
    return person


def test_a_month_shows_each_day_in_words(manager: FlaskClient, ana: Person) -> None:
    page = fetch(manager, f"{AT}?month=2025-05")
    assert page.heading == "Absences in May 2025"
    assert "Nobody covers on 1 day" in page.main
    cells = [each for each in page.all("td") if "uncovered" in (each.get("class") or "")]
    assert len(cells) == 1, "marked by a pattern, beside the words"
    assert "Ana Ruiz covered by Ben Stone" in page.main
    first, second = page.rows("2 stretches of days in May 2025")
    assert (first["Who covers"], second["Who covers"]) == ("Ben Stone", "Nobody covers")
    assert "No absence is recorded in April 2025." in fetch(manager, f"{AT}?month=2025-04").main
    assert fetch(manager, f"{AT}?month=2025-13").status == 200


def test_a_month_asks_no_more_than_a_page_may(manager: FlaskClient, ana: Person, statements: list[str]) -> None:
    for address in (f"{AT}?month=2025-05", f"{AT}/plan?first=5/1/2025&last=5/31/2025"):
        fetch(manager, address)
        statements.clear()
        fetch(manager, address)
        assert len(statements) <= 25


def test_a_plan_begins_today_where_no_period_is_asked_for(manager: FlaskClient, ana: Person) -> None:
    today = clock.today()
    absences.record(SYSTEM, ana, (today + timedelta(1), today + timedelta(2)))
    page = fetch(manager, f"{AT}/plan")
    assert "Nobody covers on 2 days" in page.main
    assert f"{short_day(today)} to {short_day(Quarter.of(today).earlier(-1).last)}" in page.main


def test_a_plan_is_of_the_period_that_is_asked_for(manager: FlaskClient, ana: Person) -> None:
    page = fetch(manager, f"{AT}/plan?first=5/1/2025&last=5/31/2025")
    assert "May 1, 2025 to May 31, 2025" in page.main
    assert "Nobody covers on 1 day" in page.main
    for other in ("", "?first=5/31/2025&last=5/1/2025", "?first=1/1/2025&last=1/2/2026", "?first=soon&last=later"):
        assert "No absence is recorded" in fetch(manager, f"{AT}/plan{other}").main
    assert "That is no period" in fetch(manager, f"{AT}/plan?first=5/31/2025&last=5/1/2025").main


def test_taking_the_plan_is_an_entry_of_the_trail(manager: FlaskClient, ana: Person) -> None:
    answer = manager.get(f"{AT}/plan.pdf?first=5/1/2025&last=5/31/2025")
    assert answer.headers["Content-Disposition"] == "attachment; filename=coverage-plan-2025-05-01-2025-05-31.pdf"
    assert "Ana Ruiz" in read(answer.data).text
    (entry,) = db.session.scalars(select(TrailEntry).where(TrailEntry.action == Action.COVERAGE_PLANNED.value))
    assert entry.subject == "list:coverage"


def test_how_cover_works_begins_with_a_draft_and_is_corrected(manager: FlaskClient, valley: Organisation) -> None:
    assert "is not written" in fetch(manager, f"{AT}/plan").main
    draft = fetch(manager, f"{AT}/text/new")
    assert "This is a draft." in draft.main
    assert draft.submit(since="1/6/2025").messages == ["How cover works was saved."]
    page = fetch(manager, f"{AT}/plan")
    assert "An HSC tells the manager about planned days away" in page.main
    correct = fetch(manager, next(to for says, to in page.links.items() if says.startswith("Correct the text")))
    assert correct.submit(text="The desk answers.").faults, "a reason is needed"
    assert correct.submit(text="The desk answers.", because="It changed.").messages
    page = fetch(manager, f"{AT}/plan")
    assert "The desk answers." in page.main
    correct = fetch(manager, next(to for says, to in page.links.items() if says.startswith("Correct the text")))
    strike = fetch(manager, correct.links["Take it away"])
    assert strike.submit(because="Never so.").messages == ["Taken away. The text stays readable."]
    assert "is not written" in fetch(manager, f"{AT}/plan").main


def test_an_auditor_reads_it_and_changes_nothing(app: Flask, valley: Organisation, ana: Person) -> None:
    coverage.word(SYSTEM, valley, date(2025, 1, 6), "The desk answers.")
    client = sign_in(app.test_client(), make_member(valley, Role.AUDITOR))
    page = fetch(client, f"{AT}/plan")
    assert "The desk answers." in page.main
    assert not any(says.startswith(("Write", "Correct")) for says in page.links)
    assert client.get(f"{AT}/text/new").status_code == 403
