"""A number that a row had is never another's, whichever database counts."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import inspect, select, text

from onboarding.extensions import Base, db
from onboarding.models.person import Person
from onboarding.models.trail import Chain
from tests.make import make_cohe
from tests.migrations.databases import application, climbed, down, up
from tests.migrations.test_names_compared import put

NOW = datetime(2026, 1, 15, tzinfo=UTC)


def test_every_table_that_is_numbered_counts_on(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    with climbed(request, tmp_path, "sqlite") as config, application(config):
        found = db.session.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
        made = {row.name: row.sql for row in found}
        numbered = {name for name in made if "id" in inspect(db.engine).get_pk_constraint(name)["constrained_columns"]}
        reused = {name for name in numbered if "AUTOINCREMENT" not in made[name]}
    assert len(numbered) > 60
    assert reused == set(), (
        "create_table(..., sqlite_autoincrement=True) in its migration, so that numbers are not reused"
    )
    assert numbered == {name for name, table in Base.metadata.tables.items() if "id" in table.primary_key.columns}


def test_it_counts_on_from_what_the_trail_still_speaks_of(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    with climbed(request, tmp_path, "sqlite", "0016") as config, application(config):
        cohe = make_cohe().id
        chain = db.session.scalars(select(Chain.id).where(Chain.organisation_id == cohe)).one()
        db.session.remove()
        shared = {"organisation_id": cohe, "applied_for": "hsc", "revision": 1, "created_at": NOW}
        put("person", id=3, name="Ana", sorted_as="ana", **shared)
        for number, subject in enumerate(("person:17", "person:9", "mail:hold", "nothing:40"), start=10):
            put("trail_entry", chain_id=chain, number=number, at="then", actor="user:1", action="person.added",
                subject=subject, commitment="-", previous="-", hash="-")  # fmt: skip
        for _again in range(2):
            up()
            assert [each.id for each in db.session.scalars(select(Person))] == [3]
            db.session.remove()
            down("0016")
        up()
        assert put("person", name="Bo", sorted_as="bo", **shared) == 18
        db.session.execute(text("DELETE FROM person WHERE id = 18"))
        db.session.commit()
        assert put("person", name="Cy", sorted_as="cy", **shared) == 19
