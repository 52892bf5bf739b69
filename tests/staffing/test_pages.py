"""The pages of staffing: each period, what is not known, who may see whose time; entering claims, time and absences."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from onboarding import clock
from onboarding.actions import Action
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import initiated_claims as found, time_splits, trail
from onboarding.roles import Role
from onboarding.rules.days import Quarter, add_months
from onboarding.rules.wording import quarter as said, short_day
from onboarding.services import absences, erasures, initiated_claims, organisations
from onboarding.services.change import SYSTEM, Actor
from onboarding.services.initiated_claims import Counted
from onboarding.web.views import staffing
from tests.make import make_cohe, make_lni, make_member, make_person, make_ruling, sign_in
from tests.page import fetch
from tests.staffing.make import count, split
from tests.stored import on_sqlite

pytestmark = on_sqlite
STAFFING, CLAIMS = "/at/valley/staffing", "/at/valley/staffing/claims"
HIRED = date(2024, 1, 2)
NOW = Quarter.of(clock.today())
LAST = NOW.earlier(1)


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def manager(app: Flask, valley: Organisation) -> FlaskClient:
    return sign_in(app.test_client(), make_member(valley, Role.MANAGER))


@pytest.fixture
def ana(valley: Organisation) -> Person:
    person = make_person(valley, hired_on=HIRED)
    split(person, HIRED)
    return person


def test_an_empty_cohe_is_told_what_to_enter(manager: FlaskClient) -> None:
    page = fetch(manager, STAFFING)
    assert "No claims are recorded yet." in page.main
    assert f"Nobody was in a role in {said(NOW)}." in page.main
    assert "Enter claims" in page.links


def test_who_is_counted_is_listed_a_page_at_a_time_and_the_average_is_of_all(
    manager: FlaskClient, valley: Organisation, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staffing, "SHARES", 1)
    ben = make_person(valley, hired_on=HIRED, name="Ben Orchard")
    split(ben, HIRED)
    pages = [fetch(manager, f"{STAFFING}?period=2025-Q1&page={number}") for number in (1, 2, 9)]
    listed = [[row["Name"] for row in page.rows("2 rows of")] for page in pages]
    assert listed[0] + listed[1] == sorted([ana.name, ben.name])
    assert listed[2] == listed[1]
    assert [page.rows("Average FTE") for page in pages[1:]] == [pages[0].rows("Average FTE")] * 2


def test_each_line_says_what_it_is_where_the_cohe_stands_and_how_far_that_is(
    manager: FlaskClient, valley: Organisation, ana: Person
) -> None:
    count(valley, "2025-Q1", 589, 500, 400, 862)
    page = fetch(manager, f"{STAFFING}?period=2025-Q1")
    (trigger, *_) = page.rows("Where the COHE stands")
    assert trigger["What it is"].startswith("Trigger")
    assert trigger["L&I’s line"] == "More than 588 claims in a quarter for each HSC FTE."
    # Ana may not bill, so that she counts under one reading and not under the other: under neither is it 588 or less.
    assert trigger["How it stands"] == "Discuss with L&I"
    assert trigger["How far"].startswith("1 to 589 claims above the discussion trigger.")
    year = fetch(manager, f"{STAFFING}?period=2025")
    requirement, recommendation = year.rows("Where the COHE stands")
    assert requirement["What it is"].startswith("Requirement The contract asks for it.")
    # 589 + 500 + 400 + 862 = 2,351 claims.
    assert "2,351 claims" in year.main
    assert recommendation["How far"].startswith("701 to 2,351 claims a year above what L&I recommends.")


def test_a_day_is_judged_by_the_quarters_before_it_and_the_address_keeps_it(
    manager: FlaskClient, valley: Organisation, ana: Person
) -> None:
    count(valley, "2025-Q1", 100, 100, 100, 100)
    page = fetch(manager, f"{STAFFING}?period=2025&day=1/15/2026")
    assert "January 15, 2026" in [each.text for each in page.all("h2")]
    (line,) = page.rows("Where the COHE stands")
    assert line["What it is"].startswith("Requirement")
    wrong = fetch(manager, f"{STAFFING}?day=nonsense")
    assert "is not a date we can read" in wrong.main
    assert said(NOW) in wrong.main
    for period in ("1066", "2025-Q5", "<b>"):
        page = fetch(manager, f"{STAFFING}?period={period}").main
        assert f"Choose a quarter or year from the list. {said(NOW)} is shown." in page


def test_what_is_not_recorded_is_named_with_where_to_record_it(
    manager: FlaskClient, valley: Organisation, ana: Person
) -> None:
    bo = make_person(valley, "Bo Berg", hired_on=date(2025, 2, 3))
    count(valley, "2025-Q1", 500)
    page = fetch(manager, f"{STAFFING}?period=2025-Q1")
    assert "How Bo Berg splits their time from Feb 3, 2025." in page.main
    assert "The claims of Q2 2024, Q3 2024, Q4 2024." in page.main
    form = fetch(manager, page.links["Record it: Bo Berg"])
    assert form.submit(week="40", claims="32.5", since="02/03/2025").messages == ["The split was recorded."]
    (row,) = time_splits.history(bo)
    assert (row.week, row.parts) == (2400, {"claims": 1950})
    assert "Bo Berg splits" not in fetch(manager, f"{STAFFING}?period=2025-Q1").main


def test_hr_reads_figures_and_no_names_and_the_contract_manager_both(
    app: Flask, valley: Organisation, ana: Person
) -> None:
    make_person(valley, "Bo Berg", hired_on=date(2025, 2, 3))
    count(valley, "2025-Q1", 500, 500, 500, 500)
    contract = make_member(make_lni(), Role.CONTRACT_MANAGER)
    organisations.assign(SYSTEM, contract, valley)
    hr = fetch(sign_in(app.test_client(), make_member(valley, Role.HR)), f"{STAFFING}?period=2025-Q4")
    assert "How 1 person splits their time." in hr.main
    assert "Ana" not in hr.main
    assert "Bo Berg" not in hr.main
    assert "Enter claims" not in hr.links
    other = fetch(sign_in(app.test_client(), contract), f"{STAFFING}?period=2025-Q4")
    assert "Bo Berg" in other.main
    assert "Enter claims" not in other.links


def test_claims_are_entered_and_corrected_in_one_form(manager: FlaskClient, valley: Organisation) -> None:
    page = fetch(manager, CLAIMS)
    done = page.submit(**{str(LAST): "1,180", f"{LAST}-surgical": "0", str(NOW): "12"})
    assert done.messages[0] == "2 quarters were recorded."
    again = fetch(manager, CLAIMS)
    wrong = again.submit(**{str(LAST): "many"})
    assert any("“many” is not a number we can read" in says for says in wrong.faults.values())
    unexplained = again.submit(**{str(LAST): "1181"})
    assert "Say why the number is corrected." in unexplained.faults.values()
    right = again.submit(**{str(LAST): "1181", str(NOW): "30", "because": "Counted anew."})
    assert right.messages[0] == "2 quarters were corrected."
    assert found.of(valley)[LAST].claims == 1181
    assert "1,180" in fetch(manager, CLAIMS).main or "1180" in fetch(manager, CLAIMS).main
    earlier = fetch(manager, fetch(manager, CLAIMS).links["Enter earlier quarters"])
    assert said(NOW.earlier(8)) in earlier.main


@pytest.mark.parametrize("typed", ["2130,5", "21,30", "1_000", "+7", "2.5", "9" * 16])
def test_what_is_no_whole_number_is_not_taken_for_another(
    manager: FlaskClient, valley: Organisation, typed: str
) -> None:
    form = fetch(manager, CLAIMS)
    assert form.by_id(str(LAST)).get("type") == "text"  # of another, browsers send nothing for "1,180"
    wrong = form.submit(**{str(LAST): typed})
    assert f"“{typed}” is not a number we can read. Enter a whole number, like 1180." in wrong.faults.values()
    assert found.of(valley) == {}


def test_two_who_enter_claims_are_told_of_each_other_and_the_second_may_send_theirs_again(
    manager: FlaskClient, valley: Organisation
) -> None:
    before = LAST.earlier(1)
    count(valley, str(before), 400, 500)
    form = fetch(manager, CLAIMS)
    initiated_claims.record(SYSTEM, valley, [Counted(before, 401, 0), Counted(LAST, 501, 0)], "Counted anew.")
    told = form.submit(**{str(LAST): "502", "because": "One was missing."})
    (says,) = told.messages
    assert f"501 claims are recorded of {said(LAST)}, and 401 claims are recorded of {said(before)}" in says
    shown = [told.by_id(str(each)).get("value") for each in (LAST, before)]
    assert shown == ["502", "401"]  # what was typed stays; the row that was not touched shows what is recorded
    assert told.submit().messages[0] == "1 quarter was corrected."
    assert [found.of(valley)[each].claims for each in (LAST, before)] == [502, 401]


def test_a_row_of_the_form_that_was_made_up_is_no_quarter(manager: FlaskClient) -> None:
    page = fetch(manager, f"{CLAIMS}?to=2999-Q1")
    assert said(NOW) in page.main


def test_the_quarters_are_downloaded_as_a_list(
    app: Flask, manager: FlaskClient, valley: Organisation, ana: Person
) -> None:
    count(valley, "2025-Q1", 589)
    body = manager.get(f"{STAFFING}/quarters.csv").get_data(as_text=True).splitlines()
    first = next(line for line in body if line.startswith('"Q1 2025"'))
    # Ana is a whole FTE, under readings in which she counts: 0 to 1, and 589 claims per FTE at least.
    assert first.startswith('"Q1 2025","589","0","0.0000","1.0000","589.0000","","Discuss with L&I"')
    assert manager.get(f"{STAFFING}/quarters.xlsx").status_code == 200
    taken = trail.listed(valley.id, trail.Filters(action=Action.STAFFING_EXPORTED)).rows
    assert len(taken) == 2


def test_a_table_of_quarters_is_looked_at_taken_in_and_undone(manager: FlaskClient, valley: Organisation) -> None:
    count(valley, "2025-Q1", 10)
    table = b'Quarter,Claims,Surgical\nQ2 2025,"1,200",3\n2025-Q1,11,0\n'
    page = fetch(manager, "/at/valley/imports/quarters").submit(file=(BytesIO(table), "claims.csv"))
    assert "Nothing can be taken in yet" in page.main
    assert "Q1 2025 is recorded with 10 claims." in page.main
    better = fetch(manager, "/at/valley/imports/quarters").submit(file=(BytesIO(table[:-14]), "claims.csv"))
    (row,) = better.rows("The first 1 of 1")
    assert (row["Quarter"], row["Claims initiated"], row["Surgical claims"]) == ("Q2 2025", "1200", "3")
    done = better.submit()
    assert done.messages == ["1 quarter was recorded. It can be undone as one."]
    assert found.of(valley)[Quarter(2025, 2)].claims == 1200
    undo = fetch(manager, next(to for says, to in done.links.items() if says.startswith("Undo the import")))
    assert undo.submit(because="The wrong list.").messages == ["Undone: every quarter from the table was taken away."]
    assert list(found.of(valley)) == [Quarter(2025, 1)]


def test_the_contracts_own_number_is_a_ruling(manager: FlaskClient, valley: Organisation, ana: Person) -> None:
    count(valley, "2025-Q1", 100, 100, 100, 100, 100)
    make_ruling(valley, "required-fte-rounding", "proportional", in_force=True)  # from January 15, 2026
    page = fetch(manager, f"{STAFFING}?period=2026-Q1")
    assert "See the rulings and the contract’s own numbers" in page.links
    (_, requirement, *_) = page.rows("Where the COHE stands")
    # 400 / 2,350 = 8/47: 0.1702, begun hundredths of which are 18; with Ana 1 - 8/47 = 0.8297 more.
    assert requirement["How far"].startswith("Between 0.18 FTE short and 0.82 FTE more than required.")
    # Before the ruling half steps are possible too: half an FTE for 400 claims, and 1 - 0.1702 at most.
    (requirement, *_) = fetch(manager, f"{STAFFING}?period=2025").rows("Where the COHE stands")
    assert requirement["How far"].startswith("Between 0.5 FTE short and 0.82 FTE more than required.")
    quarters = len(range((NOW.year - 2025) * 4 + NOW.number))
    required = {row["Quarter"]: row["Required FTE"] for row in page.rows(f"{quarters} quarters")}
    assert (required["Q1 2026"], required["Q4 2025"]) == ("0.17", "0.17 to 0.5")


def test_a_vacancy_has_its_three_months_on_the_page(
    app: Flask, manager: FlaskClient, valley: Organisation, ana: Person
) -> None:
    left_on = clock.today() - timedelta(10)
    ben = make_person(valley, "Ben Stone", hired_on=HIRED, left_on=left_on)
    split(ben, HIRED)
    count(valley, str(NOW.earlier(8)), *[1175] * 8)  # 4,700 a year require 2 FTE
    for settles, reading in (("unbillable-time-counts", "included"), ("required-fte-rounding", "proportional")):
        make_ruling(valley, settles, reading, in_force=True)
    (row,) = fetch(manager, STAFFING).rows("1 leaving takes")
    due = add_months(left_on, 3)
    assert row["Who leaves"] == "Ben Stone"
    assert row["How it stands"] == "Not replaced yet"
    assert row["Replace by"] == f"{short_day(due)} in {(due - clock.today()).days} days"
    hr = fetch(sign_in(app.test_client(), make_member(valley, Role.HR)), STAFFING)
    assert "Ben Stone" not in hr.main
    assert hr.rows("1 leaving takes")[0]["Who leaves"] == "An HSC"


@pytest.mark.parametrize("path", ["/staffing", "/staffing/absences", "/people/{id}/time", "/people/{id}/absences"])
def test_each_page_asks_the_database_as_often_for_many_as_for_few(
    manager: FlaskClient, valley: Organisation, ana: Person, statements: list[str], path: str
) -> None:
    count(valley, "2025-Q1", 100)
    address = "/at/valley" + path.format(id=ana.id)
    days = clock.today() + timedelta(5), clock.today() + timedelta(9)
    absences.record(SYSTEM, ana, days)
    make_person(valley, "Lea Left", hired_on=HIRED, left_on=date(2025, 3, 3))
    fetch(manager, address)  # the visit's first page keeps a token
    counts = []
    for _ in range(2):
        statements.clear()
        fetch(manager, address)
        counts.append(len(statements))
        for number in range(6 if len(counts) == 1 else 0):
            other = make_person(valley, f"More {number}", hired_on=HIRED, left_on=None if number % 2 else days[1])
            split(other, HIRED)
            absences.record(SYSTEM, other, days)
            absences.cover(SYSTEM, other, ana, days)
    assert counts[0] == counts[1] <= 25


def test_of_who_was_erased_the_days_stay_and_nobody_is_asked_for_their_time(
    manager: FlaskClient, valley: Organisation, ana: Person
) -> None:
    count(valley, "2025-Q1", 500)
    one, two = (make_member(valley, Role.MANAGER, name=name) for name in ("One", "Two"))
    id = ana.id
    assert "splits their time" not in fetch(manager, f"{STAFFING}?period=2025-Q1").main
    erasures.ask(Actor(one.id, one.name), ana, "She asked.")
    erasures.confirm(Actor(two.id, two.name), valley, id)
    page = fetch(manager, f"{STAFFING}?period=2025-Q1")
    assert f"How Erased person {id} splits their time from Jan 2, 2024. It went when they were erased." in page.main
    assert not any(says.startswith("Record it") for says in page.links)
    # Ana was one FTE, and is anything from 0 to 1 now.
    assert page.rows("Average FTE")[1]["FTE"] == "0 to 1"
