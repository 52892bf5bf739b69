"""Packets have a look: a name and a logo of the COHE's, and a cover letter of each definition.

Revision: 0050, after 0049.
"""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("packet_definition", sa.Column("letter", sa.Text(), nullable=True))
    op.create_table(
        "packet_logo",
        *_first(),
        sa.Column("original", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        *_keys("packet_logo", "added_by_id"),
        _once("packet_logo", "id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "packet_logo_copy",
        *_first(),
        sa.Column("logo_id", sa.Integer(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(length=200), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        *_keys("packet_logo_copy", logo_id="packet_logo"),
        _once("packet_logo_copy", "logo_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "packet_look",
        *_first(),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("logo_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        *_keys("packet_look", "recorded_by_id", logo_id="packet_logo"),
        _once("packet_look", "id"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    for table in ("packet_look", "packet_logo_copy", "packet_logo"):
        op.drop_table(table)
    op.drop_column("packet_definition", "letter")


def _first() -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in ("id", "organisation_id")]


def _keys(table: str, *users: str, **of: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=f"fk_{table}_organisation_id"),
        *(sa.ForeignKeyConstraint([each], ["user_account.id"], name=f"fk_{table}_{each}") for each in users),
        *(
            sa.ForeignKeyConstraint(
                ["organisation_id", column],
                [f"{to}.organisation_id", f"{to}.id"],
                name=f"fk_{table}_organisation_id_{column}",
            )
            for column, to in of.items()
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    ]


def _once(table: str, column: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint("organisation_id", column, name=f"uq_{table}_organisation_id_{column}")
