"""One entry for each change, in its transaction; unforked however many write at once; and nothing personal in it."""

import json
import threading
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from onboarding.errors import OnboardingError
from onboarding.extensions import db, writing
from onboarding.formats.trail_verify import verify
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.trail import Chain, Checkpoint, TrailDetail, TrailEntry
from onboarding.queries import trail
from onboarding.queries.trail import chain_of
from onboarding.roles import Role, StaffRole
from onboarding.services import checkpoints, knocks, people
from onboarding.services.change import SYSTEM, UnrecordedChangeError, change
from tests.make import make_cohe, make_member, make_person, sign_in
from tests.page import fetch
from tests.trail.history import config, exported, history

EACH = 12  # changes of each writer
SOON = 10  # seconds; half as long as a writer waits for another


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


def test_who_writes_does_not_wait_for_a_chain_to_be_followed_before_it_is_signed(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    cohe = make_cohe()
    make_person(cohe)
    cohe_id, chain_id, real, wrote = cohe.id, chain_of(cohe.id).id, trail.entries_after, []

    def write() -> None:
        with app.app_context():
            wrote.append(make_person(db.session.get_one(Organisation, cohe_id)).name)

    def entries_after(chain_id: int, number: int) -> list[dict[str, Any]]:
        if not wrote:
            writing = threading.Thread(target=write)
            writing.start()
            writing.join(SOON)
            assert wrote
        return real(chain_id, number)

    monkeypatch.setattr(trail, "entries_after", entries_after)
    signed = checkpoints.sign(config(), chain_id)
    assert signed.number == db.session.get_one(Chain, chain_id).number == verify(exported(cohe)).entries


@pytest.mark.parametrize("slugs", [("valley",), ("valley", "harbor")], ids=["one", "two"])
def test_eight_who_write_at_once_leave_an_unforked_chain_each(app: Flask, slugs: tuple[str, ...]) -> None:
    ids = [make_cohe(slug).id for slug in slugs]
    faults: list[BaseException] = []

    def write(number: int) -> None:
        with app.app_context():
            try:
                for each in range(EACH):
                    cohe = db.session.get_one(Organisation, ids[(number + each) % len(ids)])
                    people.add_person(SYSTEM, cohe, people.PersonFacts(f"P {number} {each}", StaffRole.HSC))
            except BaseException as error:  # noqa: BLE001 - told below
                faults.append(error)

    def read() -> None:  # an export while they write is whole, up to some entry
        with app.app_context():
            try:
                while any(each.is_alive() for each in writers):
                    verify(exported(db.session.get_one(Organisation, ids[0])))
            except BaseException as error:  # noqa: BLE001 - told below
                faults.append(error)

    db.session.rollback()
    writers = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    reader = threading.Thread(target=read)
    for each in (*writers, reader):
        each.start()
    for each in (*writers, reader):
        each.join()
    assert faults == []
    counts = [verify(exported(cohe)).entries for cohe in db.session.query(Organisation).order_by(Organisation.id)]
    assert counts == [8 * EACH // len(ids) + 1] * len(ids)


@pytest.mark.parametrize("table", ["trail_entry", "trail_checkpoint", "trail_detail", "posting"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET {}", "TRUNCATE {} CASCADE"])
@pytest.mark.usefixtures("cohe")
def test_the_database_refuses_to_change_what_was_written(table: str, statement: str) -> None:
    if statement.startswith("TRUNCATE") and db.engine.dialect.name == "sqlite":
        statement = "DELETE FROM {}"  # SQLite knows no other way
    changes = {"trail_detail": "salt = 'x'", "posting": "reason = 'x'", "trail_entry": "actor = 'x'"}
    db.session.rollback()

    def tamper() -> None:
        with writing(), db.engine.begin() as connection:
            connection.execute(text(statement.format(table, changes.get(table, "key = 'x'"))))

    with pytest.raises(DatabaseError, match="append-only"):
        tamper()


def test_nothing_personal_is_in_the_trail_or_the_log(app: Flask, capfd: pytest.CaptureFixture[str]) -> None:
    """What belongs to people, typed into every form there is for it, is in no table of the trail and in no line."""
    cohe = make_cohe()
    client = sign_in(app.test_client(), make_member(cohe, Role.MANAGER, name="Ozymandias Featherstone"))
    page = fetch(client, "/at/valley/people/new")
    page.submit(name="Xanthippe Quillfeather", email="xq@canary.example", phone="360 555 0199", applied_for="hsc")
    (person,) = db.session.query(Person)
    page = fetch(client, f"/at/valley/people/{person.id}/edit")
    page.submit(name="Xanthippe Quillfeather-Smythe", phone="360 555 0198")
    client.get("/at/valley/people?name=Quillfeather")
    client.get("/at/harbor/people?name=Quillfeather")
    make_member(cohe, Role.HR, name="Persephone Thistlewood")
    with pytest.raises(OnboardingError):
        people.add_person(SYSTEM, cohe, people.PersonFacts("X", StaffRole.HSC, "xq@canary.example"))
    knocks.tell()
    entries = db.session.query(TrailEntry).all()
    assert {each.action for each in entries} >= {"person.added", "person.edited", "access.refused"}
    kept = [[getattr(each, key) for key in ("subject", "actor", "at", "action")] for each in entries]
    said = json.dumps([kept, [each.body for each in db.session.query(TrailDetail)]]) + "".join(capfd.readouterr())
    for word in ("anthippe", "uillfeather", "xq@", "canary", "360 555", "zymandias", "eatherstone", "histlewood"):
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
    earlier = fetch(client, page.links["See earlier entries"])
    assert int(earlier.rows()[0]["Entry"]) == int(page.rows()[-1]["Entry"]) - 1
    only = fetch(client, "/at/valley/trail?action=posting.recorded")
    assert {row["What"] for row in only.rows()} == {"Recorded the first day in the role"}
    assert "No entry matches" in fetch(client, "/at/valley/trail?from_on=2020-01-01&to_on=2020-01-02").main
    assert "not a date we can read" in fetch(client, "/at/valley/trail?from_on=2020-13-01").main
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
