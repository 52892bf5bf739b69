"""From SQLite to PostgreSQL: everything as it was, numbers that go on, and nothing moved where something differs."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select, text

from onboarding import create_app
from onboarding.actions import Action
from onboarding.config import Config, Mode, ObjectStorage
from onboarding.documents.objects import ObjectStore
from onboarding.errors import OnboardingError
from onboarding.extensions import Base, db
from onboarding.formats.trail_verify import verify
from onboarding.models.organisation import Organisation
from onboarding.models.trail import TrailEntry
from onboarding.queries import trail, trail_compare
from onboarding.services import files, moving, reconciliation, trail_export
from onboarding.services.change import SYSTEM
from tests.databases import Cluster
from tests.make import make_cohe, make_evidence, make_person
from tests.stored import on_sqlite

pytestmark = on_sqlite
LOUD = """
CREATE FUNCTION loud() RETURNS trigger AS $$ BEGIN NEW.name := upper(NEW.name); RETURN NEW; END $$ LANGUAGE plpgsql;
CREATE TRIGGER loud BEFORE INSERT ON organisation FOR EACH ROW EXECUTE FUNCTION loud()
"""  # a database that keeps something else than it was told
Rows = dict[str, list[tuple[object, ...]]]


@contextmanager
def served(config: Config) -> Iterator[Flask]:
    app = create_app(config)
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def empty(config: Config, postgres: Cluster, postgres_template: str) -> Iterator[Config]:
    """The same installation, with a PostgreSQL database that was just set up."""
    name = f"t{uuid4().hex}"
    postgres.copy(postgres_template, name)
    yield config._replace(database=postgres.url(name))
    postgres.execute(f"DROP DATABASE {name} WITH (FORCE)")


def rows() -> Rows:
    with db.engine.execution_options(**moving.UNCACHED).connect() as connection:
        return {
            table.name: list(map(tuple, connection.execute(moving._as_stored(table))))
            for table in Base.metadata.sorted_tables
        }


def file_of(config: Config) -> Path:
    return config.instance / "onboarding.sqlite"


def test_the_sample_world_is_the_same_afterwards(
    app: Flask, config: Config, empty: Config, sample_world: Callable[[Config], None]
) -> None:
    sample_world(config._replace(mode=Mode.SAMPLE))
    before = rows()
    db.session.remove()
    db.engine.dispose()
    with served(empty):
        count = moving.move(SYSTEM, empty, file_of(config))
        after = rows()
        assert {name for name in before if before[name] != after[name]} == {
            "trail_chain",
            "trail_entry",
            "trail_detail",
        }
        assert count == sum(map(len, before.values()))
        assert after["trail_entry"][: len(before["trail_entry"])] == before["trail_entry"]
        assert db.session.scalars(select(TrailEntry.action).order_by(TrailEntry.id.desc())).first() == Action.MOVED
        for chain, _ in trail.chains():
            verify(trail_export.lines(empty, chain))
        assert list(trail_compare.differences()) == []
    assert not file_of(config).exists()
    shutil.move(f"{file_of(config)}{moving.MOVED}", file_of(config))  # for what the test ends with


def test_a_number_that_a_row_had_is_never_anothers(app: Flask, config: Config, empty: Config) -> None:
    valley = make_cohe()
    make_evidence(make_person(valley, "Ana Ruiz"))
    id = valley.id
    db.session.remove()  # what it reads keeps nobody from writing below
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE sqlite_sequence SET seq = 40 WHERE name = 'person'"))
    with served(empty):
        moving.move(SYSTEM, empty, file_of(config))
        assert make_person(db.session.get_one(Organisation, id), "Ben Stone").id == 41
    shutil.move(f"{file_of(config)}{moving.MOVED}", file_of(config))


def test_where_something_differs_nothing_is_moved(app: Flask, config: Config, empty: Config) -> None:
    make_cohe()
    db.session.remove()
    with served(empty):
        before = rows()
        _run(LOUD)
        with pytest.raises(OnboardingError, match="A row of organisation reads otherwise"):
            moving.move(SYSTEM, empty, file_of(config))
        assert rows() == before
        assert file_of(config).exists()
        _run("DROP TRIGGER loud ON organisation")
        make_cohe("harbor")
        with pytest.raises(OnboardingError, match="holds records already"):
            moving.move(SYSTEM, empty, file_of(config))


def _run(statements: str) -> None:
    with db.engine.begin() as connection:
        connection.exec_driver_sql(statements)


def test_it_moves_to_nothing_else_and_from_nothing_else(app: Flask, config: Config, empty: Config) -> None:
    with pytest.raises(OnboardingError, match="Set ONBOARDING_DATABASE_URL"):
        moving.move(SYSTEM, config, file_of(config))
    with served(empty), pytest.raises(OnboardingError, match="is not there"):
        moving.move(SYSTEM, empty, config.instance / "other.sqlite")


def test_files_in_a_bucket_stay_where_they_are(
    app: Flask, config: Config, empty: Config, bucket: ObjectStorage
) -> None:
    """The database alone moves: what it says of files holds of the same bucket afterwards."""
    app.extensions["config"] = config._replace(store=bucket)
    item = make_evidence(make_person(make_cohe(), "Ana Ruiz"))
    whose, original = (item.organisation_id, item.person_id), item.original
    before = {folder: list(ObjectStore(bucket).names(folder)) for folder in ObjectStore(bucket).folders()}
    data = files.get(*whose, original)
    db.session.remove()
    db.engine.dispose()
    with served(empty._replace(store=bucket)):
        moving.move(SYSTEM, empty, file_of(config))
        assert list(reconciliation.faults()) == []
        assert files.get(*whose, original) == data
        assert list(trail_compare.differences()) == []
    assert {each: list(ObjectStore(bucket).names(each)) for each in ObjectStore(bucket).folders()} == before
    shutil.move(f"{file_of(config)}{moving.MOVED}", file_of(config))  # for what the test ends with
