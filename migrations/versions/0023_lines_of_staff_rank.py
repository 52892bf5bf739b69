"""What is told about somebody in a role is ranked from the duties themselves: a line keeps no sum of them.

Revision: 0023, after 0022.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

TABLE, COPY = "staff_line", "staff_line_copy"
KEPT = "id, organisation_id, person_id, in_role, may_bill, as_of, rulebook"
TOLD_THEN = "FROM duty WHERE duty.person_id = line.person_id AND duty.remind_on <= line.as_of"


def upgrade() -> None:
    op.drop_index("ix_staff_line_told", TABLE)
    for column in ("told", "told_since"):
        op.drop_column(TABLE, column)
    op.create_index("ix_staff_line_in_role", TABLE, ["organisation_id", "in_role", "person_id"])


def downgrade() -> None:
    op.drop_index("ix_staff_line_in_role", TABLE)
    if op.get_bind().dialect.name == "sqlite":
        _write_anew()
    else:
        op.add_column(TABLE, sa.Column("told", sa.Integer(), nullable=False, server_default="0"))
        op.add_column(TABLE, sa.Column("told_since", sa.Date(), nullable=True))
        op.alter_column(TABLE, "told", server_default=None)
    op.execute(
        f"UPDATE {TABLE} AS line SET told = (SELECT count(*) {TOLD_THEN}), "
        f"told_since = (SELECT min(duty.remind_on) {TOLD_THEN})"
    )
    op.create_index("ix_staff_line_told", TABLE, ["organisation_id", "in_role", "told_since", "person_id"])


def _write_anew() -> None:
    """SQLite adds no column that must not be null, and none but at the end."""
    op.drop_index("ix_staff_line_as_of", TABLE)
    op.rename_table(TABLE, COPY)
    op.create_table(
        TABLE,
        sa.Column("in_role", sa.Boolean(), nullable=False),
        sa.Column("may_bill", sa.Boolean(), nullable=True),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("told_since", sa.Date(), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("rulebook", sa.String(length=40), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=f"fk_{TABLE}_organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name=f"fk_{TABLE}_organisation_id_person_id",
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{TABLE}"),
        sa.UniqueConstraint("organisation_id", "person_id", name=f"uq_{TABLE}_organisation_id_person_id"),
        sqlite_autoincrement=True,
    )
    op.execute(f"INSERT INTO {TABLE} ({KEPT}, told) SELECT {KEPT}, 0 FROM {COPY} ORDER BY id")
    op.drop_table(COPY)
    op.create_index("ix_staff_line_as_of", TABLE, ["as_of"])
