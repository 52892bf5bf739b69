"""The tables in which workers share the jobs, on PostgreSQL: Procrastinate's own, as its version of then makes them.

On SQLite there is one clock, and nothing to share. A later version of the library changes nothing here: what it adds is
ours to add, by another migration (tests/migrations/test_workers.py).

Revision: 0053, after 0052.
"""

from pathlib import Path

from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

TABLES = Path(__file__).parent.parent / "procrastinate.sql"
# Everything whose name begins as the library's does, which nothing of ours may.
DROP = r"""
DO $$
DECLARE each record;
BEGIN
    FOR each IN SELECT tablename FROM pg_tables
        WHERE schemaname = 'public' AND tablename LIKE 'procrastinate\_%' LOOP
        EXECUTE format('DROP TABLE %I CASCADE', each.tablename);
    END LOOP;
    FOR each IN SELECT oid::regprocedure AS named FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND proname LIKE 'procrastinate\_%' LOOP
        EXECUTE format('DROP FUNCTION %s CASCADE', each.named);
    END LOOP;
    FOR each IN SELECT typname FROM pg_type
        WHERE typnamespace = 'public'::regnamespace AND typname LIKE 'procrastinate\_%' AND typtype IN ('e', 'c') LOOP
        EXECUTE format('DROP TYPE %I CASCADE', each.typname);
    END LOOP;
END $$
"""


def upgrade() -> None:
    _run(TABLES.read_text("utf-8"))


def downgrade() -> None:
    _run(DROP)


def _run(statements: str) -> None:
    """Several statements at once, as the driver takes them where nothing is put into them."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        with connection.connection.cursor() as cursor:
            cursor.execute(statements)
