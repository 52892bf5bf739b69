"""The pages of evidence are sealed with the item or redaction that they belong to, those that are there as found.

Revision: 0018, after 0017.
"""

from itertools import groupby

import sqlalchemy as sa
from alembic import op

from onboarding.formats.trail import pages_digest
from onboarding.models import guard

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

OWNERS = {"evidence_item": "item_id", "redaction": "redaction_id"}
AT_ONCE = 1_000
PAGE = sa.table("evidence_page", *map(sa.column, ("item_id", "redaction_id", "number", "sha256", "width", "height")))
NO_PAGES = pages_digest(())


def upgrade() -> None:
    for table in OWNERS:
        op.add_column(table, sa.Column("pages_sha256", sa.String(length=64), server_default="", nullable=False))
        guard.lift(table)
        _seal(table)
        guard.written_once(table)


def downgrade() -> None:
    for table in OWNERS:
        op.drop_column(table, "pages_sha256")


def _seal(table: str) -> None:
    """Compute the digest of every owner's pages, a part at a time."""
    connection, last = op.get_bind(), 0
    owner = sa.table(table, sa.column("id"), sa.column("pages_sha256"))
    of = PAGE.c[OWNERS[table]]
    connection.execute(sa.update(owner).values(pages_sha256=NO_PAGES))
    pages = sa.select(of, PAGE.c.number, PAGE.c.sha256, PAGE.c.width, PAGE.c.height).order_by(of)
    if table == "evidence_item":
        pages = pages.where(PAGE.c.redaction_id.is_(None))
    while ids := connection.scalars(
        sa.select(owner.c.id).where(owner.c.id > last).order_by(owner.c.id).limit(AT_ONCE)
    ).all():
        last = ids[-1]
        rows = connection.execute(pages.where(of.in_(ids)))
        found = [
            {"of": id, "digest": pages_digest(tuple(row[1:]) for row in each)}
            for id, each in groupby(rows, key=lambda row: row[0])
        ]
        if found:
            values = {"pages_sha256": sa.bindparam("digest")}
            connection.execute(sa.update(owner).where(owner.c.id == sa.bindparam("of")).values(values), found)
