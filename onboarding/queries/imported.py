"""Tables that were taken in as one."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from onboarding.extensions import db
from onboarding.models.imported import ImportBatch, ImportKind

Kind = ImportKind  # for those who may not know the tables
SHOWN = 100


def listed(organisation_id: int, kinds: Sequence[ImportKind]) -> Sequence[ImportBatch]:
    """The last tables of these kinds, the latest first."""
    return db.session.scalars(
        select(ImportBatch)
        .options(joinedload(ImportBatch.imported_by), joinedload(ImportBatch.undone_by))
        .where(ImportBatch.organisation_id == organisation_id, ImportBatch.kind.in_([kind.value for kind in kinds]))
        .order_by(ImportBatch.id.desc())
        .limit(SHOWN)
    ).all()


def one(organisation_id: int, id: int, _user_id: int | None = None) -> ImportBatch | None:
    """The table, if it is this organisation's."""
    return db.session.scalar(
        select(ImportBatch)
        .options(joinedload(ImportBatch.imported_by), joinedload(ImportBatch.undone_by))
        .where(ImportBatch.organisation_id == organisation_id, ImportBatch.id == id)
    )
