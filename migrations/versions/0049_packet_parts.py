"""A packet may be a file for each person, and the clock may have one prepared after each quarter.

What was defined before is one file, and prepared by hand.

Revision: 0049, after 0048.
"""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

DEFINITION = "packet_definition"


def upgrade() -> None:
    op.add_column(DEFINITION, sa.Column("files", sa.String(length=40), nullable=False, server_default="one"))
    op.add_column(DEFINITION, sa.Column("quarterly", sa.String(length=40), nullable=False, server_default="never"))
    op.add_column(DEFINITION, sa.Column("quarterly_since", sa.Date(), nullable=True))
    op.create_table(
        "packet_part",
        *_numbers("packet_id", "whole_id", "place"),
        *_keys("packet_part", packet_id="packet", whole_id="packet"),
        _once("packet_part", "packet_id"),
        _once("packet_part", "whole_id", "place"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "packet_turn",
        *_numbers("definition_id", "packet_id"),
        sa.Column("quarter_on", sa.Date(), nullable=False),
        *_keys("packet_turn", definition_id=DEFINITION, packet_id="packet"),
        _once("packet_turn", "definition_id", "quarter_on"),
        _once("packet_turn", "packet_id"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("packet_turn")
    op.drop_table("packet_part")
    for column in ("quarterly_since", "quarterly", "files"):
        op.drop_column(DEFINITION, column)


def _numbers(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in ("id", "organisation_id", *names)]


def _keys(table: str, **of: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=f"fk_{table}_organisation_id"),
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


def _once(table: str, *columns: str) -> sa.UniqueConstraint:
    columns = ("organisation_id", *columns)
    return sa.UniqueConstraint(*columns, name=f"uq_{table}_{'_'.join(columns)}")
