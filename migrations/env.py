"""How Alembic runs the migrations: on the application's own engine, each whole or not at all."""

from alembic import context
from flask import current_app
from sqlalchemy import text

import onboarding.models  # noqa: F401 - makes the tables known
from onboarding import startup
from onboarding.extensions import Base, writing


def run() -> None:
    """Run what `flask db` asked for."""
    try:
        startup.refuse_unsafe(current_app.extensions["config"], current_app.debug, but_the_database=True)
    except startup.UnsafeError as error:
        startup.stop(f"The database is not migrated as this is set up:\n{error}")
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
        )
        with context.begin_transaction():
            context.run_migrations()


run()
