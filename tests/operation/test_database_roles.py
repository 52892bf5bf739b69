"""The two PostgreSQL roles of docs/operations.md: the one that serves can work, and cannot drop a trigger."""

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
from tests.operation.guide import PAGE, blocks
from tests.stored import migrated

(SQL,) = (block.text for block in blocks(PAGE.read_text("utf-8")) if block.kind == "sql")
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
