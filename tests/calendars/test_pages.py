"""The page of calendars: a link is made, shown once, replaced and turned off; and what is offered to whom."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.account import User, Visit
from onboarding.models.calendar_link import CalendarLink
from onboarding.models.organisation import Organisation
from onboarding.models.trail import TrailEntry
from onboarding.queries import trail_compare
from onboarding.roles import Role
from tests.calendars.make import fetched, make_link
from tests.make import make_cohe, make_lni, make_member, make_person, sign_in
from tests.page import Page, fetch
from tests.stored import on_sqlite

pytestmark = on_sqlite
PAGE = "/at/valley/calendar"


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def mia(valley: Organisation) -> User:
    return make_member(valley, Role.MANAGER)


@pytest.fixture
def manager(app: Flask, mia: User) -> FlaskClient:
    return sign_in(app.test_client(), mia)


def shown(page: Page) -> list[str]:
    return [(each.text or "").removeprefix("http://127.0.0.1:8000") for each in page.all("pre")]


def test_a_link_is_made_shown_once_replaced_and_turned_off(
    app: Flask, manager: FlaskClient, valley: Organisation
) -> None:
    make_person(valley, "Ana Ruiz", hired_on=clock.today() - timedelta(days=9))
    page = fetch(manager, PAGE)
    assert [text for text in page.links if text.startswith("http")] == []
    page = page.submit(1)
    assert "The link is ready." in page.messages
    (address,) = shown(page)
    assert "Ana Ruiz: Complete the additional training" in fetched(app, address).get_data(as_text=True)
    page = fetch(manager, PAGE)
    assert shown(page) == []
    assert "The link is on since" in page.main
    page = page.submit(1)
    (newer,) = shown(page)
    assert newer != address
    assert fetched(app, address).status_code == 404
    page = page.submit(2)
    assert "The link is off. Nobody can open the calendar by it any more." in page.messages
    assert fetched(app, newer).status_code == 404
    assert "The link is on since" not in page.main
    assert list(trail_compare.differences()) == []
    entries = [each.action for each in db.session.query(TrailEntry).order_by(TrailEntry.id)][-4:]
    made, withdrawn = "calendar_link.made", "calendar_link.withdrawn"
    assert entries == [made, withdrawn, made, withdrawn]


def test_what_is_kept_of_a_link_opens_nothing(app: Flask, manager: FlaskClient) -> None:
    made = fetch(manager, PAGE).submit()
    (address,) = shown(made)
    token = address.removeprefix("/calendars/").removesuffix(".ics")
    db.session.rollback()
    kept = [repr(row) for table in db.metadata.sorted_tables for row in db.session.execute(table.select())]
    assert [row for row in kept if token in row] == []
    assert db.session.query(CalendarLink).one().token_hash not in address
    assert [each.data for each in db.session.query(Visit) if "calendar" in each.data] == []


def test_two_tabs_and_two_clicks_leave_one_link_and_say_so(app: Flask, manager: FlaskClient) -> None:
    one, two = fetch(manager, PAGE), fetch(manager, PAGE)
    assert len(shown(one.submit(1))) == 1
    again = two.submit(1)
    assert "The link was made, replaced or turned off meanwhile. See how it is now, and then go on." in again.messages
    off = fetch(manager, PAGE)
    assert "The link is off." in " ".join(off.submit(2).messages)
    assert "meanwhile" in " ".join(off.submit(2).messages)
    assert db.session.query(CalendarLink).filter_by(withdrawn_at=None).count() == 0


@pytest.mark.parametrize("link", ["999", "0", "-1", "x", "99999999999999"])
def test_a_link_that_the_page_never_named_is_let_be(
    app: Flask, manager: FlaskClient, valley: Organisation, mia: User, link: str
) -> None:
    at = make_link(valley, mia)
    page = fetch(manager, PAGE).submit(2, link=link)
    assert "meanwhile" in " ".join(page.messages)
    assert fetched(app, at).status_code == 200


def test_nobody_turns_another_s_link_off(app: Flask, manager: FlaskClient, valley: Organisation, mia: User) -> None:
    at, other = make_link(valley, mia), make_member(valley, Role.MANAGER, name="Other Manager")
    make_link(valley, other)
    (mine,) = db.session.query(CalendarLink).filter_by(user_id=mia.id)
    page = fetch(sign_in(app.test_client(), other), PAGE).submit(2, link=str(mine.id))
    assert "meanwhile" in " ".join(page.messages)
    assert fetched(app, at).status_code == 200


@pytest.mark.parametrize(
    ("roles", "offers"),
    [
        ((Role.MANAGER,), {"My calendar", "Team calendar"}),
        ((Role.HR,), {"My calendar", "Team calendar"}),
        ((Role.SCREENER,), {"My calendar", "Team calendar"}),
        ((Role.HSC,), {"My calendar"}),
        ((Role.HSC, Role.ADMINISTRATOR), {"My calendar"}),
        ((Role.AUDITOR,), {"Team calendar"}),
    ],
)
def test_each_is_offered_what_they_may_see(
    app: Flask, valley: Organisation, roles: tuple[Role, ...], offers: set[str]
) -> None:
    user = make_member(valley, *roles)
    page = fetch(sign_in(app.test_client(), user), PAGE)
    assert {each.text for each in page.all("h2") if each.text and "alendar" in each.text} == offers
    for form in range(len(offers)):
        page = fetch(page.client, PAGE)
        offered = [each for each in page.forms() if not (each.get("action") or "").endswith("withdraw")]
        (address,) = shown(page.submit(page.forms().index(offered[form])))
        assert fetched(app, address).status_code == 200


def test_an_hsc_makes_no_link_to_everybody_and_an_administrator_none(app: Flask, valley: Organisation) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    hsc, administrator = (make_member(valley, role) for role in (Role.HSC, Role.ADMINISTRATOR))
    assert sign_in(app.test_client(), hsc).post(f"{PAGE}/team").status_code == 404
    assert sign_in(app.test_client(), administrator).post(f"{PAGE}/own").status_code == 403


def test_lni_has_none(app: Flask) -> None:
    cora = sign_in(app.test_client(), make_member(make_lni(), Role.CONTRACT_MANAGER))
    assert cora.get("/at/lni/calendar").status_code == 404


def test_the_page_is_found_from_the_account_and_from_deadlines(manager: FlaskClient) -> None:
    for at in ("/account", "/at/valley/deadlines"):
        page = fetch(manager, at)
        assert PAGE in page.links.values(), at
