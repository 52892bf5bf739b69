"""From which facts a ruling holds: of training for everybody, or for hires from its day on; and who would be moved."""

from datetime import date

import pytest
from flask import Flask

from onboarding import clock
from onboarding.errors import OnboardingError
from onboarding.models.organisation import Organisation
from onboarding.models.records import row_values, sealed_before
from onboarding.models.ruling import RecordedRuling
from onboarding.queries import impact, rulings as found
from onboarding.roles import Role
from onboarding.services import rulings
from onboarding.services.change import SYSTEM
from tests.make import make_cohe, make_member, make_person, sign_in
from tests.page import fetch
from tests.rulings.test_rulings import NUMBER, effect, record_months
from tests.stored import on_sqlite

SINCE = date(2026, 3, 1)
TODAY = date(2026, 3, 20)
LATER = NUMBER._replace(since=SINCE, hires_only=True)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


def propose(app: Flask, cohe: Organisation, facts: rulings.RulingFacts) -> RecordedRuling:
    return rulings.propose(SYSTEM, cohe, app.extensions["rulebook"], facts)


def moved(part: impact.Part) -> dict[str, tuple[impact.Answer, impact.Answer]]:
    return {each.person.name: (each.before, each.after) for each in part.changes if each.asked == "training due"}


@pytest.mark.parametrize(("hired_on", "moves"), [(date(2026, 2, 28), False), (SINCE, True), (date(2026, 3, 2), True)])
def test_one_for_later_hires_moves_nobody_who_was_hired_before(
    app: Flask, valley: Organisation, hired_on: date, moves: bool
) -> None:
    make_person(valley, "Hana Hired", hired_on=hired_on)
    assert ("Hana Hired" in moved(effect(app, valley, propose(app, valley, LATER)))) is moves


def test_one_for_everybody_shows_whose_deadlines_it_moves_also_of_who_left(app: Flask, valley: Organisation) -> None:
    make_person(valley, "Lou Left", hired_on=date(2023, 1, 9), left_on=date(2023, 12, 1))
    part = effect(app, valley, propose(app, valley, LATER._replace(hires_only=False)))
    assert moved(part) == {"Lou Left": (date(2023, 7, 9), date(2023, 10, 9))}
    assert impact.Tally().and_of(part, TODAY) == impact.Tally(answers=0, deadlines=1, left=1)
    assert effect(app, valley, propose(app, valley, LATER)).changes == []


def test_the_deadlines_that_stay_are_those_that_pages_show(app: Flask, valley: Organisation) -> None:
    book = app.extensions["rulebook"]
    rulings.put_in_force(SYSTEM, valley, book, propose(app, valley, LATER).id)
    law = found.of(valley, book)
    assert law.in_force(TODAY, valley.slug, "hsc", date(2026, 2, 28)).numbers.training_months == 6
    assert law.in_force(TODAY, valley.slug, "hsc", SINCE).numbers.training_months == 9
    assert law.in_force(TODAY, valley.slug, "hsc").numbers.training_months == 9


def test_what_does_not_tell_by_the_day_of_the_hire_cannot_be_for_later_hires(app: Flask, valley: Organisation) -> None:
    facts = LATER._replace(settles="part-time-credit", reading="calendar", value=None)
    with pytest.raises(OnboardingError, match="Only training rules"):
        propose(app, valley, facts)


def test_one_that_was_sealed_before_is_for_everybody(app: Flask, valley: Organisation) -> None:
    row = propose(app, valley, NUMBER)
    assert row.hires_only is False
    assert sealed_before(row) == [{key: value for key, value in row_values(row).items() if key != "hires_only"}]
    assert sealed_before(propose(app, valley, LATER)) == []


@on_sqlite
def test_the_form_asks_for_whom_it_holds_and_the_pages_say_it(app: Flask, valley: Organisation) -> None:
    make_person(valley, "Hana Hired", hired_on=date(2025, 12, 1))
    make_person(valley, "Lou Left", hired_on=date(2023, 1, 9), left_on=date(2023, 12, 1))
    client = sign_in(app.test_client(), make_member(valley, Role.MANAGER))
    page = record_months(client, holds_for=None, since="03/01/2026")
    assert page.faults == {"holds_for": "Choose whose training it is about."}
    page = page.submit(holds_for="hires")
    assert page.facts["Applies to"] == "People hired on that day or later"
    assert "No answer changes, and no deadline moves." in fetch(client, f"{page.address}/effect").main
    page = record_months(client, since="03/01/2026")
    assert page.facts["Applies to"] == "Everybody"
    shown = fetch(client, f"{page.address}/effect")
    assert "2 deadlines move, 1 of people who left." in shown.main
    row = next(each for each in shown.rows("2 answers would change") if each["Person"] == "Lou Left")
    assert row["Worked here"] == "Jan 9, 2023 to Dec 1, 2023"
    assert "See whose answers would change" in fetch(client, f"{page.address}/confirm").links


@on_sqlite
def test_of_a_screening_question_it_is_not_asked(app: Flask, valley: Organisation) -> None:
    client = sign_in(app.test_client(), make_member(valley, Role.MANAGER))
    assert "Whose training" not in fetch(client, "/at/valley/rulings/new?settles=part-time-credit").main
