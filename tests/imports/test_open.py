"""A table between being sent and being taken in: sealed, one account's, for a day, a few at a time, gone afterwards."""

import io
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from onboarding import clock
from onboarding.errors import NotFoundError, OnboardingError, TamperedError
from onboarding.extensions import db
from onboarding.jobs.table import purge
from onboarding.models.imported import OpenTable
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import imported, members as found, rulings, trail_compare
from onboarding.roles import Role
from onboarding.services import erasures, imports, members, open_tables
from onboarding.services.change import Actor
from onboarding.services.imports import KINDS
from tests.make import make_cohe, make_member, make_person, sign_in
from tests.page import Page, fetch
from tests.stored import on_sqlite

AT = "/at/valley/imports"
TABLE = b"Name,Email,Job title,Job start\nAna Zylphquist,ana@zylphquist.example,Nurse,2019\n"
OWN = b"Who,Role,Hired on\nAna Zylphquist,HSC,1/6/2025\n"


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


def member(cohe: Organisation, role: Role = Role.MANAGER) -> Actor:
    user = make_member(cohe, role)
    return Actor(user.id, user.name)


def sent(cohe: Organisation, actor: Actor, data: bytes = TABLE, kind: str = "applicants") -> OpenTable:
    return imports.send(actor, cohe, KINDS[kind], data)


def kept() -> list[str]:
    """Everything in the database, as text."""
    db.session.rollback()
    return [str(tuple(row)) for table in db.metadata.sorted_tables for row in db.session.execute(table.select())]


def left() -> int:
    db.session.rollback()
    return db.session.query(OpenTable).count()


def test_nothing_of_it_can_be_read_until_it_is_taken_in(valley: Organisation, app: Flask) -> None:
    actor = member(valley)
    table = sent(valley, actor)
    for word in ("Zylphquist", "zylphquist", "Job title"):
        assert not [row for row in kept() if word in row]
    assert open_tables.opened(table)[0] == TABLE
    imports.take_in(actor, valley, table, rulings.of(valley, app.extensions["rulebook"]), table.revision)
    assert left() == 0
    assert db.session.scalars(select(Person.name)).all() == ["Ana Zylphquist"]
    assert list(trail_compare.differences(valley.id)) == []


def test_it_is_nobody_elses_of_the_same_cohe_and_nowhere_else(valley: Organisation, app: Flask) -> None:
    one, other, elsewhere = member(valley), member(valley), make_cohe("hills")
    table = sent(valley, one)
    assert one.user_id
    assert other.user_id
    assert imported.open_table(valley.id, one.user_id, table.id) is not None
    assert imported.open_table(valley.id, other.user_id, table.id) is None
    assert imported.open_table(elsewhere.id, one.user_id, table.id) is None
    law = rulings.of(valley, app.extensions["rulebook"])
    with pytest.raises(NotFoundError):
        imports.take_in(other, valley, table, law, 1)
    with pytest.raises(NotFoundError):
        open_tables.discard(other, valley, table.id)
    with pytest.raises(NotFoundError):
        imports.send(other, valley, KINDS["applicants"], TABLE, table)
    assert left() == 1


