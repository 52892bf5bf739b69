"""The two PostgreSQL roles of docs/operations.md: the one that serves can work, and cannot drop a trigger."""

import time
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from onboarding import create_app, sample, startup
from onboarding.config import Config, Mode
from onboarding.extensions import db
from onboarding.services import backups
from tests.databases import Cluster
from tests.kill import workers
from tests.operation.guide import PAGE, blocks
from tests.stored import migrated

(SQL,) = (block.text for block in blocks(PAGE.read_text("utf-8")) if block.kind == "sql")
PATIENCE = 60  # seconds
NAME = "documented"  # the cluster's own administrator is called onboarding


@pytest.fixture
def documented(postgres: Cluster, tmp_path: Path) -> tuple[Config, Config]:
    """Settings that migrate, and settings that serve, after the statements of the page."""
    before, after = SQL.replace("onboarding", NAME).split(f"\\connect {NAME}\n")
    for statement in before.partition("\n")[2].split(";\n")[:-1]:
        postgres.execute(statement)
    with psycopg.connect(f"host={postgres.folder} user=onboarding dbname={NAME}", autocommit=True) as connection:
        for statement in after.split(";\n")[:-1]:
            connection.execute(statement)  # type: ignore[arg-type]
    url = postgres.url(NAME)
    config = Config(instance=tmp_path / "instance", mode=Mode.SAMPLE)
    return (
        config._replace(database=url.replace("onboarding@", f"{NAME}_owner@")),
        config._replace(database=url.replace("onboarding@", f"{NAME}@")),
    )


def test_the_role_that_serves_can_work_back_up_and_cannot_drop_a_trigger(
    documented: tuple[Config, Config], tmp_path: Path
) -> None:
    owner, serving = documented
    migrated(owner)
    startup.refuse_unsafe(serving, debug=False)
    with create_app(serving).app_context():
        sample.load(serving)
        backups.back_up(serving, tmp_path / "backup")
        for statement in (
            "DROP TRIGGER trail_entry_no_update ON trail_entry",
            "ALTER TABLE trail_entry DISABLE TRIGGER ALL",
            "TRUNCATE trail_entry CASCADE",
            "CREATE TABLE mine (a int)",
        ):
            with pytest.raises(ProgrammingError, match=r"must be owner|permission denied"):
                db.session.execute(text(statement))
            db.session.rollback()
        with pytest.raises(DBAPIError, match="append-only"):
            db.session.execute(text("DELETE FROM trail_entry"))
        db.session.rollback()
        db.session.remove()
        db.engine.dispose()
    assert _a_worker_ticks(serving)


def _a_worker_ticks(config: Config) -> bool:
    """Whether a worker that signs in so does what is due: its queue lies in the database, whose owner is another."""
    file = config.instance / "ticks"
    file.touch()
    worker, until = workers.start(config), time.monotonic() + PATIENCE
    try:
        while worker.is_alive() and time.monotonic() < until and not file.stat().st_size:
            time.sleep(0.1)
        return worker.is_alive() and file.stat().st_size > 0
    finally:
        worker.kill()
        worker.join()
