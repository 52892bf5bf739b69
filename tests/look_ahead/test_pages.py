"""The page that looks ahead: forecast, lines, what prevents it, backtest; who reads what; how often it asks."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from onboarding import clock
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.roles import Role
from onboarding.rules.wording import quarter as said, short_day
from onboarding.services import organisations
from onboarding.services.change import SYSTEM
from tests.look_ahead.make import AHEAD, HIRED, NOW, make_ana, settle
from tests.make import make_cohe, make_lni, make_member, make_person, sign_in
from tests.page import fetch
from tests.staffing.make import count, split
from tests.stored import on_sqlite

pytestmark = on_sqlite


@pytest.fixture
def valley(app: Flask) -> Organisation:
    cohe = make_cohe()
    settle(cohe)
    return cohe


@pytest.fixture
def manager(app: Flask, valley: Organisation) -> FlaskClient:
    return sign_in(app.test_client(), make_member(valley, Role.MANAGER))


@pytest.fixture
def ana(valley: Organisation) -> Person:
    return make_ana(valley)


def test_without_eight_quarters_it_says_what_is_missing(
    manager: FlaskClient, valley: Organisation, ana: Person
) -> None:
    count(valley, str(NOW.earlier(7)), *[400] * 7)
    page = fetch(manager, AHEAD)
    assert "A forecast needs the claims of eight quarters in a row." in page.main
    assert f"The claims of {said(NOW.earlier(8))}." in page.main
    assert "Make a what-if" not in page.links


def test_what_is_steady_stays_and_each_past_quarter_is_on_the_page(
    manager: FlaskClient, valley: Organisation, ana: Person
) -> None:
    # 400 claims for one FTE in each of sixteen quarters: every forecast was right.
    count(valley, str(NOW.earlier(16)), *[400] * 16, 150)
    page = fetch(manager, AHEAD)
    rows = page.rows("Claims and HSC time through")
    assert [row["Claims, likely"] for row in rows] == ["400"] * 4
    assert rows[0]["Quarter"] == f"{said(NOW)} 150 counted so far"
    assert [row["Claims per FTE"] for row in rows] == ["400"] * 4
    assert {row["Discussion trigger"] for row in rows} == {"Within"}
    lines = page.rows("3 lines through")
    assert [row["What is ahead"].startswith("Stays within") for row in lines] == [True] * 3
    assert {row["What would prevent it"] for row in lines} == {"Nothing to prevent"}
    # Eight quarters one ahead, of which the last four had four errors before them; five four ahead, and one error more
    # is known before the last of these.
    held = [(row["Past quarters"], row["The range held"], row["Range now"]) for row in page.rows("Past forecasts of")]
    assert held == [
        ("8", "in 4 of 4 as wide as now: in 8 of 8", "± 0 %"),
        ("7", "in 2 of 2 as wide as now: in 7 of 7", "± 0 %"),
        ("6", "Not tested yet as wide as now: in 6 of 6", "± 0 %"),
        ("5", "Not tested yet as wide as now: in 5 of 5", "± 0 %"),
    ]
    past = page.rows("8 past quarters of claims, 1 quarter ahead")
    assert (past[0]["Quarter"], past[0]["Forecast"], past[0]["Came to"]) == (said(NOW.earlier(1)), "400", "400")
    assert (past[0]["Range"], past[0]["The range held"]) == ("400 to 400", "Held")
    assert past[-1]["Range"] == "Too few errors"
    assert "The trend is 1,600 claims in the four quarters to" in page.main


def test_a_leaving_says_which_quarter_crosses_and_how_many_fte_by_when(
    manager: FlaskClient, valley: Organisation, ana: Person
) -> None:
    next_ = NOW.earlier(-1)
    ben = make_person(valley, "Ben Stone", hired_on=HIRED, left_on=NOW.last)
    split(ben, HIRED)
    count(valley, str(NOW.earlier(16)), *[800] * 16)
    page = fetch(manager, AHEAD)
    trigger = page.rows("3 lines through")[0]
    assert trigger["What is ahead"].startswith(f"Crosses In {said(next_)}.")
    # 800 / 588 - 1 = 212 / 588 = 0.3605, begun hundredths of which are 37.
    days = (next_.first - clock.today()).days
    far = "1 day" if days == 1 else f"{days} days"
    assert f"0.37 more FTE by {short_day(next_.first)}, in {far}." in trigger["What would prevent it"]
    assert "By a ruling, time counts before a person may bill" in trigger["What would prevent it"]
    entries = 2 if NOW.last == clock.today() else 3  # neither may bill, of which Ben's last day need not be told
    rows = page.rows(f"{entries} entries for days to come")
    (leaving,) = [row for row in rows if row["What happens"].startswith("Last day")]
    assert (leaving["Name"], leaving["What happens"]) == ("Ben Stone", "Last day: HSC, 1 FTE")


def test_hr_and_the_contract_manager_read_it_and_no_plan(app: Flask, valley: Organisation, ana: Person) -> None:
    count(valley, str(NOW.earlier(8)), *[400] * 8)
    contract = make_member(make_lni(), Role.CONTRACT_MANAGER)
    organisations.assign(SYSTEM, contract, valley)
    hr = fetch(sign_in(app.test_client(), make_member(valley, Role.HR)), AHEAD)
    assert "Ana" not in hr.main
    assert "1 entry for days to come is counted above." in hr.main
    other = fetch(sign_in(app.test_client(), contract), AHEAD)
    assert "Ana" in other.main
    for page in (hr, other):
        assert "What if" not in page.main
        assert "what-if" not in page.main
        assert page.rows("Claims and HSC time through")[0]["Range"] == "No range yet"


def test_the_staffing_page_leads_there(manager: FlaskClient, valley: Organisation) -> None:
    assert fetch(manager, "/at/valley/staffing").links["Look ahead"].endswith("/staffing/ahead")


def test_it_asks_the_database_as_often_for_many_as_for_few(
    manager: FlaskClient, valley: Organisation, ana: Person, statements: list[str]
) -> None:
    count(valley, str(NOW.earlier(16)), *[9000] * 16)
    fetch(manager, AHEAD)  # the visit's first page keeps a token
    counts = []
    for _ in range(2):
        statements.clear()
        fetch(manager, AHEAD)
        counts.append(len(statements))
        for number in range(6 if len(counts) == 1 else 0):
            left_on = clock.today() + timedelta(number + 1) if number % 2 else None
            split(make_person(valley, f"More {number}", hired_on=HIRED, left_on=left_on), HIRED)
    assert counts[0] == counts[1] <= 25
