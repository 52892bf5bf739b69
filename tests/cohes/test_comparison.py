"""COHEs side by side, and the deadlines of all of them: for contract managers, of those assigned to them alone."""

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from onboarding import clock
from onboarding.actions import Action
from onboarding.extensions import db
from onboarding.models.cohe_line import CoheLine
from onboarding.models.duty import StaffLine
from onboarding.models.organisation import Organisation
from onboarding.queries import organisations as found, trail
from onboarding.queries.cohe_lines import Vacant
from onboarding.roles import Role
from onboarding.rules.days import Quarter
from onboarding.rules.findings import Outcome
from onboarding.rules.wording import quarter as said, short_day
from onboarding.services import absences, following, initiated_claims, organisations
from onboarding.services.change import SYSTEM
from onboarding.services.initiated_claims import Counted
from onboarding.web.staffing_words import vacant
from tests.make import make_cohe, make_lni, make_member, make_person, make_ruling, sign_in
from tests.page import Page, fetch
from tests.staffing.make import count, split
from tests.stored import on_sqlite

TODAY = clock.today()
NOW = Quarter.of(TODAY)
LAST = NOW.earlier(1)
COMPARE, DEADLINES = "/at/lni/cohes", "/at/lni/cohes/deadlines"
HIRED = date(2024, 1, 2)


@pytest.fixture
def valley(app: Flask) -> Organisation:
    """One FTE, who counts before she may bill, and is away for three days; 589 claims a quarter."""
    valley = make_cohe()
    ana = make_person(valley, hired_on=HIRED)
    split(ana, HIRED)
    count(valley, str(LAST.earlier(3)), *[589] * 4)
    make_ruling(valley, "unbillable-time-counts", "included", in_force=True)
    absences.record(SYSTEM, ana, (TODAY + timedelta(5), TODAY + timedelta(7)))
    return valley


@pytest.fixture
def harbor(app: Flask) -> Organisation:
    return make_cohe("harbor")


@pytest.fixture
def lni(app: Flask) -> Organisation:
    return make_lni()


@pytest.fixture
def contract(app: Flask, lni: Organisation, valley: Organisation, harbor: Organisation) -> FlaskClient:
    user = make_member(lni, Role.CONTRACT_MANAGER)
    for cohe in (valley, harbor):
        organisations.assign(SYSTEM, user, cohe)
    return sign_in(app.test_client(), user)


def as_after_midnight() -> date:
    """Have every line be of yesterday, which it gives, as before the clock has been there."""
    yesterday = clock.today() - timedelta(1)
    for line in (CoheLine, StaffLine):
        db.session.execute(update(line).values(as_of=yesterday))
    db.session.commit()
    return yesterday


def names(page: Page) -> list[str]:
    return [row["COHE"] for row in page.rows()]


def test_each_figure_stands_beside_the_others_and_leads_to_where_it_comes_from(contract: FlaskClient) -> None:
    following.recompute_due()
    page = fetch(contract, COMPARE)
    harbor, valley = page.rows(f"2 COHEs, {said(LAST)}")
    assert valley["COHE"] == "Valley COHE"
    assert valley["Claims per FTE"].startswith("589")  # one FTE, who counts before she may bill
    assert valley["Discussion trigger"].startswith("Discuss with L&I")
    assert valley["Requirement, four quarters"].startswith("Not met")  # 4 x 589 = 2,356 claims require more than one
    assert [valley[each].split()[0] for each in ("Trainings overdue", "Cannot bill", "Uncovered days")] == [
        "1",
        "1",
        "3",
    ]
    assert harbor["Claims per FTE"].startswith("No claims")
    assert [harbor[each] for each in ("Trainings overdue", "Cannot bill", "Vacancies", "Uncovered days")] == ["0"] * 4
    leads = {
        "589": f"/at/valley/staffing?period={LAST}",
        "Discuss": f"/at/valley/staffing/discussions/{LAST}",
        "Not met": f"/at/valley/staffing?period={LAST}",
    }
    for says, to in leads.items():
        address = next(where for label, where in page.links.items() if label.startswith(says) and "Valley" in label)
        assert address.endswith(to)
        assert fetch(contract, address).status == 200


