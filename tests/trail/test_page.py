"""What an auditor finds: by name or number, by day in Washington, page by page; and nobody from elsewhere by name."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from onboarding import clock
from onboarding.actions import Action
from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.queries import trail
from onboarding.roles import Role
from onboarding.services import knocks
from onboarding.services.change import SYSTEM, change
from onboarding.services.organisations import assign
from tests.make import make_cohe, make_lni, make_member, make_person, make_user, sign_in
from tests.page import fetch
from tests.stored import on_sqlite
from tests.trail.history import history

pytestmark = on_sqlite


def auditor(app: Flask, cohe: Organisation) -> FlaskClient:
    return sign_in(app.test_client(), make_member(cohe, Role.AUDITOR, name="Amy Auditor"))


def entry(cohe: Organisation, subject: str = "person:1", **who: int) -> None:
    actor = SYSTEM._replace(user_id=who.get("user"))
    with change(actor) as under_way:
        under_way.record(cohe.id, Action.PERSON_EDITED, subject)


def test_people_and_members_are_found_by_name(app: Flask) -> None:
    cohe = make_cohe()
    person = make_person(cohe, "Ána Núñez")
    member = make_member(cohe, Role.HR, name="Hank O'Hara")
    entry(cohe, f"person:{person.id}", user=member.id)
    client = auditor(app, cohe)
    for address, count in {
        "actor=hank": 1,
        "actor=O%27Hara+Hank": 1,
        f"actor=user:{member.id}": 1,
        "actor=Amy": 0,
        "actor=%25": 0,
        "subject=nunez+ana": 2,
        f"subject=person:{person.id}": 2,
        "subject=person:99": 0,
        "subject=%25": 0,
        "actor=hank&subject=ana": 1,
        "actor=system&subject=ana": 1,
    }.items():
        page = fetch(client, f"/at/valley/trail?{address}")
        assert (len(page.rows()) if page.all("table") else 0) == count, address
    assert "Hank O'Hara" in fetch(client, "/at/valley/trail").main


def test_somebody_from_elsewhere_who_was_refused_stays_a_number(app: Flask) -> None:
    cohe, stranger = make_cohe(), make_user("Sam Stranger")
    sign_in(app.test_client(), stranger).get("/at/valley/people")
    knocks.tell()
    page = fetch(auditor(app, cohe), "/at/valley/trail?action=access.refused")
    assert "Somebody from elsewhere" in page.main
    assert "Stranger" not in page.html
    assert "No entry matches" in fetch(page.client, "/at/valley/trail?actor=Sam").main


def test_a_contract_manager_who_was_assigned_is_named(app: Flask) -> None:
    cohe = make_cohe()
    member = make_member(make_lni(), Role.CONTRACT_MANAGER, name="Cora Contract")
    entry(cohe, user=member.id)
    assert trail.listed(cohe.id, trail.Filters(actor="cora")).rows == []
    assign(SYSTEM, member, cohe)
    assert len(trail.listed(cohe.id, trail.Filters(actor="cora")).rows) == 1


@pytest.mark.parametrize(
    "address",
    [
        "?before=99999999999999999999999",
        "?before=-1",
        "?before=x",
        "?from_on=0001-01-01&to_on=9999-12-31",
        "?from_on=9999-12-31",
        "?action=nothing.of.ours",
        "?actor=user:99999999999999999999",
        "?subject=person:99999999999999999999",
        "?actor=%00&subject=%00",
        "?actor=" + "x" * 5000,
    ],
)
def test_odd_questions_are_answered(app: Flask, address: str) -> None:
    cohe = make_cohe()
    answer = auditor(app, cohe).get(f"/at/valley/trail{address}")
    assert answer.status_code == 200


@pytest.mark.parametrize("number", ["0", "99", "2147483648", "9" * 30])
def test_an_entry_that_is_not_there_is_not_found(app: Flask, number: str) -> None:
    assert auditor(app, make_cohe()).get(f"/at/valley/trail/{number}").status_code == 404


def test_days_are_washingtons(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    cohe = make_cohe()
    told = clock.datetime.fromisoformat("2026-03-09T06:59:59.999999+00:00")  # 23:59:59 on the day the clocks change
    monkeypatch.setattr(clock, "now", lambda: told)
    entry(cohe)
    for day, count in {date(2026, 3, 7): 0, date(2026, 3, 8): 1, date(2026, 3, 9): 0}.items():
        assert len(trail.listed(cohe.id, trail.Filters(from_on=day, to_on=day)).rows) == count


def test_reading_on_costs_the_same_and_misses_nothing(app: Flask, statements: list[str]) -> None:
    cohe = history(changes=40)
    seen, before, costs = [], None, []
    while True:
        statements.clear()
        found = trail.listed(cohe.id, trail.Filters(before=before))
        costs.append(len(statements))
        seen += [each.number for each in found.rows]
        before = found.before
        if before is None:
            break
    assert seen == list(range(trail.chain_of(cohe.id).number, 0, -1))
    assert len(set(costs[1:])) == 1  # the first asks who the organisation is
    assert not any("OFFSET" in each for each in statements if db.engine.dialect.name == "postgresql")