def test_it_waits_for_a_day_and_the_clock_takes_it_away(
    valley: Organisation, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = member(valley)
    table, now = sent(valley, actor), clock.now()
    assert actor.user_id
    monkeypatch.setattr(clock, "now", lambda: now + imported.KEPT - timedelta(minutes=1))
    purge(app.extensions["config"])
    assert imported.open_table(valley.id, actor.user_id, table.id)
    monkeypatch.setattr(clock, "now", lambda: now + imported.KEPT + timedelta(minutes=1))
    assert imported.open_table(valley.id, actor.user_id, table.id) is None
    with pytest.raises(NotFoundError):
        open_tables.discard(actor, valley, table.id)
    purge(app.extensions["config"])
    assert left() == 0


def test_an_account_has_a_few_open_at_a_time(valley: Organisation) -> None:
    actor, other = member(valley), member(valley)
    tables = [sent(valley, actor, TABLE + b"\n" * number) for number in range(open_tables.MOST)]
    assert sent(valley, actor).id == tables[0].id  # the same again is gone on with
    with pytest.raises(OnboardingError, match="5 files open"):
        sent(valley, actor, TABLE + b",\n")
    sent(valley, other)
    imports.send(actor, valley, KINDS["applicants"], TABLE, tables[0])  # in the place of one
    open_tables.discard(actor, valley, tables[1].id)
    sent(valley, actor, TABLE + b",\n")
    assert left() == open_tables.MOST + 1


def test_what_is_no_table_is_not_kept(valley: Organisation) -> None:
    with pytest.raises(OnboardingError, match="This is a PDF"):
        sent(valley, member(valley), b"%PDF-1.7")
    assert left() == 0


def test_an_erasure_takes_every_open_table_of_the_cohe_away(valley: Organisation) -> None:
    one, two, hills = member(valley), member(valley), make_cohe("hills")
    sent(valley, one)
    elsewhere = sent(hills, member(hills)).id
    person = make_person(valley, "Ana Zylphquist")
    erasures.ask(one, person, "Request 12.")
    erasures.confirm(two, valley, person.id)
    db.session.rollback()
    assert db.session.scalars(select(OpenTable.id)).all() == [elsewhere]


@pytest.mark.parametrize("column", ["sealed", "wrapped"])
def test_what_was_changed_or_is_anothers_is_not_opened(valley: Organisation, column: str) -> None:
    table, other = sent(valley, member(valley)), sent(valley, member(valley))
    setattr(table, column, getattr(other, column))
    with pytest.raises(TamperedError):
        open_tables.opened(table)
    db.session.rollback()
    assert open_tables.opened(table)[0] == TABLE


def test_a_corrected_table_is_read_as_the_one_before_wherever_its_columns_stand_now(valley: Organisation) -> None:
    actor = member(valley)
    table = sent(valley, actor, OWN, "staff")
    assert [each.known for each in open_tables.opened(table)[1]] == [False, True, True]
    open_tables.choose(actor, valley, table.id, {0: "name", 1: "role", 2: "hired_on"})
    for instead in (table, None):  # in its place, or beside it
        moved = b"Hired on,Email,Who,Role\n1/6/2025,,Ana,HSC\n"
        again = imports.send(actor, valley, KINDS["staff"], moved, instead)
        assert [each.key for each in open_tables.opened(again)[1]] == ["hired_on", "email", "name", "role"]
        assert all(each.known for each in open_tables.opened(again)[1])  # a new one says itself what it is
    stranger = imports.send(member(valley), valley, KINDS["staff"], OWN)
    assert [each.key for each in open_tables.opened(stranger)[1]] == [None, "role", "hired_on"]


# Page by page.


def choose(client: FlaskClient, kind: str, data: bytes) -> Page:
    return fetch(client, f"{AT}/{kind}").submit(file=(io.BytesIO(data), "table.csv"))


@on_sqlite
def test_a_faulty_table_is_corrected_and_its_columns_stay_chosen(app: Flask, valley: Organisation) -> None:
    client = sign_in(app.test_client(), make_member(valley, Role.MANAGER))
    look = choose(client, "staff", OWN.replace(b"1/6/2025", b"soon")).submit(c0="name", c1="role", c2="hired_on")
    assert look.rows("1 fault")[0]["Column"] == "First day in the role"
    again = fetch(client, look.links["Send a corrected table"])
    corrected = again.submit(file=(io.BytesIO(OWN), "corrected.csv"))
    assert corrected.address == look.address
    assert "Add 1 person" in corrected.main
    assert "1 person was taken in" in corrected.submit().messages[0]


@on_sqlite
def test_what_waits_is_under_imports_and_can_be_discarded_there(app: Flask, valley: Organisation) -> None:
    client = sign_in(app.test_client(), make_member(valley, Role.HR))
    look = choose(client, "applicants", TABLE)
    assert len(fetch(client, AT).rows("1 table of yours waits")) == 1
    after = fetch(client, AT).submit()
    assert after.messages == ["The table was discarded. Nobody was taken in."]
    assert left() == 0
    assert client.get(look.address).status_code == 404
    assert choose(client, "applicants", TABLE).submit(form=1).messages == after.messages  # on the page of the table


@on_sqlite
@pytest.mark.parametrize("step", ["", "/columns", "/again"])
def test_the_steps_of_a_table_lead_nowhere_for_others(app: Flask, valley: Organisation, step: str) -> None:
    clients = {role: sign_in(app.test_client(), make_member(valley, role)) for role in (Role.MANAGER, Role.HR)}
    address = choose(clients[Role.MANAGER], "applicants", TABLE).address
    answers = {role: client.get(f"{address}{step}").status_code for role, client in clients.items()}
    assert answers == {Role.MANAGER: 200, Role.HR: 404}


@on_sqlite
@pytest.mark.parametrize("role", [Role.SCREENER, Role.HR])
def test_tables_of_staff_are_the_managers_alone(app: Flask, valley: Organisation, role: Role) -> None:
    user = make_member(valley, role, Role.MANAGER)
    other = sign_in(app.test_client(), make_member(valley, role))
    for path in ("staff", "staff/template.csv", "staff/template.xlsx", "nothing", "open"):
        assert other.get(f"{AT}/{path}").status_code == 404
    assert "Import a table of your staff" not in fetch(other, AT).main
    address = choose(sign_in(app.test_client(), user), "staff", OWN).address.removesuffix("/columns")
    db.session.rollback()
    (manages,) = [
        each for each in found.members(valley.id).rows if each.user_id == user.id and each.role is Role.MANAGER
    ]
    members.end_membership(Actor(user.id, user.name), valley, manages.id)
    client = sign_in(app.test_client(), user)
    for step in ("", "/columns", "/again"):
        assert client.get(f"{address}{step}").status_code == 404  # who is a manager no longer