def test_it_is_sorted_narrowed_and_of_another_quarter_and_the_file_is_the_same(
    contract: FlaskClient, lni: Organisation
) -> None:
    following.recompute_due()
    assert names(fetch(contract, COMPARE)) == ["Harbor COHE", "Valley COHE"]
    assert names(fetch(contract, f"{COMPARE}?sort=uncovered&descending=1")) == ["Valley COHE", "Harbor COHE"]
    assert names(fetch(contract, f"{COMPARE}?sort=ratio")) == [
        "Valley COHE",
        "Harbor COHE",
    ]  # what is not known is last
    page = fetch(contract, f"{COMPARE}?only=uncovered&sort=ratio&quarter={NOW}")
    assert names(page) == ["Valley COHE"]
    assert page.rows(f"1 COHE of 2, {said(NOW)}")
    assert names(fetch(contract, f"{COMPARE}?only=no_claims")) == ["Harbor COHE"]
    assert "No COHE matches." in fetch(contract, f"{COMPARE}?only=vacancies").main
    address = page.links["Download as CSV"]
    assert "only=uncovered" in address
    header, row = contract.get(address).get_data(as_text=True).splitlines()
    assert '"COHE","Quarter","Claims"' in header
    assert row.startswith(f'"Valley COHE","{said(NOW)}",""')
    assert contract.get(f"{COMPARE}/cohes.xlsx").status_code == 200
    assert len(trail.listed(lni.id, trail.Filters(action=Action.COHES_EXPORTED)).rows) == 2


@on_sqlite
@pytest.mark.parametrize("page", [COMPARE, DEADLINES, f"{COMPARE}/cohes.csv", f"{DEADLINES}.csv"])
def test_only_contract_managers_and_only_of_cohes_assigned_to_them(
    app: Flask, lni: Organisation, valley: Organisation, page: str
) -> None:
    auditor, manager = make_member(lni, Role.AUDITOR), make_member(valley, Role.MANAGER)
    assert sign_in(app.test_client(), auditor).get(page).status_code == 403
    assert sign_in(app.test_client(), manager).get(page).status_code == 404
    assert sign_in(app.test_client(), manager).get(page.replace("/lni/", "/valley/")).status_code == 403
    nobody = sign_in(app.test_client(), make_member(lni, Role.CONTRACT_MANAGER, name="New"))
    answer = nobody.get(page)
    assert answer.status_code == 200
    assert "Ana" not in answer.get_data(as_text=True)
    assert "Valley" not in answer.get_data(as_text=True)


def test_the_deadlines_say_who_is_overdue_at_which_cohe(
    contract: FlaskClient, lni: Organisation, harbor: Organisation
) -> None:
    make_person(harbor, "Bo Berg", hired_on=HIRED)
    for of in ("valley", "harbor"):  # before the clock has been there: computed for the page
        assert fetch(contract, f"{DEADLINES}?about=training&due=overdue&cohe={of}").rows("1 deadline")
    following.recompute_due()
    page = fetch(contract, f"{DEADLINES}?about=training&due=overdue")
    late = {(row["Name"], row["COHE"]) for row in page.rows("2 deadlines")}
    assert late == {("Ana Ruiz", "Valley COHE"), ("Bo Berg", "Harbor COHE")}
    narrowed = fetch(contract, f"{DEADLINES}?about=training&due=overdue&cohe=harbor")
    (row,) = narrowed.rows("1 deadline")
    assert row["Name"] == "Bo Berg"
    assert fetch(contract, narrowed.links["See the training: Bo Berg"]).status == 200
    body = contract.get(narrowed.links["Download as CSV"]).get_data(as_text=True)
    assert '"Harbor COHE","Bo Berg"' in body
    assert "Ana" not in body
    assert len(trail.listed(lni.id, trail.Filters(action=Action.DEADLINES_EXPORTED)).rows) == 1


@on_sqlite
def test_home_and_the_navigation_lead_there(contract: FlaskClient) -> None:
    home = fetch(contract, "/at/lni/")
    assert home.links["COHEs"] == COMPARE
    assert home.links["Compare the COHEs"] == COMPARE
    assert home.links["See the deadlines of all your COHEs"] == DEADLINES


@on_sqlite
def test_as_many_questions_are_asked_for_many_cohes_as_for_few(
    contract: FlaskClient, valley: Organisation, statements: list[str]
) -> None:
    following.recompute_due()
    counts: list[list[int]] = []
    for _ in range(2):
        asked = []
        for address in (COMPARE, DEADLINES):
            fetch(contract, address)
            statements.clear()
            fetch(contract, address)
            asked.append(len(statements))
        counts.append(asked)
        if len(counts) == 1:
            (user,) = found.contract_managers(valley)
            for number in range(4):
                other = make_cohe(f"more{number}")
                make_person(other, f"More {number}", hired_on=HIRED)
                organisations.assign(SYSTEM, user, other)
            following.recompute_due()
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 25


