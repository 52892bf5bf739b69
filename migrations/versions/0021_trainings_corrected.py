"""A training that was recorded wrongly can be corrected or struck, and names the paper that shows it.

Revision: 0021, after 0020.
"""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

from onboarding.models import guard

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

TABLE, COPY = "training_record", "training_record_copy"
KEPT = "id, organisation_id, person_id, part, facts, recorded_by_id, recorded_at"
COLUMNS = {
    "item_id": "INTEGER",
    "corrects_id": "INTEGER",
    "struck": "BOOLEAN NOT NULL",
    "because": "VARCHAR(500)",
}
CONSTRAINTS = {
    f"fk_{TABLE}_organisation_id_item_id": "FOREIGN KEY(organisation_id, item_id) "
    "REFERENCES evidence_item (organisation_id, id)",
    f"fk_{TABLE}_organisation_id_corrects_id": "FOREIGN KEY(organisation_id, corrects_id) "
    f"REFERENCES {TABLE} (organisation_id, id)",
    f"ck_{TABLE}_correction_explained": "CHECK (corrects_id IS NULL OR because IS NOT NULL)",
    f"ck_{TABLE}_strikes_something": "CHECK (corrects_id IS NOT NULL OR NOT struck)",
}
DEFAULT = ("BOOLEAN", "BOOLEAN DEFAULT false")  # for the rows that are there
CORRECTING = sa.text("corrects_id IS NOT NULL")
LAST = "recorded_at DATETIME NOT NULL"
CORRECTED = f"uq_{TABLE}_corrected"


def upgrade() -> None:
    guard.lift(TABLE)
    if op.get_bind().dialect.name == "sqlite":
        _write_anew(_corrected, f"{KEPT}, struck", f"{KEPT}, false")
    else:
        for column, kind in COLUMNS.items():
            op.execute(f"ALTER TABLE {TABLE} ADD COLUMN {column} {kind.replace(*DEFAULT)}")
        op.execute(f"ALTER TABLE {TABLE} ALTER COLUMN struck DROP DEFAULT")
        for name, what in CONSTRAINTS.items():
            op.execute(f"ALTER TABLE {TABLE} ADD CONSTRAINT {name} {what}")
    of = ["organisation_id", "corrects_id"]
    op.create_index(CORRECTED, TABLE, of, unique=True, sqlite_where=CORRECTING, postgresql_where=CORRECTING)
    guard.written_once(TABLE)


def downgrade() -> None:
    guard.lift(TABLE)
    op.drop_index(CORRECTED, TABLE)
    if op.get_bind().dialect.name == "sqlite":
        _write_anew(_not_corrected, KEPT, KEPT)
    else:
        for column in COLUMNS:  # what is said of it goes with it
            op.execute(f"ALTER TABLE {TABLE} DROP COLUMN {column}")
    guard.written_once(TABLE)


def _corrected(table: str) -> str:
    columns = "".join(f", \n\t{column} {kind}" for column, kind in COLUMNS.items())
    constraints = "".join(f", \n\tCONSTRAINT {name} {what}" for name, what in CONSTRAINTS.items())
    before, last, after = table.partition(LAST)
    return before + last + columns + after.rstrip(")").rstrip() + constraints + "\n)"


def _not_corrected(table: str) -> str:
    lines = (line.removesuffix(", ") for line in table[table.index("(") + 1 :].rstrip(")").strip("\n").split("\n"))
    gone = (*COLUMNS, *(f"CONSTRAINT {name}" for name in CONSTRAINTS))
    return (
        f"CREATE TABLE {TABLE} (\n" + ", \n".join(line for line in lines if not line.strip().startswith(gone)) + "\n)"
    )


def _write_anew(said: Callable[[str], str], into: str, values: str) -> None:
    """Make the table otherwise, with all that is in it, and count on from where it was."""
    run = op.get_bind().exec_driver_sql
    (made,) = run(f"SELECT sql FROM sqlite_master WHERE type = 'table' AND name = '{TABLE}'").one()
    indexes = run(
        f"SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = '{TABLE}' AND sql IS NOT NULL"
    ).all()
    reached = run("SELECT seq FROM sqlite_sequence WHERE name = ?", (TABLE,)).scalar()
    new = said(made)
    run(f"CREATE TABLE {COPY} {new[new.index('(') :]}")
    run(f"INSERT INTO {COPY} ({into}) SELECT {values} FROM {TABLE}")
    run(f"DROP TABLE {TABLE}")
    run(f"ALTER TABLE {COPY} RENAME TO {TABLE}")
    for (index,) in indexes:
        run(index)
    if reached is not None:
        run("DELETE FROM sqlite_sequence WHERE name = ?", (TABLE,))
        run("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (TABLE, reached))
