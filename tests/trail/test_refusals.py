"""What would let a change by without its entry, or an entry without its change, is refused."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, insert, text, update
from sqlalchemy.exc import DatabaseError

from onboarding.actions import Action
from onboarding.extensions import db, writing
from onboarding.formats.trail import state_digest
from onboarding.formats.trail_verify import verify
from onboarding.models.person import Person
from onboarding.models.records import row_values
from onboarding.services.change import SYSTEM, UnrecordedChangeError, change
from tests.make import make_cohe, make_person
from tests.stored import on_sqlite
from tests.trail.history import exported

REPLACED = {
    "trail_entry": "UPDATE OR REPLACE trail_entry SET actor = 'x' WHERE id = 2",
    "trail_entry once more": (
        "INSERT OR REPLACE INTO trail_entry SELECT id, chain_id, number, at, 'x', action, subject, commitment, "
        "previous, hash FROM trail_entry WHERE number = 2"
    ),
    "trail_entry under another id": (
        "INSERT OR REPLACE INTO trail_entry SELECT id + 900, chain_id, number, at, 'x', action, subject, commitment, "
        "previous, hash FROM trail_entry WHERE number = 2"
    ),
    "trail_detail": "REPLACE INTO trail_detail SELECT entry_id, salt, '{}' FROM trail_detail WHERE entry_id = 2",
    "trail_checkpoint": "REPLACE INTO trail_checkpoint SELECT * FROM trail_checkpoint",
    "posting": "REPLACE INTO posting SELECT * FROM posting",
}


@on_sqlite
@pytest.mark.parametrize("statement", REPLACED.values(), ids=REPLACED)
@pytest.mark.usefixtures("cohe")
def test_sqlite_replaces_nothing_that_was_written(statement: str) -> None:
    db.session.rollback()

    def replace() -> None:
        with writing(), db.engine.begin() as connection:
            connection.execute(text(statement))

    with pytest.raises(DatabaseError, match="append-only"):
        replace()


def test_a_commit_tried_again_is_refused_again(app: Flask) -> None:
    person = make_person(make_cohe())
    with writing():
        person.name = "Somebody Else"
        for _ in range(2):
            with pytest.raises(UnrecordedChangeError):
                db.session.commit()
        db.session.rollback()
    assert person.name == "Ana Ruiz"


def test_an_entry_of_a_change_that_did_nothing_before_it_failed_is_forgotten(app: Flask) -> None:
    cohe = make_cohe()

    def fails() -> None:
        with change(SYSTEM) as under_way:
            under_way.record(cohe_id, Action.PERSON_ADDED, "person:1")
            raise ZeroDivisionError

    cohe_id = cohe.id
    db.session.rollback()
    with pytest.raises(ZeroDivisionError):
        fails()
    make_person(cohe)
    assert verify(exported(cohe)).entries == 2


@pytest.mark.parametrize(
    "statement",
    [
        lambda: update(Person).values(name="x"),
        lambda: delete(Person).where(Person.id == 1),
        lambda: insert(Person).values(name="x"),
        lambda: update(Person.__table__).values(name="x"),  # type: ignore[arg-type]
    ],
    ids=["update", "delete", "insert", "update of the table"],
)
def test_records_are_not_changed_many_at_once(app: Flask, statement: Callable[[], Any]) -> None:
    with writing(), pytest.raises(UnrecordedChangeError, match="row by row"):
        db.session.execute(statement())


def test_there_are_no_savepoints(app: Flask) -> None:
    with writing(), pytest.raises(UnrecordedChangeError, match="savepoint"):
        db.session.begin_nested()


@pytest.mark.parametrize("fact", [1.0, float("nan"), date(2026, 1, 1), {1: "a"}, [{"a": 0.5}], b"x", {"x"}], ids=repr)
def test_a_fact_that_json_would_not_give_back_is_refused(app: Flask, fact: Any) -> None:
    with change(SYSTEM) as under_way, pytest.raises(TypeError):
        under_way.record(None, Action.PERSON_ADDED, "person:1", fact=fact)


@pytest.mark.parametrize("word", ["origin", "request", "state"])
def test_a_service_does_not_say_where_a_change_came_from(app: Flask, word: str) -> None:
    with change(SYSTEM) as under_way, pytest.raises(TypeError, match="not given"):
        under_way.record(None, Action.PERSON_ADDED, "person:1", **{word: "x"})


def test_details_come_back_as_they_went_in(app: Flask) -> None:
    cohe = make_cohe()
    odd = {
        "text": "Ñandú \u0000 \ud800 \u202e é e\u0301 \U0001f600",
        "big": 2**70,
        "none": None,
        "list": [True, [], {}],
    }
    with change(SYSTEM) as under_way:
        under_way.record(cohe.id, Action.PERSON_ADDED, "person:1", **odd)
    verify(exported(cohe))


def test_nothing_and_the_word_none_are_two_states(app: Flask) -> None:
    values = row_values(make_person(make_cohe()))
    assert values["phone"] is None
    assert state_digest("salt", values) != state_digest("salt", {**values, "phone": "None"})
