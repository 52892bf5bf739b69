"""What is to be done about people in a role, and whether they may bill, is listed: computed, and never a source.

A line for whoever has or had a role is begun here; the clock computes what it says.

Revision: 0022, after 0021.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

BEGUN = """
    INSERT INTO staff_line (organisation_id, person_id, in_role, told)
    SELECT organisation_id, id, false, 0 FROM person
    WHERE posting_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM erasure
        WHERE erasure.organisation_id = person.organisation_id AND erasure.person_id = person.id
        AND erasure.confirmed_at IS NOT NULL
    )
    ORDER BY id
"""


def upgrade() -> None:
    op.create_table(
        "staff_line",
        sa.Column("in_role", sa.Boolean(), nullable=False),
        sa.Column("may_bill", sa.Boolean(), nullable=True),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("told_since", sa.Date(), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("rulebook", sa.String(length=40), nullable=True),
        *_of_person("staff_line"),
        sa.UniqueConstraint("organisation_id", "person_id", name="uq_staff_line_organisation_id_person_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_staff_line_as_of", "staff_line", ["as_of"])
    op.create_index("ix_staff_line_told", "staff_line", ["organisation_id", "in_role", "told_since", "person_id"])
    op.create_table(
        "duty",
        sa.Column("about", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("place", sa.String(length=40), nullable=False),
        sa.Column("who", sa.String(length=40), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("remind_on", sa.Date(), nullable=True),
        sa.Column("says", sa.Text(), nullable=False),
        *_of_person("duty"),
        sa.UniqueConstraint(
            *("organisation_id", "person_id", "about", "kind", "place"),
            name="uq_duty_organisation_id_person_id_about_kind_place",
        ),
        sqlite_autoincrement=True,
    )
    op.execute(BEGUN)


def downgrade() -> None:
    op.drop_table("duty")
    op.drop_table("staff_line")


def _of_person(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=f"fk_{table}_organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "person_id"],
            ["person.organisation_id", "person.id"],
            name=f"fk_{table}_organisation_id_person_id",
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )
