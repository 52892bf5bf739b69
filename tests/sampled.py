"""The sample world, loaded once in a run on each database, in the ways that are hardest on it, and copied after that.

On SQLite by `sample serve`, from nothing, which is interrupted in the midst and given again. On PostgreSQL by the role
that serves, of docs/operations.md, in tables that the role that owns has made.
"""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask

from onboarding import create_app, sample, startup
from onboarding.cli import serving
from onboarding.config import Config, Mode
from onboarding.extensions import db
from onboarding.sample import people
from tests.databases import Cluster
from tests.operation.guide import PAGE, blocks

(SQL,) = (block.text for block in blocks(PAGE.read_text("utf-8")) if block.kind == "sql")
NAME = "documented"  # the cluster's own administrator is called onboarding
INTERRUPTED_AT = 10  # the posting at which somebody presses Ctrl-C
DUMP, INSTANCE = "dump", "instance"


def serve_from_nothing(config: Config) -> None:
    """Give `sample serve` twice, of which the first time ends in the midst of loading; what serves is left out."""
    app, served = create_app(config), list[Flask]()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(serving, "serve", served.append)
        with pytest.MonkeyPatch.context() as interrupting:
            interrupting.setattr(people.people, "record_posting", _interrupted(people.people.record_posting))
            done = app.test_cli_runner().invoke(args=["sample", "serve"])
        assert (done.exit_code, served) == (1, []), done.output
        assert "Aborted!" in done.output
        done = app.test_cli_runner().invoke(args=["sample", "serve"], catch_exceptions=False)
        assert (done.exit_code, served) == (0, [app]), done.output
    with app.app_context():
        db.engine.dispose()


def _interrupted(real: Callable[..., Any]) -> Callable[..., Any]:
    calls: list[object] = []

    def stop_at_the_tenth(*arguments: object) -> object:
        calls.append(arguments)
        if len(calls) == INTERRUPTED_AT:
            raise KeyboardInterrupt
        return real(*arguments)

    return stop_at_the_tenth


@contextmanager
def documented(running: Cluster, instance: Path) -> Iterator[tuple[Config, Config]]:
    """Settings that migrate, and settings that serve, after the statements of the page; database and roles then go."""
    before, after = SQL.replace("onboarding", NAME).split(f"\\connect {NAME}\n")
    for statement in before.partition("\n")[2].split(";\n")[:-1]:
        running.execute(statement)
    with psycopg.connect(f"host={running.folder} user=onboarding dbname={NAME}", autocommit=True) as connection:
        for statement in after.split(";\n")[:-1]:
            connection.execute(statement)  # type: ignore[arg-type]
    url = running.url(NAME)
    config = Config(instance=instance, mode=Mode.SAMPLE)
    yield (
        config._replace(database=url.replace("onboarding@", f"{NAME}_owner@")),
        config._replace(database=url.replace("onboarding@", f"{NAME}@")),
    )
    running.execute(f"DROP DATABASE {NAME} WITH (FORCE)")
    running.execute(f"DROP ROLE {NAME}, {NAME}_owner")


def load_as_documented(running: Cluster, migrated: Callable[[Config], Config], place: Path) -> None:
    """Have the world in a folder: its files, and what PostgreSQL dumped."""
    with documented(running, place / INSTANCE) as (owner, serves):
        migrated(owner)
        startup.refuse_unsafe(serves, debug=False)
        with create_app(serves).app_context():
            sample.load(serves)
            db.session.remove()
            db.engine.dispose()
        _run(running, "pg_dump", "--format=custom", "--compress=0", f"--file={place / DUMP}", "--dbname", NAME)


def restore(running: Cluster, place: Path, name: str, *options: str) -> None:
    """Put what was dumped there into an empty database, whose tables then are of the same roles."""
    _run(running, "pg_restore", "--exit-on-error", *options, "--dbname", name, str(place / DUMP))


def fill(running: Cluster, place: Path, name: str) -> None:
    """Put the rows that were dumped there into a migrated database, whose tables stay as the migrations made them."""
    with psycopg.connect(f"host={running.folder} user=onboarding dbname={name}") as connection:
        tables = connection.execute(
            "SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables WHERE schemaname = 'public'"
        ).fetchone()
        assert tables
        connection.execute("SET session_replication_role = replica")  # no trigger refuses
        connection.execute(f"TRUNCATE {tables[0]}")  # type: ignore[arg-type]
    restore(running, place, name, "--data-only", "--disable-triggers")


def _run(running: Cluster, program: str, *arguments: str) -> None:
    who = [f"--host={running.folder}", "--username=onboarding"]
    subprocess.run([running.binaries / program, *who, *arguments], check=True, capture_output=True)
