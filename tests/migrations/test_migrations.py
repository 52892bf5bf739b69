"""Every migration goes up, down and up again, empty and with data, on both databases; and the models agree with it."""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Flask
from sqlalchemy import Connection, select, text

from onboarding import startup
from onboarding.config import Config
from onboarding.extensions import Base, db, ours
from onboarding.models.person import Person, Posting
from tests.house.source import ROOT
from tests.migrations.databases import BEFORE, REVISIONS, application, climbed, down, empty, shape, up
from tests.stored import KINDS
from tests.warm_python import python

OF_ONE = {("0017", "postgresql"), ("0053", "sqlite")}  # revisions that have nothing to change on this database


@pytest.fixture(params=KINDS)
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Config]:
    with empty(request, tmp_path, request.param) as config:
        yield config


@pytest.fixture(params=KINDS)
def at_the_top(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    with climbed(request, tmp_path, request.param) as config, application(config) as app:
        yield app


@pytest.fixture
def migrating(bare: Config) -> Iterator[Flask]:
    with application(bare) as app:
        yield app


def test_the_migrations_are_one_line_numbered_in_order() -> None:
    assert [f"{number:04}" for number in range(1, len(REVISIONS) + 1)] == REVISIONS


def test_all_the_way_down_leaves_nothing(at_the_top: Flask) -> None:
    down("base")
    assert shape() == {"triggers": []}


def test_up_a_second_time_does_nothing(at_the_top: Flask) -> None:
    before = shape()
    up()
    assert shape() == before


def test_models_and_migrated_tables_agree(at_the_top: Flask) -> None:
    with db.engine.connect() as connection:
        told = {"compare_type": True, "render_as_batch": True, "include_name": ours}
        context = MigrationContext.configure(connection, opts=told)
        assert compare_metadata(context, Base.metadata) == []


Shape = dict[str, list[Any]]


def filled(*shapes: Shape) -> dict[str, list[tuple[object, ...]]]:
    """What is in each column that a table has in every one of these shapes."""
    tables = [{name: of[0] for name, of in shape.items() if name != "triggers"} for shape in shapes]
    columns = [{(name, column) for name, found in each.items() for column, *_ in found} for each in tables]
    common = sorted(set.intersection(*columns))
    with db.engine.connect() as connection:
        return {
            name: _rows(connection, name, ", ".join(f'"{column}"' for _, column in found))
            for name, found in groupby(common, key=itemgetter(0))
        }


def _rows(connection: Connection, name: str, columns: str) -> list[tuple[object, ...]]:
    return sorted(map(tuple, connection.execute(text(f'SELECT {columns} FROM "{name}"'))), key=repr)


def test_each_goes_up_down_and_up_again_with_data_and_leaves_the_same(
    migrating: Flask, sample_world: Callable[[Config], None]
) -> None:
    """A step at a time, up from nothing and down again from the top: what takes all steps at once is made of these."""
    shapes = {"base": shape()}
    for revision in REVISIONS:
        up(revision)
        shapes[revision] = shape()
        if (revision, db.engine.dialect.name) not in OF_ONE:
            assert shapes[revision] != shapes[BEFORE[revision]], revision
    sample_world(migrating.extensions["config"])
    for revision in reversed(REVISIONS[1:]):
        same = shapes[BEFORE[revision]], shapes[revision]  # what the revision made or took away goes and comes with it
        kept = filled(*same)
        down(BEFORE[revision])
        assert shape() == shapes[BEFORE[revision]], revision
        up(revision)
        assert shape() == shapes[revision], revision
        assert filled(*same) == kept, revision
        down(BEFORE[revision])
    assert all(filled(shapes[REVISIONS[0]])[table.name] for table in (Person.__table__, Posting.__table__))
    down("base")
    assert shape() == shapes["base"]
    up()
    assert shape() == shapes[REVISIONS[-1]]
    assert db.session.scalars(select(Person)).first() is None


@contextmanager
def machine(config: Config, halt_before: int = 0) -> Iterator[subprocess.Popen[str]]:
    """Another process that is ready to migrate."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "ONBOARDING_INSTANCE": str(config.instance),
        "ONBOARDING_DATABASE_URL": config.database,
        "ONBOARDING_MODE": "sample",
    }
    command = [*python(), "-m", "tests.migrations.machine", str(halt_before)]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert said(process) == "ready"
            yield process
        finally:
            process.kill()


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    process.stdin.write("go\n")
    process.stdin.flush()


def test_two_machines_that_migrate_at_once_take_turns(bare: Config) -> None:
    with machine(bare) as one, machine(bare) as other:
        go(one)
        go(other)
        assert [one.wait(60), other.wait(60)] == [0, 0]
    startup.refuse_unsafe(bare, debug=False)


@pytest.mark.parametrize("step", [2, 25, 40])
def test_killed_midway_it_begins_anew(bare: Config, step: int) -> None:
    with machine(bare, halt_before=step) as process:
        go(process)
        assert said(process) == "halted"
        process.kill()
        process.wait(10)
    with application(bare):
        assert shape() == {"triggers": []}
        up()
    startup.refuse_unsafe(bare, debug=False)


def test_an_older_program_refuses_a_later_database(at_the_top: Flask) -> None:
    db.session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    db.session.commit()
    with pytest.raises(startup.UnsafeError, match="of a later version"):
        startup.refuse_unsafe(at_the_top.extensions["config"], debug=False)
