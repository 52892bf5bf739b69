"""One entry for each change, in its transaction; unforked however many write at once; and nothing personal in it."""

import json
import threading

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from onboarding.extensions import db, writing
from onboarding.formats.trail_verify import verify
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.trail import Checkpoint, TrailDetail, TrailEntry
from onboarding.queries.trail import chain_of
from onboarding.roles import Role, StaffRole
from onboarding.services import checkpoints, people
from onboarding.services.change import SYSTEM, UnrecordedChangeError, change
from tests.make import make_cohe, make_member, make_person, sign_in
from tests.page import fetch
from tests.trail.history import config, exported, history


def test_a_change_that_is_undone_leaves_no_entry_and_no_gap(app: Flask) -> None:
    cohe = make_cohe()

    def half_done() -> None:
        with change(SYSTEM):
            db.session.add(Person(organisation_id=cohe.id, name="x"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_done()
    make_person(cohe)
    assert verify(exported(cohe)).entries == 2


def test_a_record_that_changes_without_an_entry_stops_the_commit(app: Flask) -> None:
    person = make_person(make_cohe())

    def unrecorded() -> None:
        with change(SYSTEM):
            person.name = "Somebody Else"

    with pytest.raises(UnrecordedChangeError, match=f"person:{person.id}"):
        unrecorded()
    db.session.expire_all()
    assert person.name == "Ana Ruiz"


def test_a_change_whose_entry_cannot_be_written_is_undone(app: Flask) -> None:
    cohe = make_cohe()
    db.session.rollback()
    with writing(), db.engine.begin() as connection:
        connection.execute(text("ALTER TABLE trail_entry RENAME TO gone"))
    with pytest.raises(DatabaseError):
        people.add_person(SYSTEM, cohe, people.PersonFacts("Ana", StaffRole.HSC))
    assert db.session.query(Person).count() == 0


def test_eight_who_write_at_once_leave_one_unforked_chain_each(app: Flask) -> None:
    ids = [make_cohe(slug).id for slug in ("valley", "harbor")]
    faults: list[BaseException] = []

    def write(number: int) -> None:

        with app.app_context():
            try:
                for each in range(6):
                    cohe = db.session.get(Organisation, ids[(number + each) % 2])
                    assert cohe
                    people.add_person(SYSTEM, cohe, people.PersonFacts(f"P {number} {each}", StaffRole.HSC))
            except BaseException as error:  # noqa: BLE001 - told below
                faults.append(error)

    db.session.rollback()
    writers = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for each in writers:
        each.start()
    for each in writers:
        each.join()
    assert faults == []

    counts = [verify(exported(cohe)).entries for cohe in db.session.query(Organisation).order_by(Organisation.id)]
    assert counts == [25, 25]


@pytest.mark.parametrize("table", ["trail_entry", "trail_checkpoint", "trail_detail", "posting"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET {}", "TRUNCATE {} CASCADE"])
def test_the_database_refuses_to_change_what_was_written(app: Flask, table: str, statement: str) -> None:
    if statement.startswith("TRUNCATE") and db.engine.dialect.name == "sqlite":
        statement = "DELETE FROM {}"  # SQLite knows no other way
    history(changes=4)
    changes = {"trail_detail": "salt = 'x'", "posting": "reason = 'x'", "trail_entry": "actor = 'x'"}
    db.session.rollback()

    def tamper() -> None:
        with writing(), db.engine.begin() as connection:
            connection.execute(text(statement.format(table, changes.get(table, "key = 'x'"))))

    with pytest.raises(DatabaseError, match="append-only"):
        tamper()


def test_nothing_personal_is_in_the_trail(app: Flask) -> None:
    cohe = make_cohe()
    person = make_person(cohe, "Xanthippe Quillfeather")
    facts = people.PersonFacts("Xanthippe Quillfeather", StaffRole.HSC, "xq@example.org", "360 555 0123")
    people.edit_person(SYSTEM, person, facts, person.revision)
    make_member(cohe, Role.HR, name="Ozymandias Featherstone")
    said = json.dumps(
        [[each.subject, each.actor, each.commitment] for each in db.session.query(TrailEntry)]
        + [each.body for each in db.session.query(TrailDetail)]
    )
    for word in ("Xanthippe", "Quillfeather", "xq@", "360 555", "Ozymandias", "example.org"):
        assert word not in said


def test_checkpoints_are_signed_when_they_are_due_and_once(app: Flask) -> None:
    cohe = make_cohe()
    assert checkpoints.make_due(config()) == 1
    assert checkpoints.make_due(config()) == 0
    for number in range(100):
        make_person(cohe, f"P {number}")
    assert checkpoints.make_due(config()) == 1
    assert checkpoints.sign(config(), chain_of(cohe.id).id).number == 101
    assert db.session.query(Checkpoint).count() == 2


def test_an_auditor_reads_filters_and_takes_the_trail_away(app: Flask, statements: list[str]) -> None:
    cohe = history(changes=30)
    client = sign_in(app.test_client(), make_member(cohe, Role.AUDITOR, name="Amy Auditor"))
    page = fetch(client, "/at/valley/trail")
    assert len(page.rows()) == 50
    earlier = fetch(client, page.links["Earlier entries"])
    assert int(earlier.rows()[0]["Entry"]) == int(page.rows()[-1]["Entry"]) - 1
    only = fetch(client, "/at/valley/trail?action=posting.recorded")
    assert {row["What"] for row in only.rows()} == {"posting.recorded"}
    assert "No entry fits" in fetch(client, "/at/valley/trail?from_on=2020-01-01&to_on=2020-01-02").main
    assert "no day of the calendar" in fetch(client, "/at/valley/trail?from_on=2020-13-01").main
    entry = fetch(client, "/at/valley/trail/2")
    assert "Person 0" in entry.main
    statements.clear()
    fetch(client, "/at/valley/trail")
    assert len(statements) < 25
    token = next(each.get("value") for each in page.all("input") if each.get("name") == "csrf_token")
    answer = client.post("/at/valley/trail/export", data={"csrf_token": token})
    found = verify(answer.get_data().splitlines(keepends=True))
    assert found.entries == chain_of(cohe.id).number
    checkpoint = client.get("/at/valley/trail/checkpoint").get_data()
    verify(answer.get_data().splitlines(keepends=True), [json.loads(checkpoint)])
