"""How Alembic runs the migrations: on the application's own engine, each whole or not at all."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection, text

import onboarding.models  # noqa: F401 - makes the tables known
from onboarding import startup
from onboarding.errors import OnboardingError
from onboarding.extensions import Base, ours, writing


def run() -> None:
    """Run what `flask db` asked for."""
    startup.refuse_unsafe(current_app.extensions["config"], current_app.debug, startup.Database.OURS)
    engine = current_app.extensions["migrate"].db.engine
    with writing(), engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            # Two machines that start at once migrate one after the other, and nobody waits for ever.
            connection.execute(text("SELECT pg_advisory_lock(4852)"))
            connection.execute(text("SET lock_timeout = '30s'"))
            connection.commit()
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            transactional_ddl=True,
            include_name=ours,
        )
        # SQLite changes a table by copying and dropping it, which would break what points at it on the way.
        _foreign_keys(connection, "OFF")
        try:
            with context.begin_transaction():
                context.run_migrations()
                _refuse_broken(connection)
        finally:
            _foreign_keys(connection, "ON")


def _foreign_keys(connection: Connection, switch: str) -> None:
    if connection.dialect.name == "sqlite":  # at once and outside of a transaction, where alone it takes effect
        connection.connection.cursor().execute(f"PRAGMA foreign_keys = {switch}")


def _refuse_broken(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            tables = ", ".join(sorted({row[0] for row in broken}))
            raise OnboardingError(f"After the migration, rows of {tables} point at nothing, so it is undone.")


run()
