"""Triggers that keep what was written: for migrations, on both databases.

They stop a mistake of ours and a careless hand at the database, not its owner, who can drop them. The chain of hashes
and its checkpoints show what an owner did.
"""

from alembic import op

REFUSAL = "{table} is append-only"


def append_only(table: str, *unique: str) -> None:
    """Refuse to update or delete any row of the table. `unique`: each of its keys, as in "chain_id, number"."""
    _refuse(table, "UPDATE", "TRUE", "1")
    _refuse(table, "DELETE", "TRUE", "1")
    _refuse_truncate(table)
    _refuse_replacement(table, unique)


def only_erased(table: str) -> None:
    """Let `salt` and `body` be set to null together, and refuse every other change of the table."""
    _refuse_replacement(table, ("entry_id",))
    postgres = "NOT (NEW.entry_id = OLD.entry_id AND NEW.salt IS NULL AND NEW.body IS NULL)"
    _refuse(table, "UPDATE", postgres, postgres)
    _refuse(table, "DELETE", "TRUE", "1")
    _refuse_truncate(table)


def written_once(table: str) -> None:
    """Refuse to update any row of the table, by REPLACE too; erasing a person may delete theirs."""
    _refuse(table, "UPDATE", "TRUE", "1")
    _refuse_replacement(table, ("id",))


def only_blanked(table: str, column: str, others: tuple[str, ...], *unique: str, kept_while: str = "TRUE") -> None:
    """Let one column be set to null, which may tell who somebody was, and refuse every other change of the table.

    `kept_while`: a condition on `OLD`, as both databases write it; where it does not hold, a row may go.
    """
    same = " AND ".join(f"NEW.{each} IS NOT DISTINCT FROM OLD.{each}" for each in others)
    on_sqlite = " AND ".join(f"NEW.{each} IS OLD.{each}" for each in others)
    _refuse(
        table,
        "UPDATE",
        f"NOT ({same} AND NEW.{column} IS NULL)",
        f"NOT ({on_sqlite} AND NEW.{column} IS NULL)",
    )
    _refuse_delete_while(table, kept_while)
    _refuse_truncate(table)
    _refuse_replacement(table, unique)


def lift(table: str) -> None:
    """Take the table's triggers away."""
    for verb in ("update", "delete", "truncate", "replacement"):
        if not _on_postgres():
            op.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
        else:
            op.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb} ON {table}")
            op.execute(f"DROP FUNCTION IF EXISTS {table}_no_{verb}()")


def _on_postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _refuse(table: str, verb: str, on_postgres: str, on_sqlite: str) -> None:
    name, refusal = f"{table}_no_{verb.lower()}", REFUSAL.format(table=table)
    if not _on_postgres():
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {on_sqlite} "
            f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
        )
        return
    _function(name, refusal)
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW WHEN ({on_postgres}) EXECUTE FUNCTION {name}()"
    )


def _refuse_delete_while(table: str, condition: str) -> None:
    """PostgreSQL asks other tables only in the function of a trigger, not in its WHEN."""
    name, refusal = f"{table}_no_delete", REFUSAL.format(table=table)
    if not _on_postgres():
        _refuse(table, "DELETE", condition, condition)
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {condition} THEN RAISE EXCEPTION '{refusal}'; END IF; RETURN OLD; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def _refuse_truncate(table: str) -> None:
    if _on_postgres():  # SQLite has no TRUNCATE
        name = f"{table}_no_truncate"
        _function(name, REFUSAL.format(table=table))
        op.execute(f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {name}()")


def _refuse_replacement(table: str, unique: tuple[str, ...]) -> None:
    """SQLite's INSERT OR REPLACE deletes the row that stands in its way, and asks no trigger that guards deletion."""
    if _on_postgres():
        return
    same = " OR ".join(
        " AND ".join(f"{column.strip()} = NEW.{column.strip()}" for column in key.split(",")) for key in unique
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_replacement BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL.format(table=table)}'); END"
    )


def _function(name: str, refusal: str) -> None:
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{refusal}'; END $$"
    )
