"""Who looks after whose record, and what is put off until a day.

Revision: 0027, after 0026.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create("owner", [sa.Column("user_id", sa.Integer(), nullable=True)], ["user_id"], [])
    thing = [sa.Column(name, sa.String(length=40), nullable=False) for name in ("about", "kind", "place")]
    until = sa.Column("until", sa.Date(), nullable=False)
    because = sa.Column("because", sa.String(length=500), nullable=False)
    _create("put_off", [*thing, until, because], [], ["about", "kind", "place"])


def downgrade() -> None:
    op.drop_table("put_off")
    op.drop_table("owner")


def _create(table: str, columns: list[sa.Column[Any]], users: list[str], one: list[str]) -> None:
    """One row for each person and thing, by whom and when it was written last."""
    unique = ["organisation_id", "person_id", *one]
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        *columns,
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=f"fk_{table}_organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name=f"fk_{table}_organisation_id_person_id",
        ),
        *(
            sa.ForeignKeyConstraint([column], ["user_account.id"], name=f"fk_{table}_{column}")
            for column in ["recorded_by_id", *users]
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint(*unique, name=f"uq_{table}_{'_'.join(unique)}"),
        sqlite_autoincrement=True,
    )
