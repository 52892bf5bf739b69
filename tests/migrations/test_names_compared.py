"""People recorded before names and phones were compared however they are written: found, and sealed as before."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import MetaData, Table, insert, select

from onboarding.extensions import db
from onboarding.formats.trail import state_digest
from onboarding.models.person import Person
from onboarding.models.trail import Chain
from onboarding.queries import duplicates, trail_compare
from tests.make import make_cohe
from tests.migrations.databases import application, climbed, down, up
from tests.stored import KINDS

NOW = datetime(2026, 1, 15, tzinfo=UTC)
# How each was written, and how it was sorted by then.
PEOPLE = [
    {"id": 1, "name": "Pat O’Brien", "sorted_as": "pat o’brien", "phone": "(360) 555-0100"},
    {"id": 2, "name": "O'Brien, PAT", "sorted_as": "o'brien, pat", "phone": None},
    {"id": 3, "name": "Łukasz Đặng", "sorted_as": "łukasz đang", "phone": "+1 360 555 0100"},
    {"id": 4, "name": "Bo Berg", "sorted_as": "bo berg", "phone": "none"},
]


def put(table: str, **values: Any) -> int:
    with db.engine.begin() as connection:
        there = Table(table, MetaData(), autoload_with=connection)
        return int(connection.execute(insert(there).values(**values)).inserted_primary_key[0])


def add(organisation_id: int, chain_id: int, number: int, row: dict[str, Any]) -> None:
    """A person and the entry that says how they stood, as they were written then."""
    shared = {"organisation_id": organisation_id, "applied_for": "hsc", "revision": 1}
    put("person", **row, **shared, created_at=NOW)
    blank = dict.fromkeys(("email", "applied_on", "user_id", "posting_id"))
    sealed = {**row, **shared, **blank, "created_at": "2026-01-15T00:00:00.000000Z"}
    entry = put("trail_entry", chain_id=chain_id, number=number, at="then", actor="system", action="person.added",
                subject=f"person:{row['id']}", commitment="-", previous="-", hash="-")  # fmt: skip
    put("trail_detail", entry_id=entry, salt="ab", body={"state": state_digest("ab", sealed)})


@pytest.mark.parametrize("kind", KINDS)
def test_who_was_recorded_before_is_compared_and_stands_as_it_was_sealed(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str
) -> None:
    with climbed(request, tmp_path, kind, "0013") as config, application(config):
        cohe = make_cohe().id
        chain = db.session.scalars(select(Chain.id).where(Chain.organisation_id == cohe)).one()
        db.session.remove()
        for number, row in enumerate(PEOPLE, start=10):
            add(cohe, chain, number, row)
        up()
        pairs = {(pair.older.id, pair.newer.id, pair.same) for pair in duplicates.pairs(cohe, 1, None).rows}
        assert pairs == {(1, 2, "name"), (1, 3, "phone")}
        assert list(trail_compare.differences(cohe)) == []
        db.session.get_one(Person, 4).name = "Bo Burg"
        db.session.flush()
        assert len(list(trail_compare.differences(cohe))) == 1
        db.session.rollback()
        db.session.remove()
        down("0013")
        with db.engine.connect() as connection:
            there = Table("person", MetaData(), autoload_with=connection)
            rows = connection.execute(select(there.c.sorted_as).order_by(there.c.id)).scalars().all()
        assert rows == [row["sorted_as"] for row in PEOPLE]