@on_sqlite
def test_at_midnight_each_is_shown_as_of_the_day_before_until_the_clock_has_come_to_it(
    contract: FlaskClient, valley: Organisation, harbor: Organisation, statements: list[str]
) -> None:
    count(harbor, str(LAST), 12)
    following.recompute_due()
    right = fetch(contract, COMPARE)
    assert "as of" in right.main
    assert "shown as computed last" not in right.main
    yesterday = as_after_midnight()
    statements.clear()
    page = fetch(contract, COMPARE)
    assert len(statements) <= 25
    assert "2 COHEs are shown as computed last." in page.main
    figures = [{**row, "COHE": ""} for row in page.rows(f"2 COHEs, {said(LAST)}")]
    assert figures == [{**row, "COHE": ""} for row in right.rows(f"2 COHEs, {said(LAST)}")]
    assert names(page) == [f"{name} COHE As of {short_day(yesterday)}" for name in ("Harbor", "Valley")]
    _, *rows = contract.get(page.links["Download as CSV"]).get_data(as_text=True).splitlines()
    assert [row.split('","')[-1].rstrip('"') for row in rows] == [f"As of {short_day(yesterday)}"] * 2
    following.recompute_due()
    assert names(fetch(contract, COMPARE)) == ["Harbor COHE", "Valley COHE"]


@on_sqlite
def test_at_midnight_deadlines_of_several_are_listed_as_computed_last_and_of_one_as_of_today(
    contract: FlaskClient, harbor: Organisation, statements: list[str]
) -> None:
    make_person(harbor, "Bo Berg", hired_on=HIRED)
    count(harbor, str(LAST), 12)
    following.recompute_due()
    right = fetch(contract, DEADLINES)
    assert "as of" in right.main
    assert "shown as computed last" not in right.main
    yesterday = as_after_midnight()
    statements.clear()
    page = fetch(contract, DEADLINES)
    assert len(statements) <= 25
    assert "2 COHEs are shown as computed last." in page.main
    said_of = f"COHE As of {short_day(yesterday)}"
    assert page.rows() == [{**row, "COHE": row["COHE"].replace("COHE", said_of)} for row in right.rows()]
    _, *lines = contract.get(page.links["Download as CSV"]).get_data(as_text=True).splitlines()
    assert {line.split('","')[-1].rstrip('"') for line in lines} == {f"As of {short_day(yesterday)}"}
    one = fetch(contract, f"{DEADLINES}?cohe=harbor")
    assert "shown as computed last" not in one.main
    assert one.rows() == [row for row in right.rows() if row["COHE"] == "Harbor COHE"]


@on_sqlite
def test_one_that_changed_is_computed_for_the_page_and_of_several_it_is_said(
    contract: FlaskClient, valley: Organisation, harbor: Organisation
) -> None:
    following.recompute_due()
    count(valley, str(NOW), 5)
    row = fetch(contract, f"{COMPARE}?quarter={NOW}").rows()[-1]
    assert (row["COHE"], row["Claims per FTE"].split()[0]) == ("Valley COHE", "5")
    initiated_claims.record(SYSTEM, valley, [Counted(NOW, 7, 0)])
    count(harbor, str(NOW), 9)  # the first thing that is recorded there: nothing was computed yet
    page = fetch(contract, f"{COMPARE}?quarter={NOW}")
    assert names(page) == ["Harbor COHE Not computed yet", "Valley COHE Before the latest change"]
    following.recompute_due()
    assert fetch(contract, f"{COMPARE}?quarter={NOW}").rows()[-1]["Claims per FTE"].startswith("7")


def test_vacancies_are_told_apart_in_words() -> None:
    def of(outcome: Outcome, ahead: bool = False) -> Vacant:
        return Vacant(1, outcome, ahead, None)

    found = [of(Outcome.OPEN), of(Outcome.OVERDUE), of(Outcome.OPEN, ahead=True), of(Outcome.UNDETERMINED)]
    assert vacant(found) == "2 open, 1 to come, 1 can’t tell yet"
    assert vacant(found[:1]) == "1 open"
