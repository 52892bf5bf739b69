"""Names and phones as they are compared, however they are written.

Revision: 0014, after 0013.
"""

from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

from onboarding.rules import alike

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

NAME, PHONE = 200, 40
AT_ONCE = 1_000
PERSON = sa.table("person", *(sa.column(name) for name in ("id", "name", "phone", "sorted_as", "same_name", "dialed")))


def upgrade() -> None:
    op.add_column("person", sa.Column("same_name", sa.String(length=NAME), nullable=True))
    op.add_column("person", sa.Column("dialed", sa.String(length=PHONE), nullable=True))
    _set(_compared)
    op.drop_index("ix_person_phone", "person")
    op.create_index("ix_person_same_name", "person", ["organisation_id", "same_name"])
    op.create_index("ix_person_dialed", "person", ["organisation_id", "dialed"])


def downgrade() -> None:
    op.drop_index("ix_person_dialed", "person")
    op.drop_index("ix_person_same_name", "person")
    op.create_index("ix_person_phone", "person", ["organisation_id", "phone"])
    _set(lambda row: {"sorted_as": alike.plain(row["name"])[:NAME]})
    op.drop_column("person", "dialed")
    op.drop_column("person", "same_name")


def _set(columns_of: Callable[[Mapping[str, Any]], dict[str, Any]]) -> None:
    """Compute columns of everybody, a part at a time. `revision` stays: nobody edited anything."""
    connection, last = op.get_bind(), 0
    chosen = sa.select(PERSON.c.id, PERSON.c.name, PERSON.c.phone).order_by(PERSON.c.id).limit(AT_ONCE)
    while rows := connection.execute(chosen.where(PERSON.c.id > last)).mappings().all():
        values = [{"of": row["id"], **columns_of(row)} for row in rows]
        connection.execute(sa.update(PERSON).where(PERSON.c.id == sa.bindparam("of")), values)
        last = rows[-1]["id"]


def _compared(row: Mapping[str, Any]) -> dict[str, Any]:
    same_name, dialed = alike.same_name(row["name"]), alike.dialed(row["phone"])
    return {
        "sorted_as": alike.folded(row["name"])[:NAME],
        "same_name": same_name and same_name[:NAME],
        "dialed": dialed and dialed[:PHONE],
    }
