"""A leaving that takes a COHE below its required level is a deadline, and managers are reminded until it is closed."""

from datetime import date, datetime, time, timedelta

import pytest
from flask import Flask

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.message import Message
from onboarding.models.organisation import Organisation
from onboarding.queries import deadlines
from onboarding.queries.deadlines import Deadlines, Filters
from onboarding.roles import Role
from onboarding.rules.days import Quarter, add_months
from onboarding.rules.duties import About
from onboarding.rules.wording import short_day
from onboarding.services import reminders
from onboarding.services.vacancy_reminders import SOURCE
from tests.make import make_cohe, make_member, make_person, make_ruling, sign_in
from tests.page import fetch
from tests.staffing.make import count, law, split

HIRED, TODAY = date(2024, 1, 2), clock.today()
LEFT = TODAY - timedelta(days=10)
DUE = add_months(LEFT, 3)
OF_STAFFING = Filters(about=About.STAFFING)
SAYS = f"Replace the HSC who left on {LEFT}: that takes the COHE below its required level."


@pytest.fixture
def valley(app: Flask) -> Organisation:
    """Two FTE, which 4,700 claims a year require: 1,175 a quarter. Ben left ten days ago."""
    cohe = make_cohe()
    for settles, reading in (("unbillable-time-counts", "included"), ("required-fte-rounding", "proportional")):
        make_ruling(cohe, settles, reading, in_force=True)
    for name, left_on in (("Ana Ruiz", None), ("Ben Stone", LEFT)):
        split(make_person(cohe, name, hired_on=HIRED, left_on=left_on), HIRED)
    count(cohe, str(Quarter.of(TODAY).earlier(8)), *[1175] * 8)
    return cohe


def listed(cohe: Organisation, asked: Filters = OF_STAFFING, staff: bool = True) -> list[object]:
    found = Deadlines(cohe, law(cohe), TODAY, deadlines.seen(staff, TODAY, None), asked)
    assert found.total() == len(found.every())
    return [(each.person.name, each.duty.due_on, each.duty.says) for each in found.every()]


def told(cohe: Organisation, days: int) -> list[str]:
    """What managers are told at noon so many days after today."""
    before = db.session.query(Message).count()
    noon = datetime.combine(TODAY + timedelta(days=days), time(12), clock.WASHINGTON)
    reminders.remind(SOURCE, noon)
    return [each.body for each in db.session.query(Message).order_by(Message.id)[before:]]


def test_it_is_among_the_deadlines_of_those_who_read_of_staff(valley: Organisation) -> None:
    assert listed(valley) == [("Ben Stone", DUE, SAYS)]
    assert listed(valley, Filters(about=About.STAFFING, name="ana")) == []
    assert listed(valley, staff=False) == []


def test_it_closes_with_somebody_in_place_and_not_before(valley: Organisation) -> None:
    new = make_person(valley, "Chi Tran", hired_on=TODAY + timedelta(days=1))
    split(new, TODAY + timedelta(days=1))
    assert len(listed(valley)) == 1, "hired, and not there yet"
    here = make_person(valley, "Dee Wolf", hired_on=TODAY)
    assert listed(valley) == [], "whether Dee's time is enough is not recorded, so nothing certain is to be done"
    split(here, TODAY, 600)
    assert len(listed(valley)) == 1, "a quarter of an FTE is not enough"


def test_without_claims_nothing_is_asked_for(app: Flask) -> None:
    cohe = make_cohe("harbor")
    split(make_person(cohe, "Ben Stone", hired_on=HIRED, left_on=LEFT), HIRED)
    assert listed(cohe) == []


def test_the_list_leads_to_the_vacancy_and_nobody_puts_it_off(app: Flask, valley: Organisation) -> None:
    client = sign_in(app.test_client(), make_member(valley, Role.MANAGER))
    page = fetch(client, "/at/valley/deadlines?about=staffing")
    (row,) = page.rows("1 deadline")
    assert (row["Name"], row["Kind"]) == ("Ben Stone", "Staffing")
    assert row["Due"].startswith(short_day(DUE))
    assert page.links["See the vacancy: Ben Stone"] == "/at/valley/staffing#vacancies"
    assert not any(says.startswith("Put off") for says in page.links)
    assert fetch(client, "/at/valley/deadlines/months").status == 200
    assert "Staffing" in fetch(client, f"/at/valley/deadlines/month?month={DUE:%Y-%m}").main


@pytest.fixture
def manager(valley: Organisation) -> object:
    return make_member(valley, Role.MANAGER)


def of_vacancies(bodies: list[str]) -> list[str]:
    return [each for each in bodies if "Replace the HSC" in each]


def test_managers_are_reminded_weekly_until_it_is_made_good(valley: Organisation, manager: object) -> None:
    (mail,) = of_vacancies(told(valley, 0))
    assert "/at/valley/staffing" in mail
    assert "Ben Stone" not in mail, "it leads to a page, and names nobody"
    assert of_vacancies(told(valley, 0)) == [], "told once"
    assert len(of_vacancies(told(valley, 7))) == 1
    here = make_person(valley, "Dee Wolf", hired_on=TODAY)
    split(here, TODAY)
    assert of_vacancies(told(valley, 14)) == []


@pytest.mark.parametrize("path", ["", "/month", "/months"])
def test_the_deadlines_ask_no_more_than_a_page_may(
    app: Flask, valley: Organisation, statements: list[str], path: str
) -> None:
    client = sign_in(app.test_client(), make_member(valley, Role.MANAGER))
    fetch(client, "/at/valley/deadlines")  # the visit's first page keeps a token
    statements.clear()
    fetch(client, f"/at/valley/deadlines{path}")
    assert len(statements) <= 25
