"""The two PostgreSQL roles of docs/operations.md: the one that serves can work, and cannot drop a trigger."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from onboarding import create_app, startup
from onboarding.config import Config
from onboarding.extensions import db
from onboarding.queries import organisations
from onboarding.services import backups
from tests.databases import Cluster
from tests.kill import workers
from tests.make import make_person
from tests.sampled import INSTANCE, NAME, documented, restore

PATIENCE = 60  # seconds


@pytest.fixture
def serving(postgres: Cluster, postgres_sample: Path, tmp_path: Path) -> Iterator[Config]:
    """Settings of the role that serves, with the world that it has loaded: tests/sampled.py."""
    instance = shutil.copytree(postgres_sample / INSTANCE, tmp_path / "instance")
    with documented(postgres, instance) as (_, serves):
        restore(postgres, postgres_sample, NAME)
        yield serves


def test_the_role_that_serves_can_work_back_up_and_cannot_drop_a_trigger(serving: Config, tmp_path: Path) -> None:
    startup.refuse_unsafe(serving, debug=False)
    with create_app(serving).app_context():
        make_person(organisations.every()[0])
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
