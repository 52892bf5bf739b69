"""Of a packet it is noted how many of its exceptions stand how, and how much evidence is in it.

Of packets that are there already the clock counts them, from what was frozen (services/packet_tallies.py).

Revision: 0056, after 0055.
"""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None
TABLE = "packet_tally"
COLUMNS = ("id", "organisation_id", "packet_id", "out", "unknown", "open")


def upgrade() -> None:
    op.create_table(
        TABLE,
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COLUMNS),
        sa.Column("evidence", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=f"fk_{TABLE}_organisation_id"),
        sa.ForeignKeyConstraint(
            ["organisation_id", "packet_id"],
            ["packet.organisation_id", "packet.id"],
            name=f"fk_{TABLE}_organisation_id_packet_id",
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{TABLE}"),
        sa.UniqueConstraint("organisation_id", "packet_id", name=f"uq_{TABLE}_organisation_id_packet_id"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table(TABLE)
