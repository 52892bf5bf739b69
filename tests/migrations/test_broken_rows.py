"""A migration after which a row would point at nothing is undone, although SQLite is not asked at every step."""

from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from onboarding.errors import OnboardingError
from onboarding.extensions import db
from tests.migrations.databases import application, empty, up


@pytest.mark.parametrize("kind", ["sqlite"])
def test_a_row_that_points_at_nothing_undoes_the_migration(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str
) -> None:
    with empty(request, tmp_path, kind) as config, application(config):
        with db.engine.begin() as connection:
            connection.execute(text("CREATE TABLE parent (id INTEGER PRIMARY KEY)"))
            connection.execute(text("CREATE TABLE child (parent_id INTEGER REFERENCES parent (id))"))
        raw = db.engine.raw_connection()
        raw.cursor().execute("PRAGMA foreign_keys = OFF")
        raw.cursor().execute("INSERT INTO child VALUES (1)")
        raw.cursor().execute("PRAGMA foreign_keys = ON")
        raw.close()
        with pytest.raises(OnboardingError, match="rows of child point at nothing"):
            up()
        with db.engine.connect() as connection:
            assert set(inspect(connection).get_table_names()) <= {"parent", "child", "alembic_version"}
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1
